package keiba.application.contract;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import keiba.application.odds.BoardId;
import keiba.application.odds.FinalOddsBook;
import keiba.application.odds.FinalOddsBook.Count;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.Test;

/** Tests that every {@link FinalOddsBook} must pass, the fake and the real adapter alike. */
public abstract class FinalOddsBookContract extends RaceDayContract {

    private FinalOddsBook finals() {
        return books().finalOdds();
    }

    private Count count() {
        return finals().count(RACE).orElseThrow();
    }

    private static List<OddsSheet> sheets(Count count) {
        return count.running().stream()
                .map(state -> new OddsSheet(
                        new BoardId(RACE, state.pool().type()),
                        OddsSheet.SheetKind.FINAL,
                        state.version() + count.card().version() + 1,
                        state.readAt(),
                        state.pool().total(),
                        count.card().market().live(state.pool()).refunded(),
                        List.of()))
                .toList();
    }

    private boolean declare(Count count) {
        return finals().declare(count.card().in(Closing.Phase.FINAL), sheets(count));
    }

    @Test
    void returns_no_count_of_an_unknown_race() {
        assertThat(finals().count(new RaceId(404))).isEmpty();
    }

    @Test
    void counts_every_bet_type_on_sale_in_order() {
        buy(ALICE, win(3, 100));
        Count count = count();
        List<BetType> onSale = List.copyOf(count.card().market().offering().types());
        assertThat(count.card()).isEqualTo(card(RACE));
        assertThat(count.running()).extracting(state -> state.pool().type()).containsExactlyElementsOf(onSale);
        assertThat(count.counted()).extracting(Pool::type).containsExactlyElementsOf(onSale);
    }

    @Test
    void counts_the_same_stakes_as_the_running_totals() {
        buy(
                ALICE,
                RACE,
                win(3, 100),
                win(3, 400),
                box(BetType.TRIFECTA, 100, 1, 2, 3, 4),
                box(BetType.WIDE, 300, 5, 6));
        buy(BOB, RACE, win(8, 700), box(BetType.TRIFECTA, 200, 1, 2, 3, 4), box(BetType.TRIO, 100, 1, 2, 3, 4, 5));
        buy(BOB, OTHER_RACE, win(8, 900));
        Count count = count();
        assertCounted(count);
        assertThat(count.counted().get(0).snapshot()).containsExactly(0, 0, 500, 0, 0, 0, 0, 700);
    }

    private void countAllAhead(int chunk) {
        while (finals().countAhead(RACE, chunk)) {
            assertCounted(count());
        }
    }

    private void assertCounted(Count count) {
        for (int i = 0; i < count.running().size(); i++) {
            PoolState running = count.running().get(i);
            assertThat(count.counted().get(i).snapshot())
                    .as("%s", running.pool().type())
                    .containsExactly(running.pool().snapshot());
        }
    }

    @Test
    void counts_the_same_stakes_whether_or_not_tickets_were_counted_ahead() {
        for (int i = 0; i < 5; i++) {
            buy(ALICE, RACE, win(3, 100), box(BetType.TRIFECTA, 100, 1, 2, 3, 4), box(BetType.WIDE, 300, 5, 6));
            buy(BOB, OTHER_RACE, win(3, 900));
        }
        for (int i = 0; i < 6; i++) {
            assertThat(finals().countAhead(RACE, 2)).isTrue();
            assertCounted(count());
        }
        assertThat(count().counted().get(0).snapshot()).startsWith(0, 0, 500);
        assertThat(finals().countAll(RACE).orElseThrow().counted().get(0).snapshot())
                .startsWith(0, 0, 500);
    }

    @Test
    void counts_tickets_sold_after_others_were_counted_ahead() {
        buy(ALICE, win(3, 100));
        assertThat(finals().countAhead(RACE, 10)).isFalse();
        assertThat(finals().countAhead(RACE, 10)).isFalse();
        buy(BOB, RACE, win(3, 200), box(BetType.TRIO, 100, 1, 2, 3));
        assertCounted(count());
        assertThat(count().counted().get(0).snapshot()).startsWith(0, 0, 300);
        assertThat(finals().countAhead(RACE, 1)).isTrue();
        countAllAhead(1);
        assertThat(finals().uncounted(1, 10)).isEmpty();
        buy(BOB, win(1, 500));
        assertThat(count().counted().get(0).snapshot()).startsWith(500, 0, 300);
    }

