package keiba.application.odds;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keiba.application.fake.FakeFailureListener;
import keiba.application.fake.FakeOddsBoard;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.odds.FinalOddsBook.Count;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The final odds of a race whose running totals differ from its tickets. */
class BlockedFinalOddsTest {
    private final FakeWorld world = new FakeWorld();
    private final FinalOddsBook book =
            mock(FinalOddsBook.class, delegatesTo(world.books().finalOdds()));
    private final DeclareFinalOdds declaring = new FinalOddsDeclaration(
            world.books().races(),
            book,
            world.raceBoard(),
            new FakeOddsBoard(),
            new FakeFailureListener(),
            world.clock());

    @BeforeEach
    void close() {
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        world.useCases().purchases().place().place(ALICE, RACE, Samples.win(3, 300), Optional.empty());
        world.useCases().races().command().command(RACE, new RaceCommand.Close(), OPERATOR);
        world.useCases().races().close().sendMarkers();
        world.reader().readAll();
    }

    private RaceCard card() {
        return world.books().card(RACE);
    }

    /** Counts again after the longest retry delay of a blocked race. */
    private List<DeclareFinalOdds.FinalOddsOutcome> declareLater() {
        world.clock().advance(Duration.ofMinutes(5));
        return declaring.declareDue();
    }

    /** Makes the book return counted stakes of these bet types that differ from the running totals. */
    private void miscount(BetType... types) {
        miscountAhead(types);
        doAnswer(call -> world.books().finalOdds().countAll(RACE).map(count -> miscounted(count, Set.of(types))))
                .when(book)
                .countAll(RACE);
    }

    /** Makes the count ahead return stakes of these bet types that differ from the tickets. */
    private void miscountAhead(BetType... types) {
        doAnswer(call -> world.books().finalOdds().count(RACE).map(count -> miscounted(count, Set.of(types))))
                .when(book)
                .count(RACE);
    }

    private static Count miscounted(Count count, Set<BetType> types) {
        List<Pool> counted = new ArrayList<>();
        for (Pool pool : count.counted()) {
            long[] stakes = pool.snapshot();
            stakes[0] += types.contains(pool.type()) ? 100 : 0;
            counted.add(Pool.restore(pool.numbering(), stakes));
        }
        return new Count(count.card(), count.running(), counted);
    }

    @Test
    void are_not_declared_and_the_race_lists_the_differing_bet_types() {
        miscount(BetType.TRIO, BetType.WIN);
        assertThat(declaring.declareDue())
                .containsExactly(new DeclareFinalOdds.Blocked(RACE, List.of(BetType.WIN, BetType.TRIO)));
        assertThat(card().isIn(Closing.Phase.FENCED)).isTrue();
        assertThat(card().closing().orElseThrow().differing()).containsExactly(BetType.WIN, BetType.TRIO);
        assertThat(world.books().races().trail()).last().isEqualTo("system BlockFinalOdds 100");
    }

    @Test
    void are_saved_as_blocked_once_per_set_of_differing_bet_types() {
        miscount(BetType.WIN);
        declaring.declareDue();
        RaceCard blocked = card();
        declareLater();
        assertThat(card()).isEqualTo(blocked);
        miscount(BetType.WIN, BetType.PLACE);
        declareLater();
        assertThat(card().closing().orElseThrow().differing()).containsExactly(BetType.WIN, BetType.PLACE);
        assertThat(card().version()).isEqualTo(blocked.version() + 1);
    }

    @Test
    void are_declared_as_soon_as_the_totals_agree_and_the_race_is_no_longer_blocked() {
        miscount(BetType.WIN);
        declaring.declareDue();
        miscount();
        assertThat(declareLater()).hasSize(1).allMatch(DeclareFinalOdds.Declared.class::isInstance);
        assertThat(card().isIn(Closing.Phase.FINAL)).isTrue();
        assertThat(card().closing().orElseThrow().differing()).isEmpty();
    }

    @Test
    void are_declared_from_all_tickets_if_the_count_ahead_is_wrong() {
        miscountAhead(BetType.WIN);
        assertThat(declaring.declareDue()).hasSize(1).allMatch(DeclareFinalOdds.Declared.class::isInstance);
        assertThat(card().isIn(Closing.Phase.FINAL)).isTrue();
    }

    @Test
    void do_not_recount_tickets_if_the_count_ahead_agrees() {
        declaring.declareDue();
        verify(book).count(RACE);
        verify(book, never()).countAll(RACE);
    }
}
