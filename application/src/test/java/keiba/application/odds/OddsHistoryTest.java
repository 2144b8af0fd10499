package keiba.application.odds;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import keiba.application.UseCases;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceCommand.OperatorCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OddsHistoryTest {
    private static final BoardId WIN = new BoardId(RACE, BetType.WIN);

    private final FakeWorld world = new FakeWorld();

    @BeforeEach
    void open() {
        world.openRace(RACE);
        world.deposit(ALICE, 100_000);
    }

    private void sell(int horse) {
        world.useCases().purchases().place().place(ALICE, RACE, win(horse, 100), Optional.empty());
        world.reader().readAll();
        world.useCases().odds().publish().publishChanged();
    }

    private void keep() {
        world.useCases().odds().keepHistory().keepDue();
    }

    private void pass(long seconds) {
        world.clock().advance(Duration.ofSeconds(seconds));
    }

    private OddsHistory history(BetType type, String... wanted) {
        return ((ViewOddsHistory.Found) look(type, List.of(wanted))).history();
    }

    private ViewOddsHistory.HistoryOutcome look(BetType type, List<String> wanted) {
        return world.useCases().odds().viewHistory().history(RACE, type, wanted, Optional.empty(), Optional.empty());
    }

    private List<Long> sales() {
        return history(BetType.WIN).points().stream()
                .map(point -> point.sales().value())
                .toList();
    }

    @Test
    void keeps_the_newest_odds_of_each_slot_and_ends_with_the_current_board() {
        assertThat(sales()).containsExactly(0L);
        sell(1);
        pass(1);
        sell(2);
        keep();
        assertThat(world.books().oddsHistory().kept(WIN, List.of(0)).points()).isEmpty();
        pass(10);
        keep();
        sell(3);
        assertThat(sales()).containsExactly(200L, 300L);
        pass(10);
        keep();
        keep();
        assertThat(sales()).containsExactly(200L, 300L);
    }

    @Test
    void is_stored_once_by_several_instances() {
        UseCases other = world.restarted(UseCases.Policy.DEFAULT);
        sell(1);
        other.odds().publish().sync();
        pass(20);
        keep();
        other.odds().keepHistory().keepDue();
        assertThat(world.books().oddsHistory().kept(WIN, List.of(0)).points()).hasSize(1);
    }

    @Test
    void publishing_continues_while_the_history_cannot_be_stored() {
        sell(1);
        pass(20);
        world.books().oddsHistory().faults().away();
        assertThatThrownBy(this::keep).isInstanceOf(TemporaryFailure.class);
        sell(2);
        assertThat(world.oddsBoard().find(WIN))
                .hasValueSatisfying(sheet -> assertThat(sheet.sales().value()).isEqualTo(200));
        world.books().oddsHistory().faults().back();
        pass(120);
        keep();
        sell(3);
        assertThat(sales()).containsExactly(100L, 200L, 300L);
    }

    @Test
    void the_last_point_of_a_closed_race_is_final() {
        sell(1);
        pass(20);
        keep();
        command(new RaceCommand.Close());
        world.useCases().races().close().sendMarkers();
        world.reader().readAll();
        world.useCases().odds().declareFinal().declareDue();
        world.boardsLose();
        assertThat(history(BetType.WIN).points())
                .extracting(OddsHistory.Point::kind)
                .containsExactly(OddsSheet.SheetKind.PROVISIONAL, OddsSheet.SheetKind.FINAL);
    }

    @Test
    void a_void_race_ends_without_odds() {
        sell(1);
        pass(20);
        keep();
        command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        world.useCases().odds().publish().publishChanged();
        List<OddsHistory.Point> points = history(BetType.WIN, "1").points();
        assertThat(points.get(0).lowTenths()).doesNotContain(0);
        assertThat(points.get(points.size() - 1).lowTenths()).containsExactly(0);
    }

    @Test
    void returns_no_history_of_an_unknown_race() {
        assertThat(world.useCases()
                        .odds()
                        .viewHistory()
                        .history(new RaceId(404), BetType.WIN, List.of(), Optional.empty(), Optional.empty()))
                .isEqualTo(new ViewOddsHistory.NotOnSale());
    }

    private void command(OperatorCommand command) {
        world.useCases().races().command().command(RACE, command, OPERATOR);
    }

    @Test
    void returns_the_most_popular_or_the_requested_combinations() {
        sell(3);
        OddsHistory trifecta = history(BetType.TRIFECTA);
        assertThat(trifecta.combinations()).hasSize(ViewOddsHistory.POPULAR);
        assertThat(history(BetType.WIN, "3", "1", "3").combinations().stream().map(Combination::toString))
                .containsExactly("1", "3");
        assertThat(history(BetType.WIN, "3").points().get(0).lowTenths()).doesNotContain(0);
        assertThat(look(BetType.WIN, List.of("1", "9"))).isEqualTo(new ViewOddsHistory.NoSuchCombination("9"));
        assertThat(look(BetType.BRACKET_EXACTA, List.of())).isEqualTo(new ViewOddsHistory.NotOnSale());
    }

    @Test
    void returns_no_history_before_sales_start() {
        RaceId declared = new RaceId(RACE.value() + 1);
        world.useCases().races().declare().declare(Samples.proposal(declared), OPERATOR);
        assertThat(world.useCases()
                        .odds()
                        .viewHistory()
                        .history(declared, BetType.WIN, List.of(), Optional.empty(), Optional.empty()))
                .isEqualTo(new ViewOddsHistory.NotOnSale());
    }

    @Test
    void returns_only_points_of_the_requested_period() {
        sell(1);
        pass(20);
        keep();
        sell(2);
        Optional<Instant> now = Optional.of(world.clock().instant());
        ViewOddsHistory view = world.useCases().odds().viewHistory();
        assertThat(points(view.history(RACE, BetType.WIN, List.of(), now, Optional.empty())))
                .hasSize(1);
        assertThat(points(view.history(
                        RACE, BetType.WIN, List.of(), Optional.empty(), now.map(at -> at.minusSeconds(1)))))
                .hasSize(1);
        assertThat(points(
                        view.history(RACE, BetType.WIN, List.of(), now.map(at -> at.plusSeconds(1)), Optional.empty())))
                .isEmpty();
        assertThat(points(view.history(RACE, BetType.WIN, List.of(), now, now.map(at -> at.minusSeconds(9)))))
                .isEmpty();
    }

    private static List<OddsHistory.Point> points(ViewOddsHistory.HistoryOutcome outcome) {
        return ((ViewOddsHistory.Found) outcome).history().points();
    }
}
