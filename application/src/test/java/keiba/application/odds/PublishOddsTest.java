package keiba.application.odds;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keiba.application.UseCases;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.purchase.Bet;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds.Mark;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishOddsTest {
    private static final BoardId WIN = new BoardId(RACE, BetType.WIN);

    private final FakeWorld world = new FakeWorld();
    private final PublishOdds publish = world.useCases().odds().publish();

    @BeforeEach
    void sell() {
        world.openRace(RACE);
        world.deposit(ALICE, 100_000);
    }

    private void buy(Bet bet) {
        world.useCases().purchases().place().place(ALICE, RACE, bet, Optional.empty());
        world.reader().readAll();
    }

    private void command(RaceCommand.OperatorCommand command) {
        world.useCases().races().command().command(RACE, command, OPERATOR);
    }

    private Optional<OddsSheet> shown(BoardId board) {
        return world.oddsBoard().find(board);
    }

    private OddsSheet winBoard() {
        return shown(WIN).orElseThrow();
    }

    private static OddsSheet.Line line(OddsSheet sheet, String combination) {
        return sheet.lines().stream()
                .filter(line -> line.combination().toString().equals(combination))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shows_the_odds_computed_from_the_pool() {
        buy(win(1, 3_000));
        buy(win(2, 1_000));
        publish.publishChanged();
        OddsSheet sheet = winBoard();
        assertThat(sheet.kind()).isEqualTo(OddsSheet.SheetKind.PROVISIONAL);
        assertThat(sheet.asOf()).isEqualTo(Samples.NOW);
        assertThat(sheet.sales()).isEqualTo(Yen.of(4_000));
        assertThat(sheet.refunded()).isEqualTo(Yen.ZERO);
        assertThat(sheet.total()).isEqualTo(Yen.of(4_000));
        assertThat(sheet.lines())
                .extracting(line -> line.combination().toString())
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
        // 80 % of 4,000 over 3,000 is 106, and 10 more: Plus10; over 1,000 it is 320
        assertThat(line(sheet, "1").low()).contains(Odds.ofTenths(11));
        assertThat(line(sheet, "2").low()).contains(Odds.ofTenths(32));
        assertThat(line(sheet, "1").popularity()).hasValue(1);
        assertThat(line(sheet, "2").popularity()).hasValue(2);
        assertThat(line(sheet, "3").low()).isEmpty();
        assertThat(line(sheet, "3").popularity()).isEmpty();
    }

    @Test
    void shows_combinations_in_numeric_order() {
        world.useCases().races().declare().declare(Samples.proposal(new RaceId(101), 12), OPERATOR);
        world.useCases().races().command().command(new RaceId(101), new RaceCommand.Open(), OPERATOR);
        publish.sync();
        assertThat(shown(new BoardId(new RaceId(101), BetType.QUINELLA))
                        .orElseThrow()
                        .lines())
                .extracting(OddsSheet.Line::combination)
                .hasSize(66)
                .isSortedAccordingTo(Combination::compareTo);
    }

    @Test
    void shows_only_boards_whose_pool_has_changed() {
        buy(win(1, 100));
        buy(box(BetType.TRIO, 100, 1, 2, 3));
        publish.publishChanged();
        assertThat(shown(WIN)).isPresent();
        assertThat(shown(new BoardId(RACE, BetType.TRIO))).isPresent();
        assertThat(shown(new BoardId(RACE, BetType.PLACE))).isEmpty();
    }

    @Test
    void reads_neither_pools_nor_boards_if_nothing_has_changed() {
        publish.publishChanged();
        buy(win(1, 100_100)); // refused
        publish.publishChanged();
        assertThat(world.books().pools().faults().calls()).isZero();
        assertThat(world.oddsBoard().faults().calls()).isZero();
    }

    private long version(BetType type) {
        return shown(new BoardId(RACE, type)).orElseThrow().version();
    }

    @Test
    void shows_win_again_after_250_ms_and_a_type_of_many_combinations_after_a_second() {
        buy(win(1, 100));
        buy(box(BetType.TRIO, 100, 1, 2, 3));
        publish.publishChanged();
        long win = version(BetType.WIN);
        long trio = version(BetType.TRIO);
        buy(win(1, 100));
        buy(box(BetType.TRIO, 100, 1, 2, 3));
        advanceAndPublish(249);
        assertThat(version(BetType.WIN)).isEqualTo(win);
        advanceAndPublish(1);
        assertThat(version(BetType.WIN)).isEqualTo(win + 1);
        assertThat(version(BetType.TRIO)).isEqualTo(trio);
        advanceAndPublish(749);
        assertThat(version(BetType.TRIO)).isEqualTo(trio);
        advanceAndPublish(1);
        assertThat(version(BetType.TRIO)).isEqualTo(trio + 1);
        assertThat(version(BetType.WIN)).isEqualTo(win + 1);
    }

    private void advanceAndPublish(long millis) {
        world.clock().advance(Duration.ofMillis(millis));
        publish.publishChanged();
    }

    @Test
    void does_not_read_the_pool_of_a_board_before_its_interval_has_passed() {
        buy(win(1, 100));
        publish.publishChanged();
        buy(win(1, 100));
        int calls = world.books().pools().faults().calls();
        for (int turn = 0; turn < 100; turn++) {
            publish.publishChanged();
        }
        assertThat(world.books().pools().faults().calls()).isEqualTo(calls);
    }

    @Test
    void the_sync_also_respects_the_interval_of_a_board() {
        buy(win(1, 100));
        publish.publishChanged();
        long before = version(BetType.WIN);
        buy(win(1, 100));
        publish.sync();
        assertThat(version(BetType.WIN)).isEqualTo(before);
        world.clock().advance(Duration.ofMillis(250));
        publish.sync();
        assertThat(version(BetType.WIN)).isEqualTo(before + 1);
    }

    @Test
    void the_sync_ignores_the_interval_if_the_boards_lost_their_data() {
        buy(win(1, 100));
        publish.publishChanged();
        world.boardsLose();
        publish.sync();
        assertThat(shown(WIN)).isPresent();
    }

    @Test
    void shows_the_odds_after_a_scratch_at_once() {
        buy(win(4, 300));
        publish.sync();
        buy(win(1, 100));
        command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        publish.publishChanged();
        assertThat(line(winBoard(), "4").mark()).contains(Mark.SCRATCHED);
        assertThat(winBoard().sales()).isEqualTo(Yen.of(400));
        OddsSheet trifecta = shown(new BoardId(RACE, BetType.TRIFECTA)).orElseThrow();
        assertThat(line(trifecta, "1>2>4").mark()).contains(Mark.SCRATCHED);
    }

    @Test
    void shows_the_odds_of_a_cancelled_race_at_once() {
        buy(win(4, 300));
        publish.sync();
        command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        publish.publishChanged();
        assertThat(winBoard().refunded()).isEqualTo(Yen.of(300));
    }

    @Test
    void shows_the_odds_after_a_scratch_by_another_process_with_the_next_sync() {
        buy(win(4, 300));
        publish.sync();
        world.restarted(UseCases.Policy.DEFAULT)
                .races()
                .command()
                .command(RACE, new RaceCommand.Scratch(4, ScratchKind.SCRATCHED), OPERATOR);
        publish.sync();
        assertThat(line(winBoard(), "4").mark()).contains(Mark.SCRATCHED);
    }

    @Test
    void shows_a_board_again_although_the_clock_was_set_back() {
        buy(win(1, 100));
        publish.publishChanged();
        long before = version(BetType.WIN);
        buy(win(1, 100));
        world.clock().advance(Duration.ofHours(-1));
        publish.publishChanged();
        assertThat(version(BetType.WIN)).isEqualTo(before + 1);
    }

    @Test
    void the_sync_shows_only_missing_or_outdated_races() {
        world.openRace(new RaceId(101));
        publish.sync();
        int calls = world.raceBoard().faults().calls();
        publish.sync();
        assertThat(world.raceBoard().faults().calls()).isEqualTo(calls + 1);
        world.raceBoard().lose();
        publish.sync();
        assertThat(world.raceBoard().find(RACE)).isPresent();
        assertThat(world.raceBoard().find(new RaceId(101))).isPresent();
    }

    @Test
    void raises_the_version_with_every_change() {
        buy(win(1, 100));
        publish.publishChanged();
        long first = winBoard().version();
        world.clock().advance(Duration.ofMillis(250));
        buy(win(1, 100));
        publish.publishChanged();
        long second = winBoard().version();
        command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        publish.sync();
        assertThat(second).isGreaterThan(first);
        assertThat(winBoard().version()).isGreaterThan(second);
    }

    @Test
    void shows_a_board_at_the_next_call_if_showing_it_failed() {
        buy(win(1, 100));
        world.oddsBoard().faults().failAt(1);
        assertThatThrownBy(publish::publishChanged).isInstanceOf(TemporaryFailure.class);
        publish.publishChanged();
        assertThat(shown(WIN)).isPresent();
    }

    @Test
    void shows_a_board_at_the_next_call_if_reading_its_pool_failed() {
        buy(win(1, 100));
        world.books().pools().faults().failAt(1);
        assertThatThrownBy(publish::publishChanged).isInstanceOf(TemporaryFailure.class);
        publish.publishChanged();
        assertThat(shown(WIN)).isPresent();
    }

    @Test
    void the_sync_shows_all_races_and_odds_after_the_boards_lost_their_data() {
        buy(win(1, 100));
        publish.publishChanged();
        RaceCard card = world.books().races().find(RACE).orElseThrow();
        world.boardsLose();
        publish.sync();
        assertThat(world.raceBoard().find(RACE)).contains(card);
        assertThat(winBoard().sales()).isEqualTo(Yen.of(100));
        for (BetType type : card.market().offering().types()) {
            assertThat(shown(new BoardId(RACE, type))).as("%s", type).isPresent();
        }
        assertThat(shown(new BoardId(RACE, BetType.BRACKET_QUINELLA))).isEmpty();
    }

    @Test
    void the_sync_shows_stakes_recorded_by_another_instance() {
        buy(win(1, 100));
        publish.sync();
        assertThat(winBoard().sales()).isEqualTo(Yen.of(100));
    }

    @Test
    void the_sync_does_not_replace_a_board_that_is_current() {
        buy(win(1, 100));
        publish.sync();
        OddsSheet before = winBoard();
        world.clock().advance(Duration.ofMinutes(1));
        publish.sync();
        assertThat(winBoard()).isEqualTo(before);
    }

    @Test
    void marks_combinations_voided_by_a_scratch() {
        buy(win(4, 300));
        buy(win(1, 100));
        command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        publish.sync();
        OddsSheet sheet = winBoard();
        assertThat(sheet.sales()).isEqualTo(Yen.of(400));
        assertThat(sheet.refunded()).isEqualTo(Yen.of(300));
        assertThat(sheet.total()).isEqualTo(Yen.of(100));
        assertThat(line(sheet, "4").mark()).contains(Mark.SCRATCHED);
        assertThat(line(sheet, "4").stake()).isEqualTo(Yen.of(300));
        assertThat(line(sheet, "4").low()).isEmpty();
    }

    @Test
    void shows_declared_races_without_boards_and_void_races_without_odds() {
        buy(win(1, 300));
        buy(win(2, 100));
        publish.publishChanged();
        assertThat(line(winBoard(), "1").low()).isPresent();
        world.boardsLose();
        world.useCases().races().declare().declare(Samples.proposal(new RaceId(101)), OPERATOR);
        command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        world.boardsLose();
        publish.sync();
        assertThat(world.raceBoard().find(new RaceId(101))).isPresent();
        assertThat(shown(new BoardId(new RaceId(101), BetType.WIN))).isEmpty();
        assertThat(world.raceBoard().find(RACE)).map(RaceCard::state).contains(RaceState.VOID);
        OddsSheet sheet = winBoard();
        assertThat(sheet.sales()).isEqualTo(Yen.of(400));
        assertThat(sheet.refunded()).isEqualTo(Yen.of(400));
        assertThat(sheet.total()).isEqualTo(Yen.ZERO);
        assertThat(line(sheet, "1").stake()).isEqualTo(Yen.of(300));
        assertThat(sheet.lines())
                .hasSize(8)
                .allMatch(line -> line.low().isEmpty()
                        && line.high().isEmpty()
                        && line.popularity().isEmpty());
    }

    @Test
    void marks_only_the_scratched_horse_in_a_void_race() {
        buy(win(4, 300));
        buy(win(1, 100));
        command(new RaceCommand.Scratch(4, ScratchKind.EXCLUDED));
        command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        publish.sync();

        assertThat(winBoard().lines())
                .hasSize(8)
                .allSatisfy(line -> assertThat(line.mark())
                        .as("mark of %s", line.combination())
                        .isEqualTo(line.combination().number(0) == 4 ? Optional.of(Mark.SCRATCHED) : Optional.empty()));
    }

    @Test
    void does_not_replace_a_newer_board_by_an_older_one() {
        buy(win(1, 100));
        publish.publishChanged();
        OddsSheet old = winBoard();
        world.clock().advance(Duration.ofMillis(250));
        buy(win(2, 100));
        publish.publishChanged();
        OddsSheet young = winBoard();
        world.oddsBoard().show(List.of(old));
        assertThat(winBoard()).isEqualTo(young);
    }
}
