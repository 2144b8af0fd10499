package keiba.application.odds;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;

class ViewOddsTest {
    private static final List<BetType> ON_SALE = List.of(
            BetType.WIN, BetType.PLACE, BetType.QUINELLA, BetType.WIDE, BetType.EXACTA, BetType.TRIO, BetType.TRIFECTA);

    private final FakeWorld world = new FakeWorld();
    private final ViewOdds view = world.useCases().odds().view();

    private void sell() {
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        world.useCases().purchases().place().place(ALICE, RACE, win(1, 100), Optional.empty());
        world.reader().readAll();
    }

    private Optional<OddsSheet> sheet(BetType type) {
        return view.odds(RACE, type).map(OddsSheet.class::cast);
    }

    @Test
    void returns_the_odds_from_the_board_without_stored_data() {
        sell();
        world.useCases().odds().publish().publishChanged();
        world.books().away();
        assertThat(sheet(BetType.WIN))
                .isEqualTo(world.oddsBoard().find(new BoardId(RACE, BetType.WIN)))
                .isPresent();
    }

    @Test
    void computes_odds_that_the_board_does_not_have() {
        sell();
        assertThat(sheet(BetType.WIN))
                .hasValueSatisfying(sheet -> assertThat(sheet.sales()).isEqualTo(Yen.of(100)));
        assertThat(sheet(BetType.PLACE))
                .hasValueSatisfying(sheet -> assertThat(sheet.sales()).isEqualTo(Yen.ZERO));
    }

    @Test
    void computes_odds_while_the_board_is_unavailable() {
        sell();
        world.boardsAway();
        assertThat(sheet(BetType.WIN))
                .hasValueSatisfying(sheet -> assertThat(sheet.sales()).isEqualTo(Yen.of(100)));
    }

    @Test
    void returns_no_odds_of_unknown_races_before_sales_or_of_types_not_sold() {
        world.useCases().races().declare().declare(Samples.proposal(RACE), OPERATOR);
        assertThat(view.odds(RACE, BetType.WIN)).isEmpty();
        assertThat(view.odds(RACE)).isEmpty();
        assertThat(view.odds(new RaceId(404), BetType.WIN)).isEmpty();
        assertThat(view.odds(new RaceId(404))).isEmpty();
        world.openRace(RACE);
        assertThat(view.odds(RACE, BetType.BRACKET_EXACTA)).isEmpty();
    }

    @Test
    void lists_every_type_on_sale_in_order() {
        sell();
        assertThat(view.odds(RACE).orElseThrow())
                .extracting(shown -> shown.board().type())
                .containsExactlyElementsOf(ON_SALE);
    }

    @Test
    void returns_the_same_versions_as_the_boards() {
        sell();
        assertThat(view.versions(RACE)).hasValue(versionsOfTheBoards());
        world.useCases().odds().publish().publishChanged();
        assertThat(view.versions(RACE)).hasValue(versionsOfTheBoards());
        world.boardsAway();
        assertThat(view.versions(RACE)).hasValue(versionsOfTheBoards());
    }

    private Map<BetType, Long> versionsOfTheBoards() {
        return view.odds(RACE).orElseThrow().stream()
                .collect(Collectors.toMap(shown -> shown.board().type(), ShownOdds::version));
    }

    @Test
    void lists_the_shown_boards_in_order_without_reading_stored_pools() {
        sell();
        assertThat(view.shown(RACE)).isEmpty();
        world.useCases().odds().publish().sync();
        world.books().away();
        assertThat(view.shown(RACE)).extracting(shown -> shown.board().type()).containsExactlyElementsOf(ON_SALE);
        world.boardsAway();
        assertThat(view.shown(RACE)).isEmpty();
    }

    @Test
    void returns_no_versions_before_sales_start() {
        assertThat(view.versions(RACE)).isEmpty();
        world.useCases().races().declare().declare(Samples.proposal(RACE), OPERATOR);
        assertThat(view.versions(RACE)).isEmpty();
    }

    @Test
    void fails_if_both_board_and_stored_data_are_unavailable() {
        sell();
        world.boardsAway();
        world.books().away();
        assertThatThrownBy(() -> view.odds(RACE, BetType.WIN)).isInstanceOf(TemporaryFailure.class);
    }
}
