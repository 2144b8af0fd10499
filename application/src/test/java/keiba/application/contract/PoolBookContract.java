package keiba.application.contract;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import keiba.application.fake.Samples;
import keiba.application.odds.BoardId;
import keiba.application.odds.PoolBook;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceBook.Decision;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Expansion;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every {@link PoolBook} must pass, the fake and the real adapter alike. */
public abstract class PoolBookContract extends BooksContract {
    private static final BoardId WIN = new BoardId(RACE, BetType.WIN);
    private static final BoardId TRIFECTA = new BoardId(RACE, BetType.TRIFECTA);

    @BeforeEach
    void openRaceAndTopic() {
        openRace(RACE);
        deposit(ALICE, 100_000);
        beginTopic();
    }

    private PoolBook pools() {
        return books().pools();
    }

    private PoolState pool(BoardId board) {
        List<PoolState> found = pools().pools(List.of(board));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void returns_an_empty_pool_of_version_0_without_sales() {
        PoolState state = pool(WIN);
        assertThat(state.version()).isZero();
        assertThat(state.pool().type()).isEqualTo(BetType.WIN);
        assertThat(state.pool().total()).isEqualTo(Yen.ZERO);
        assertThat(state.card()).isEqualTo(books().races().find(RACE).orElseThrow());
    }

    @Test
    void omits_pools_of_unknown_races() {
        assertThat(pools().pools(List.of(new BoardId(new RaceId(404), BetType.WIN))))
                .isEmpty();
        assertThat(pools().pools(List.of(new BoardId(new RaceId(404), BetType.WIN), WIN)))
                .hasSize(1);
    }

    @Test
    void returns_no_pools_for_an_empty_request() {
        assertThat(pools().pools(List.of())).isEmpty();
    }

    @Test
    void adds_every_stake_to_its_combination() {
        sell(0, message(1, ALICE, win(1, 300)), message(2, ALICE, win(8, 500)), message(3, ALICE, win(1, 100)));
        assertThat(pool(WIN).pool().snapshot()).containsExactly(400, 0, 0, 0, 0, 0, 0, 500);
    }

    @Test
    void adds_the_stakes_of_later_chunks() {
        sell(0, message(1, ALICE, box(BetType.TRIFECTA, 100, 1, 2, 3)));
        sell(1, message(2, ALICE, box(BetType.TRIFECTA, 200, 2, 3, 4)));
        RaceCard card = books().races().find(RACE).orElseThrow();
        Pool expected = card.market().pool(BetType.TRIFECTA);
        addBox(expected, card, 100, 1, 2, 3);
        addBox(expected, card, 200, 2, 3, 4);
        assertThat(pool(TRIFECTA).pool().snapshot()).isEqualTo(expected.snapshot());
    }

    private static void addBox(Pool pool, RaceCard card, long yen, int... numbers) {
        Expansion expansion = box(BetType.TRIFECTA, yen, numbers)
                .selection()
                .expand(BetType.TRIFECTA, card.market().offering());
        assertThat(expansion)
                .isInstanceOfSatisfying(Expansion.Combinations.class, bought -> pool.add(bought.set(), Yen.of(yen)));
    }

    @Test
    void raises_the_version_only_if_the_pool_changes() {
        sell(0, message(1, ALICE, win(1, 100)));
        long first = pool(WIN).version();
        assertThat(first).isPositive();
        sell(1, message(2, ALICE, box(BetType.TRIFECTA, 100, 1, 2, 3)));
        record(chunk(2, message(3, ALICE, win(1, 100))), facts -> refuse(facts, RefusalReason.RACE_NOT_OPEN));
        assertThat(pool(WIN).version()).isEqualTo(first);
        sell(3, message(4, ALICE, win(2, 100)));
        assertThat(pool(WIN).version()).isGreaterThan(first);
    }

    @Test
    void returns_several_pools_at_once() {
        sell(0, message(1, ALICE, win(1, 100)));
        List<BoardId> asked = List.of(TRIFECTA, WIN, new BoardId(RACE, BetType.PLACE));
        Collection<PoolState> found = pools().pools(asked);
        assertThat(found.stream()
                        .collect(Collectors.toMap(state -> state.pool().type(), Function.identity()))
                        .keySet())
                .containsExactlyInAnyOrder(BetType.WIN, BetType.PLACE, BetType.TRIFECTA);
    }

    @Test
    void returns_the_current_state_of_the_race() {
        RaceCard closed = Samples.after(books().races().find(RACE).orElseThrow(), new RaceCommand.Close());
        assertThat(books().races().decide(RACE, OPERATOR, "Close", (card, now) -> Decision.changed(closed, "closed")))
                .isPresent();
        assertThat(pool(WIN).card()).isEqualTo(closed);
    }

    @Test
    void never_returns_an_earlier_read_time() {
        PoolState first = pool(WIN);
        PoolState second = pool(WIN);
        assertThat(second.readAt()).isAfterOrEqualTo(first.readAt());
    }

    @Test
    void returns_the_versions_of_pools_with_sales() {
        assertThat(pools().versions(List.of(WIN, TRIFECTA))).isEmpty();
        sell(0, message(1, ALICE, win(1, 100)));
        sell(1, message(2, ALICE, win(2, 100)));
        assertThat(pools().versions(List.of(WIN, TRIFECTA, new BoardId(new RaceId(404), BetType.WIN))))
                .containsOnly(Map.entry(WIN, pool(WIN).version()));
        assertThat(pools().versions(List.of())).isEmpty();
    }
}
