package keiba.adapter.redis;

import static keiba.adapter.redis.Shown.CARD;
import static keiba.adapter.redis.Shown.COMPLETED;
import static keiba.adapter.redis.Shown.MESSAGE;
import static keiba.adapter.redis.Shown.PENDING;
import static keiba.adapter.redis.Shown.WIN;
import static keiba.adapter.redis.Shown.sheet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.Samples;
import keiba.application.odds.BoardId;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.domain.bet.BetType;
import keiba.wire.OddsWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are partly lost or written by another program count as missing and can be written again. */
class DamagedValuesTest extends BoardsTest {
    private static final String STATUS = "purchase:" + MESSAGE.id() + ":status";
    private static final String DETAIL = "purchase:" + MESSAGE.id() + ":detail";

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{}", "\u0000", "{\"race_id\":100}"})
    void treats_unreadable_values_as_missing(String damaged) {
        keys.set("race:100:card", damaged);
        keys.set("odds:100:WIN", damaged);
        keys.set(DETAIL, damaged);
        assertThat(races.find(CARD.id())).isEmpty();
        assertThat(odds.find(WIN)).isEmpty();
        assertThat(purchases.find(MESSAGE.id())).isEmpty();
    }

    @Test
    void treats_impossible_values_as_missing() {
        races.show(CARD);
        odds.show(List.of(sheet(1)));
        purchases.show(List.of(COMPLETED));
        damage("race:100:card", "\"brackets\":[1,", "\"brackets\":[0,");
        damage("odds:100:WIN", "\"race_id\":100", "\"race_id\":-100");
        damage(DETAIL, "\"race_id\":100", "\"race_id\":-100");
        assertThat(races.find(CARD.id())).isEmpty();
        assertThat(odds.find(WIN)).isEmpty();
        assertThat(purchases.find(MESSAGE.id())).isEmpty();
    }

    private void damage(String key, String part, String by) {
        assertThat(keys.get(key)).contains(part);
        keys.set(key, keys.get(key).replace(part, by));
    }

    @Test
    void writes_the_same_version_again_if_its_value_was_lost() {
        races.show(CARD);
        odds.show(List.of(sheet(5)));
        keys.set("race:100:card", "{");
        keys.del("odds:100:WIN");
        races.show(CARD);
        odds.show(List.of(sheet(5)));
        assertThat(races.find(CARD.id())).contains(CARD);
        assertThat(odds.find(WIN)).contains(sheet(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{\"race_id\":100}", "\u001f\u008b"})
    void publishes_no_board_from_a_damaged_value(String damaged) {
        odds.show(List.of(sheet(5)));
        keys.set("odds:100:WIN:gzip", damaged);
        assertThat(odds.published(List.of(WIN))).isEmpty();
        odds.show(List.of(sheet(6)));
        assertThat(odds.published(List.of(WIN)).get(WIN)).isNotNull();
    }

    @Test
    void publishes_no_board_without_its_version_or_its_text() {
        odds.show(List.of(sheet(5)));
        keys.del("odds:100:WIN:version");
        assertThat(odds.published(List.of(WIN))).isEmpty();
        odds.show(List.of(sheet(5)));
        keys.del("odds:100:WIN:gzip");
        assertThat(odds.published(List.of(WIN))).isEmpty();
    }

    @Test
    void returns_no_version_of_odds_whose_compressed_text_is_missing() {
        odds.show(List.of(sheet(5)));
        keys.del("odds:100:WIN:gzip");
        assertThat(odds.versions(List.of(WIN))).isEmpty();
        odds.show(List.of(sheet(5)));
        assertThat(odds.versions(List.of(WIN))).isEqualTo(Map.of(WIN, 5L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"race:100:card", "race:100:state", "race:100:version"})
    void returns_no_version_of_a_race_with_a_missing_value(String key) {
        races.show(CARD);
        keys.del(key);
        assertThat(races.versions(List.of(CARD.id()))).isEmpty();
        races.show(CARD);
        assertThat(races.versions(List.of(CARD.id()))).isEqualTo(Map.of(CARD.id(), CARD.version()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "open", "CLOSING?", "null"})
    void returns_no_version_of_a_race_with_an_unreadable_state(String damaged) {
        races.show(CARD);
        keys.set("race:100:state", damaged);
        assertThat(races.versions(List.of(CARD.id()))).isEmpty();
    }

    @Test
    void the_audit_finds_odds_whose_compressed_text_differs() {
        odds.show(List.of(sheet(5)));
        assertThat(redis.audit().odds(List.of(sheet(5)))).isEmpty();
        byte[] key = "odds:100:WIN:gzip".getBytes(StandardCharsets.UTF_8);
        byte[] right = keys.get(key);
        keys.set(key, OddsWire.publish(sheet(4)).text().compressed());
        assertThat(redis.audit().odds(List.of(sheet(5))))
                .extracting(BoardsAudit.Difference::key)
                .containsExactly("odds:100:WIN:gzip");
        keys.set("odds:100:WIN:gzip", "{");
        assertThat(redis.audit().odds(List.of(sheet(5)))).hasSize(1);
        keys.del(key);
        assertThat(redis.audit().odds(List.of(sheet(5)))).hasSize(1);
        keys.set(key, right);
        assertThat(redis.audit().odds(List.of(sheet(5)))).isEmpty();
    }

    @Test
    void returns_no_version_of_missing_odds() {
        odds.show(List.of(sheet(5)));
        keys.del("odds:100:WIN");
        assertThat(odds.versions(List.of(WIN, new BoardId(Samples.RACE, BetType.PLACE))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "new", "-", "1.5.0", "99999999999999999999x"})
    void replaces_a_value_whose_version_is_unreadable(String damaged) {
        keys.set("odds:100:WIN", "{}");
        keys.set("odds:100:WIN:gzip", "{}");
        keys.set("odds:100:WIN:version", damaged);
        keys.set("race:100:version", damaged);
        assertThat(odds.versions(List.of(WIN))).isEmpty();
        odds.show(List.of(sheet(5)));
        races.show(CARD);
        assertThat(odds.versions(List.of(WIN))).isEqualTo(Map.of(WIN, 5L));
        assertThat(odds.find(WIN)).contains(sheet(5));
        assertThat(races.find(CARD.id())).contains(CARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]"})
    void claims_an_id_with_an_unreadable_detail_once(String damaged) {
        keys.set(STATUS, "PENDING");
        keys.set(DETAIL, damaged);
        assertThat(purchases.claim(PENDING)).isEmpty();
        assertThat(purchases.find(MESSAGE.id())).contains(PENDING);
        assertThat(purchases.claim(PENDING)).contains(PENDING);
    }

    @Test
    void claims_an_id_whose_detail_was_lost() {
        purchases.claim(PENDING);
        keys.del(DETAIL);
        assertThat(purchases.claim(PENDING)).isEmpty();
        assertThat(purchases.find(MESSAGE.id())).contains(PENDING);
    }

    @Test
    void refuses_to_claim_a_recorded_purchase_whose_detail_was_lost() {
        purchases.show(List.of(COMPLETED));
        keys.del(DETAIL);
        assertThatThrownBy(() -> purchases.claim(PENDING)).isInstanceOf(TemporaryFailure.class);
        assertThat(keys.get(STATUS)).isEqualTo("COMPLETED");
    }

    @Test
    void does_not_change_a_recorded_purchase_whose_status_was_lost() {
        purchases.show(List.of(COMPLETED));
        keys.del(STATUS);
        assertThat(purchases.claim(PENDING)).contains(COMPLETED);
        purchases.renew(PENDING);
        assertThat(purchases.find(MESSAGE.id())).contains(COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7"})
    void renews_a_purchase_with_an_unreadable_detail(String damaged) {
        keys.set(DETAIL, damaged);
        purchases.renew(PENDING);
        assertThat(purchases.find(MESSAGE.id())).contains(PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7"})
    void claims_a_key_with_an_unreadable_detail_and_reports_lost_data(String damaged) {
        Instant unused = purchases.intactSince();
        keys.set(DETAIL, damaged);
        PurchaseStatusBoard.KeyClaim claim = purchases.claimKey(PENDING);
        assertThat(claim.shown()).isEmpty();
        assertThat(claim.intactSince()).isEmpty();
        assertThat(purchases.find(MESSAGE.id())).contains(PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1.5", "-1"})
    void counts_as_intact_only_from_now_if_the_earlier_time_is_unreadable(String damaged) {
        Instant before = purchases.intactSince();
        keysClockMoves();
        keys.set("keiba:purchases:since", damaged);
        assertThat(purchases.intactSince()).isAfter(before);
    }

    @Test
    void counts_as_intact_only_from_now_after_all_data_was_lost() {
        Instant before = purchases.intactSince();
        keysClockMoves();
        keys.flushAll();
        assertThat(purchases.intactSince()).isAfter(before);
    }
}
