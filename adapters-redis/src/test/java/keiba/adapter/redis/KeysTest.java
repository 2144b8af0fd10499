package keiba.adapter.redis;

import static keiba.adapter.redis.Shown.CARD;
import static keiba.adapter.redis.Shown.COMPLETED;
import static keiba.adapter.redis.Shown.FAILED;
import static keiba.adapter.redis.Shown.MESSAGE;
import static keiba.adapter.redis.Shown.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import keiba.application.fake.Samples;
import keiba.application.purchase.Purchase;
import keiba.domain.race.RaceCommand;
import keiba.wire.Fields;
import keiba.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The keys are part of the contract, because other programs read them. */
class KeysTest extends BoardsTest {
    private static final String STATUS = "purchase:" + MESSAGE.id() + ":status";
    private static final String DETAIL = "purchase:" + MESSAGE.id() + ":detail";

    private Fields json(String key) {
        return Fields.of(Json.read(keys.get(key)));
    }

    @Test
    void runs_its_scripts_after_redis_has_lost_them() {
        for (int time = 0; time < 2; time++) {
            keys.scriptFlush(STATUS);
            assertThat(purchases.claim(PENDING)).isEmpty();
            keys.scriptFlush(STATUS);
            assertThat(purchases.claim(PENDING)).contains(PENDING);
            keys.scriptFlush(STATUS);
            assertThat(purchases.release(PENDING)).isTrue();
            keys.scriptFlush(STATUS);
            odds.show(List.of(Shown.sheet(time + 1)));
            assertThat(odds.versions(List.of(Shown.WIN))).isEqualTo(Map.of(Shown.WIN, time + 1L));
        }
    }

    @Test
    void writes_the_state_and_the_card_of_a_race() {
        races.show(CARD);
        assertThat(keys.get("race:100:state")).isEqualTo("OPEN");
        assertThat(json("race:100:card").integer("race_id")).isEqualTo(100);
        assertThat(json("race:100:card").text("state")).isEqualTo("OPEN");
        assertThat(keys.keys("race:*"))
                .containsExactlyInAnyOrder("race:100:state", "race:100:card", "race:100:version");
    }

    @Test
    void updates_the_state_of_a_race_together_with_its_card() {
        races.show(Samples.after(CARD, new RaceCommand.Close()));
        races.show(CARD);
        assertThat(keys.get("race:100:state")).isEqualTo("CLOSED");
        assertThat(json("race:100:card").text("state")).isEqualTo("CLOSED");
    }

    @Test
    void writes_odds_under_keys_with_the_race_and_the_bet_type() {
        odds.show(List.of(Shown.sheet(17)));
        assertThat(json("odds:100:WIN").text("bet_type")).isEqualTo("WIN");
        assertThat(json("odds:100:WIN").integer("version")).isEqualTo(17);
        assertThat(keys.keys("odds:*"))
                .containsExactlyInAnyOrder("odds:100:WIN", "odds:100:WIN:version", "odds:100:WIN:gzip");
    }

