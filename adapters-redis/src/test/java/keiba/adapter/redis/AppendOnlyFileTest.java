package keiba.adapter.redis;

import static keiba.adapter.redis.Shown.CARD;
import static keiba.adapter.redis.Shown.PENDING;
import static keiba.adapter.redis.Shown.WIN;
import static keiba.adapter.redis.Shown.finalSheet;
import static keiba.adapter.redis.Shown.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.application.UseCases;
import keiba.application.fake.CountingIds;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsBoard;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.embedded.EmbeddedRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** The data that Redis has after it was killed: the data in its append-only file. */
class AppendOnlyFileTest {
    /** The bytes that Redis always writes for the transaction of a script. */
    private static final long FRAME_BYTES = 40;

    private static final Pattern SIZE = Pattern.compile("aof_current_size:(\\d+)");

    private final EmbeddedRedis server = EmbeddedRedis.startTemporary();
    private final RedisBoards redis = BoardsTest.open(server);
    private final OddsBoard odds = redis.boards().odds();

    @AfterEach
    void close() {
        redis.close();
        server.close();
    }

    private long fileBytes() {
        try (RedisClient operator = RedisClient.create(server.url())) {
            Matcher size = SIZE.matcher(operator.info("persistence"));
            assertThat(size.find()).isTrue();
            return Long.parseLong(size.group(1));
        }
    }

    private void restart() {
        server.kill();
        server.start();
        while (!redis.isReady()) {
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void provisional_odds_are_not_written_to_the_file() {
        redis.boards().races().show(CARD);
        long before = fileBytes();
        for (int version = 1; version <= 20; version++) {
            odds.show(List.of(sheet(version)));
        }
        assertThat(odds.versions(List.of(WIN))).isEqualTo(Map.of(WIN, 20L));
        long after = fileBytes();
        assertThat(after - before).isLessThan(20 * FRAME_BYTES);
        odds.show(List.of(finalSheet(21)));
        assertThat(fileBytes() - after).isGreaterThan(300);
    }

    @Test
    void races_claims_and_final_odds_are_written_to_the_file() {
        long before = fileBytes();
        redis.boards().races().show(CARD);
        long race = fileBytes();
        assertThat(race - before).isGreaterThan(500);
        redis.boards().purchases().claim(PENDING);
        long claim = fileBytes();
        assertThat(claim - race).isGreaterThan(200);
        odds.show(List.of(finalSheet(4)));
        assertThat(fileBytes() - claim).isGreaterThan(300);
    }

    @Test
    void restores_the_last_persisted_odds_after_a_restart() {
        odds.show(List.of(finalSheet(3)));
        odds.show(List.of(sheet(4)));
        assertThat(odds.find(WIN)).contains(sheet(4));
        restart();
        assertThat(odds.find(WIN)).contains(finalSheet(3));
        assertThat(odds.versions(List.of(WIN))).isEqualTo(Map.of(WIN, 3L));
    }

    @Test
    void returns_no_older_odds_to_the_same_process_after_a_restart() {
        odds.show(List.of(finalSheet(3)));
        odds.show(List.of(sheet(4)));
        assertThat(versionOfWin(odds)).isEqualTo(4);
        restart();
        assertThat(versionOfWin(odds)).isEqualTo(4);
        try (RedisBoards other = BoardsTest.open(server)) {
            assertThat(versionOfWin(other.boards().odds())).isEqualTo(3);
        }
    }

    private static long versionOfWin(OddsBoard odds) {
        return Objects.requireNonNull(odds.published(List.of(WIN)).get(WIN)).version();
    }

    /** Returns the use cases on these boards, with books in memory and one sold bet. */
    private UseCases selling(FakeWorld world) {
        world.openRace(Samples.RACE);
        world.deposit(Samples.ALICE, 1_000);
        world.useCases().purchases().place().place(Samples.ALICE, Samples.RACE, Samples.win(1, 300), Optional.empty());
        world.reader().readAll();
        return UseCases.assemble(
                world.books().all(),
                redis.boards(),
                new UseCases.Queues(world.queue(), world.queue(), world.deadLetterQueue()),
                UseCases.Policy.DEFAULT,
                new UseCases.World(world.clock(), new CountingIds()));
    }

    @Test
    void the_sync_writes_missing_boards_again_after_a_restart() {
        UseCases cases = selling(new FakeWorld());
        cases.odds().publish().sync();
        OddsSheet shown = odds.find(WIN).orElseThrow();
        restart();
        assertThat(odds.find(WIN)).isEmpty();
        cases.odds().publish().sync();
        assertThat(odds.find(WIN)).contains(shown);
        assertThat(odds.find(new BoardId(Samples.RACE, BetType.TRIFECTA))).isPresent();
    }

    @Test
    void keeps_the_odds_of_a_void_race_after_a_restart() {
        UseCases cases = selling(new FakeWorld());
        cases.odds().publish().sync();
        cases.races().command().command(Samples.RACE, new RaceCommand.Cancel(CancelReason.CANCELLED), Samples.OPERATOR);
        cases.odds().publish().sync();
        OddsSheet refunded = odds.find(WIN).orElseThrow();
        assertThat(refunded.total().isZero()).isTrue();
        restart();
        assertThat(odds.find(WIN)).contains(refunded);
    }
}
