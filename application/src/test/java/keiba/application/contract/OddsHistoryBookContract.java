package keiba.application.contract;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.NOW;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import keiba.application.odds.BoardId;
import keiba.application.odds.HistoryStep;
import keiba.application.odds.OddsHistory;
import keiba.application.odds.OddsHistoryBook;
import keiba.application.odds.OddsHistoryBook.Kept;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.OddsSheets;
import keiba.domain.bet.BetType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every {@link OddsHistoryBook} must pass, the fake and the real adapter alike. */
public abstract class OddsHistoryBookContract extends BooksContract {
    private static final BoardId WIN = new BoardId(RACE, BetType.WIN);
    private static final List<Integer> FIRST_AND_LAST = List.of(0, 7);

    @BeforeEach
    void sell_tickets() {
        openRace(RACE);
        deposit(ALICE, 100_000);
        beginTopic();
        sell(0, message(1, ALICE, win(1, 300)), message(2, ALICE, win(8, 500)));
    }

    private OddsHistoryBook book() {
        return books().oddsHistory();
    }

    private OddsSheet sheet(BetType type, long version, Instant asOf) {
        OddsSheet now = OddsSheets.of(
                books().pools().pools(List.of(new BoardId(RACE, type))).get(0));
        return new OddsSheet(now.board(), now.kind(), version, asOf, now.sales(), now.refunded(), now.lines());
    }

    private OddsSheet winSheet(long version, long second) {
        return sheet(BetType.WIN, version, NOW.plusSeconds(second));
    }

    private List<Long> versions() {
        return book().kept(WIN, FIRST_AND_LAST).points().stream()
                .map(OddsHistory.Point::version)
                .toList();
    }

    @Test
    void returns_no_points_of_a_board_without_history() {
        assertThat(book().kept(WIN, FIRST_AND_LAST)).isEqualTo(new Kept(HistoryStep.first(BetType.WIN), List.of()));
        book().keep(List.of());
        assertThat(versions()).isEmpty();
    }

    @Test
    void returns_the_odds_of_the_requested_combinations() {
        OddsSheet sheet = winSheet(5, 0);
        book().keep(List.of(sheet));
        assertThat(book().kept(WIN, FIRST_AND_LAST).points())
                .containsExactly(OddsHistory.Point.of(sheet, FIRST_AND_LAST));
        assertThat(book().kept(WIN, List.of(7)).points().get(0).lowTenths())
                .hasSize(1)
                .doesNotContain(0);
        assertThat(book().kept(WIN, List.of(1)).points().get(0).lowTenths()).containsExactly(0);
    }

    @Test
    void keeps_both_ends_of_a_range_and_each_bet_type_separately() {
        OddsSheet place = sheet(BetType.PLACE, 3, NOW);
        OddsSheet trifecta = sheet(BetType.TRIFECTA, 4, NOW);
        book().keep(List.of(trifecta, place));
        assertThat(book().kept(place.board(), FIRST_AND_LAST).points())
                .containsExactly(OddsHistory.Point.of(place, FIRST_AND_LAST));
        assertThat(book().kept(trifecta.board(), List.of(335)).points())
                .containsExactly(OddsHistory.Point.of(trifecta, List.of(335)));
        assertThat(versions()).isEmpty();
    }

    @Test
    void keeps_only_the_newest_odds_of_each_time_slot() {
        long step = HistoryStep.first(BetType.WIN).seconds();
        book().keep(List.of(winSheet(5, 1), winSheet(9, 2), winSheet(7, 3)));
        book().keep(List.of(winSheet(9, 2)));
        book().keep(List.of(winSheet(8, 4)));
        book().keep(List.of(winSheet(12, 1 + step)));
        assertThat(versions()).containsExactly(9L, 12L);
    }

    @Test
    void doubles_the_time_step_when_there_are_too_many_points() {
        HistoryStep first = HistoryStep.first(BetType.WIN);
        long begin = first.doubled().slot(NOW) * first.doubled().seconds() - NOW.getEpochSecond();
        List<OddsSheet> sheets = new ArrayList<>(IntStream.rangeClosed(1, HistoryStep.MOST_POINTS)
                .mapToObj(number -> winSheet(number, begin + (number - 1L) * first.seconds()))
                .toList());
        book().keep(sheets);
        assertThat(versions()).hasSize(HistoryStep.MOST_POINTS);
        assertThat(book().kept(WIN, FIRST_AND_LAST).step()).isEqualTo(first);
        book().keep(List.of(winSheet(1_000, begin + (long) HistoryStep.MOST_POINTS * first.seconds())));
        assertThat(book().kept(WIN, FIRST_AND_LAST).step()).isEqualTo(first.doubled());
        assertThat(versions())
                .hasSize(HistoryStep.MOST_POINTS / 2 + 1)
                .startsWith(2L, 4L, 6L)
                .endsWith(240L, 1_000L);
        book().keep(List.of(winSheet(1_001, begin + (HistoryStep.MOST_POINTS + 1L) * first.seconds())));
        assertThat(versions()).hasSize(HistoryStep.MOST_POINTS / 2 + 1).endsWith(240L, 1_001L);
    }
}