    @Test
    void counts_stakes_that_became_void_after_being_counted_ahead() {
        buy(ALICE, win(4, 300));
        finals().countAhead(RACE, 10);
        scratch(RACE, 4);
        refundAll(RACE);
        buy(BOB, win(5, 100));
        assertCounted(count());
        assertThat(count().counted().get(0).total()).isEqualTo(Yen.of(400));
    }

    @Test
    void counts_no_tickets_ahead_for_an_unknown_race() {
        assertThat(finals().countAhead(new RaceId(404), 10)).isFalse();
        assertThat(finals().countAll(new RaceId(404))).isEmpty();
    }

    @Test
    void finds_races_with_at_least_the_given_number_of_uncounted_tickets() {
        buy(ALICE, RACE, win(1, 100), win(2, 100), win(3, 100));
        buy(ALICE, OTHER_RACE, win(1, 100), win(2, 100));
        assertThat(finals().uncounted(2, 10)).containsExactly(RACE, OTHER_RACE);
        assertThat(finals().uncounted(2, 1)).containsExactly(RACE);
        assertThat(finals().uncounted(3, 10)).containsExactly(RACE);
        assertThat(finals().uncounted(4, 10)).isEmpty();
        finals().countAhead(RACE, 2);
        assertThat(finals().uncounted(2, 10)).containsExactly(OTHER_RACE);
        assertThat(finals().uncounted(1, 10)).containsExactly(RACE, OTHER_RACE);
        finals().countAhead(RACE, 2);
        assertThat(finals().uncounted(1, 10)).containsExactly(OTHER_RACE);
    }

    @Test
    void finds_races_to_count_until_their_sales_are_complete() {
        buy(ALICE, win(1, 100));
        command(RACE, new RaceCommand.Suspend());
        assertThat(finals().uncounted(1, 10)).containsExactly(RACE);
        command(RACE, new RaceCommand.Close());
        assertThat(finals().uncounted(1, 10)).containsExactly(RACE);
        buy(ALICE, OTHER_RACE, win(1, 100));
        assertThat(finals().uncounted(1, 10)).containsExactly(RACE, OTHER_RACE);
        close(OTHER_RACE);
        assertThat(finals().uncounted(1, 10)).containsExactly(RACE);
    }

    @Test
    void counts_each_ticket_once_under_concurrent_counting_ahead() throws Exception {
        for (int i = 0; i < 20; i++) {
            buy(ALICE, win(3, 100));
        }
        atOnce(6, () -> {
            countAllAhead(3);
            return true;
        });
        countAllAhead(3);
        assertThat(finals().uncounted(1, 10)).isEmpty();
        assertCounted(count());
    }

    @Test
    void counts_refunded_stakes_too() {
        buy(ALICE, win(4, 300));
        scratch(RACE, 4);
        refundAll(RACE);
        assertThat(count().counted().get(0).total()).isEqualTo(Yen.of(300));
    }

    @Test
    void saves_the_race_as_final_with_its_final_odds() {
        buy(ALICE, win(3, 100));
        close(RACE);
        Count count = count();
        RaceCard declared = count.card().in(Closing.Phase.FINAL);
        assertThat(finals().declare(declared, sheets(count))).isTrue();
        assertThat(card(RACE)).isEqualTo(declared);
        assertThat(books().races().in(Closing.Phase.FENCED, 10)).isEmpty();
    }

    @Test
    void declares_final_odds_once() {
        close(RACE);
        Count count = count();
        assertThat(declare(count)).isTrue();
        RaceCard declared = card(RACE);
        assertThat(declare(count)).isFalse();
        assertThat(card(RACE)).isEqualTo(declared);
    }

    @Test
    void declares_no_final_odds_if_the_race_has_changed_since_the_count() {
        close(RACE);
        Count count = count();
        scratch(RACE, 4);
        RaceCard changed = card(RACE);
        assertThat(declare(count)).isFalse();
        assertThat(card(RACE)).isEqualTo(changed);
    }

    @Test
    void declares_final_odds_again_after_a_late_scratch() {
        buy(ALICE, RACE, win(3, 100), win(4, 100));
        close(RACE);
        assertThat(declare(count())).isTrue();
        scratch(RACE, 4);
        refundAll(RACE);
        assertThat(card(RACE).isIn(Closing.Phase.FENCED)).isTrue();
        assertThat(declare(count())).isTrue();
        assertThat(card(RACE).isIn(Closing.Phase.FINAL)).isTrue();
    }

    @Test
    void declares_final_odds_once_under_concurrent_calls() throws Exception {
        close(RACE);
        Count count = count();
        assertThat(atOnce(6, () -> declare(count))).containsOnlyOnce(true);
    }
}
