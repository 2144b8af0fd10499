package keiba.application.contract;

import static keiba.application.fake.Samples.NOW;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsBoard;
import keiba.application.odds.OddsSheet;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds.Mark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every {@link OddsBoard} must pass, the fake and the real adapter alike. */
public abstract class OddsBoardContract {
    private static final BoardId WIN = new BoardId(RACE, BetType.WIN);
    private static final BoardId WIDE = new BoardId(RACE, BetType.WIDE);
    private static final BoardId PLACE = new BoardId(RACE, BetType.PLACE);

    private OddsBoard board;

    @SuppressWarnings("NullAway.Init") // set before each test
    protected OddsBoardContract() {}

    /** Returns a board without data; called once before each test. */
    protected abstract OddsBoard emptyBoard() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        board = emptyBoard();
    }

    private static OddsSheet win(long version) {
        return new OddsSheet(
                WIN,
                OddsSheet.SheetKind.PROVISIONAL,
                version,
                NOW,
                Yen.of(1_230_000 + version * 100),
                Yen.of(500),
                List.of(
                        line("1", 11, 11, 1_230_000, OptionalInt.of(1), Optional.empty()),
                        line("2", 99_990, 99_990, 100, OptionalInt.of(2), Optional.of(Mark.CAPPED)),
                        nothing("4", Optional.empty()),
                        nothing("5", Optional.of(Mark.SCRATCHED))));
    }

    private static OddsSheet.Line line(
            String text, int low, int high, long stake, OptionalInt popularity, Optional<Mark> mark) {
        return new OddsSheet.Line(
                Combination.parse(BetType.WIN, text).orElseThrow(),
                Optional.of(Odds.ofTenths(low)),
                Optional.of(Odds.ofTenths(high)),
                Yen.of(stake),
                popularity,
                mark);
    }

    private static OddsSheet.Line nothing(String text, Optional<Mark> mark) {
        return new OddsSheet.Line(
                Combination.parse(BetType.WIN, text).orElseThrow(),
                Optional.empty(),
                Optional.empty(),
                Yen.ZERO,
                OptionalInt.empty(),
                mark);
    }

    private static OddsSheet wide() {
        OddsSheet.Line range = new OddsSheet.Line(
                Combination.of(BetType.WIDE, 3, 7),
                Optional.of(Odds.ofTenths(27)),
                Optional.of(Odds.ofTenths(134)),
                Yen.of(4_500),
                OptionalInt.of(1),
                Optional.empty());
        return new OddsSheet(WIDE, OddsSheet.SheetKind.FINAL, 3, NOW, Yen.of(4_500), Yen.ZERO, List.of(range));
    }

    @Test
    void returns_no_odds_board_that_was_not_shown() {
        assertThat(board.find(WIN)).isEmpty();
        assertThat(board.versions(List.of(WIN))).isEmpty();
    }

    @Test
    void returns_odds_boards_as_they_were_shown() {
        board.show(List.of(win(1), wide()));
        assertThat(board.find(WIN)).contains(win(1));
        assertThat(board.find(WIDE)).contains(wide());
        assertThat(board.find(PLACE)).isEmpty();
    }

    @Test
    void publishes_the_boards_that_are_shown_with_their_versions() {
        assertThat(board.published(List.of(WIN, WIDE))).isEmpty();
        board.show(List.of(win(12), wide()));
        assertThat(published(WIN, WIDE, PLACE)).isEqualTo(Map.of(WIN, 12L, WIDE, 3L));
        assertThat(published(WIN)).isEqualTo(Map.of(WIN, 12L));
        assertThat(board.published(List.of())).isEmpty();
    }

    @Test
    void publishes_a_newer_odds_board_and_never_an_older_one() {
        board.show(List.of(win(9)));
        assertThat(published(WIN)).isEqualTo(Map.of(WIN, 9L));
        board.show(List.of(win(10)));
        assertThat(published(WIN)).isEqualTo(Map.of(WIN, 10L));
        board.show(List.of(win(9)));
        assertThat(published(WIN)).isEqualTo(Map.of(WIN, 10L));
    }

    private Map<BoardId, Long> published(BoardId... ids) {
        Map<BoardId, Long> versions = new HashMap<>();
        board.published(List.of(ids)).forEach((id, shown) -> {
            assertThat(shown.board()).isEqualTo(id);
            versions.put(id, shown.version());
        });
        return versions;
    }

    @Test
    void returns_the_versions_of_the_requested_boards() {
        board.show(List.of(win(12), wide()));
        assertThat(board.versions(List.of(WIN, WIDE, PLACE))).isEqualTo(Map.of(WIN, 12L, WIDE, 3L));
        assertThat(board.versions(List.of(WIN))).isEqualTo(Map.of(WIN, 12L));
        assertThat(board.versions(List.of())).isEmpty();
    }

    @Test
    void replaces_an_odds_board_only_by_a_newer_version() {
        board.show(List.of(win(9)));
        board.show(List.of(win(10)));
        assertThat(board.find(WIN)).contains(win(10));
        board.show(List.of(win(9)));
        board.show(List.of(win(2)));
        assertThat(board.find(WIN)).contains(win(10));
        assertThat(board.versions(List.of(WIN))).isEqualTo(Map.of(WIN, 10L));
    }

    @Test
    void shows_an_odds_board_of_version_0() {
        board.show(List.of(win(0)));
        assertThat(board.find(WIN)).contains(win(0));
        assertThat(board.versions(List.of(WIN))).isEqualTo(Map.of(WIN, 0L));
    }

    @Test
    void keeps_the_odds_boards_of_races_separate() {
        board.show(List.of(win(5)));
        assertThat(board.find(new BoardId(new RaceId(10), BetType.WIN))).isEmpty();
    }

    @Test
    void accepts_an_empty_list_of_odds_boards() {
        board.show(List.of());
        assertThat(board.find(WIN)).isEmpty();
    }
}