    @Test
    void writes_the_same_odds_plain_and_compressed() throws IOException {
        odds.show(List.of(Shown.sheet(17)));
        byte[] compressed = keys.get("odds:100:WIN:gzip".getBytes(StandardCharsets.UTF_8));
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(keys.get("odds:100:WIN"));
        }
    }

    @Test
    void writes_a_purchase_as_its_status_and_its_detail() {
        purchases.claim(PENDING);
        assertThat(keys.keys("purchase:*")).containsExactlyInAnyOrder(STATUS, DETAIL);
        assertThat(keys.get(STATUS)).isEqualTo("PENDING");
        purchases.show(List.of(COMPLETED));
        assertThat(keys.get(STATUS)).isEqualTo("COMPLETED");
        purchases.show(List.of(FAILED));
        assertThat(keys.get(STATUS)).isEqualTo("FAILED");
        assertThat(keys.keys("purchase:*")).containsExactlyInAnyOrder(STATUS, DETAIL);
    }

    @Test
    void the_detail_of_a_purchase_contains_its_owner() {
        purchases.claim(PENDING);
        assertThat(json(DETAIL).integer("user_id")).isEqualTo(12_345);
        purchases.show(List.of(COMPLETED));
        assertThat(json(DETAIL).integer("user_id")).isEqualTo(12_345);
        assertThat(json(DETAIL).object("ticket").integer("total_amount")).isEqualTo(600);
        purchases.show(List.of(FAILED));
        assertThat(json(DETAIL).integer("user_id")).isEqualTo(12_345);
        assertThat(json(DETAIL).text("reason")).isEqualTo("RACE_CLOSED");
    }

    @Test
    @Timeout(60)
    void runs_scripts_asynchronously_after_redis_has_lost_them() {
        purchases.claim(PENDING);
        Purchase.Pending queued = PENDING.queuedAt(Samples.NOW);
        keys.scriptFlush(STATUS);
        assertThat(purchases.claimKey(queued).shown()).contains(PENDING);
        keys.scriptFlush(STATUS);
        purchases.renewSoon(queued);
        while (!purchases.find(PENDING.id()).equals(Optional.of(queued))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void returns_the_version_of_the_race_with_the_claim_of_a_key() {
        races.show(Shown.CARD);
        assertThat(purchases.claimKey(PENDING).raceVersion()).hasValue(Shown.CARD.version());
        purchases.release(PENDING);
        keys.set("race:100:version", "no version");
        assertThat(purchases.claimKey(PENDING).raceVersion()).isEmpty();
    }

    @Test
    void a_key_claim_reports_that_redis_was_restarted_since_it_was_intact() {
        Instant since = purchases.intactSince();
        keys.set("keiba:purchases:since", since.toEpochMilli() + ":0123456789abcdef");
        keysClockMoves();
        assertThat(purchases.claimKey(PENDING).intactSince()).isNotEqualTo(Optional.of(since));
        assertThat(purchases.intactSince()).isAfter(since);
    }

    @Test
    void deletes_the_keys_of_a_released_claim() {
        purchases.claim(PENDING);
        purchases.release(PENDING);
        assertThat(keys.keys("purchase:*")).isEmpty();
    }

    @Test
    void the_first_claim_stores_since_when_the_data_is_intact() {
        purchases.claim(PENDING);
        String noted = keys.get("keiba:purchases:since");
        assertThat(noted).isNotNull();
        keysClockMoves();
        assertThat(purchases.intactSince().toEpochMilli())
                .isEqualTo(Long.parseLong(noted.substring(0, noted.indexOf(':'))));
    }

    @Test
    void keeps_a_claim_for_48_hours() {
        purchases.claim(PENDING);
        assertThatBothExpireIn48Hours();
    }

    @Test
    void keeps_a_renewed_purchase_for_another_48_hours() {
        purchases.claim(PENDING);
        expireSoon();
        purchases.renew(PENDING.queuedAt(Samples.NOW));
        assertThatBothExpireIn48Hours();
    }

    @Test
    void keeps_a_recorded_purchase_for_another_48_hours() {
        purchases.claim(PENDING);
        expireSoon();
        purchases.show(List.of(COMPLETED));
        assertThatBothExpireIn48Hours();
    }

    /** Sets an expiry of five hours, which is much shorter than 48 hours and much longer than the test. */
    private void expireSoon() {
        keys.expire(STATUS, Duration.ofHours(5).toSeconds());
        keys.expire(DETAIL, Duration.ofHours(5).toSeconds());
    }

    private void assertThatBothExpireIn48Hours() {
        for (String key : List.of(STATUS, DETAIL)) {
            assertThat(Duration.ofSeconds(keys.ttl(key))).isBetween(Duration.ofHours(47), Duration.ofHours(48));
        }
    }

    @Test
    void keeps_races_and_odds_without_expiry() {
        races.show(CARD);
        odds.show(List.of(Shown.sheet(1)));
        assertThat(keys.keys("*"))
                .hasSize(6)
                .allSatisfy(key -> assertThat(keys.ttl(key)).isEqualTo(-1));
    }
}
