package keiba.application.contract;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceId;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.RaceFigures;
import keiba.application.settlement.ReportBook;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;

/** Tests that every {@link ReportBook} must pass, the fake and the real adapter alike. */
public abstract class ReportBookContract extends RaceDayContract {

    private RaceFigures figures() {
        return books().reports().figures(RACE).orElseThrow();
    }

    private RaceFigures.Type type(BetType type) {
        return figures().types().stream()
                .filter(figures -> figures.type() == type)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void returns_no_figures_of_an_unknown_race() {
        assertThat(books().reports().figures(new RaceId(404))).isEmpty();
    }

    @Test
    void returns_no_bet_types_for_a_race_without_sales() {
        RaceFigures figures = figures();
        assertThat(figures.card()).isEqualTo(card(RACE));
        assertThat(figures.types()).isEmpty();
        assertThat(figures.tickets()).isZero();
        assertThat(figures.payable()).isEqualTo(Yen.ZERO);
        assertThat(figures.payouts().all()).isEqualTo(PayoutTotals.Sum.NONE);
        assertThat(figures.settlement()).isEmpty();
    }

    @Test
    void sums_sales_by_bet_type_in_order() {
        buy(ALICE, RACE, box(BetType.TRIO, 100, 1, 2, 3, 4), win(1, 300));
        buy(BOB, RACE, win(2, 200));
        buy(BOB, OTHER_RACE, win(2, 900));
        RaceFigures figures = figures();
        assertThat(figures.tickets()).isEqualTo(3);
        assertThat(figures.types())
                .containsExactly(
                        new RaceFigures.Type(BetType.WIN, Yen.of(500), Yen.ZERO, Yen.ZERO, Yen.of(500)),
                        new RaceFigures.Type(BetType.TRIO, Yen.of(400), Yen.ZERO, Yen.ZERO, Yen.of(400)));
    }

    @Test
    void counts_the_refused_purchases_of_a_race_by_reason() {
        assertThat(figures().refused()).isEmpty();
        refuse(RACE, RefusalReason.RACE_CLOSED, RefusalReason.INSUFFICIENT_FUNDS, RefusalReason.RACE_CLOSED);
        refuse(OTHER_RACE, RefusalReason.RUNNER_SCRATCHED);
        books().tickets().refuseUnreceived(message(77_001, BOB, RACE, win(1, 100)));
        books().tickets().refuseUnreceived(message(77_001, BOB, RACE, win(1, 100)));
        buy(ALICE, RACE, win(1, 300));
        assertThat(figures().refused())
                .isEqualTo(Map.of(
                        RefusalReason.RACE_CLOSED, 2L,
                        RefusalReason.INSUFFICIENT_FUNDS, 1L,
                        RefusalReason.NOT_RECEIVED, 1L));
        assertThat(figures().refused().firstKey()).isEqualTo(RefusalReason.RACE_CLOSED);
        assertThat(books().reports().figures(OTHER_RACE).orElseThrow().refused())
                .isEqualTo(Map.of(RefusalReason.RUNNER_SCRATCHED, 1L));
    }

    @Test
    void subtracts_refunds_from_the_pools_once_they_are_made() {
        buy(ALICE, RACE, win(4, 300), win(1, 500));
        scratch(RACE, 4);
        assertThat(type(BetType.WIN))
                .isEqualTo(new RaceFigures.Type(BetType.WIN, Yen.of(800), Yen.ZERO, Yen.ZERO, Yen.of(800)));
        refundAll(RACE);
        assertThat(type(BetType.WIN))
                .isEqualTo(new RaceFigures.Type(BetType.WIN, Yen.of(800), Yen.of(300), Yen.ZERO, Yen.of(500)));
    }

    @Test
    void reports_payouts_from_calculation_to_payment() {
        MessageId winner = buy(ALICE, win(6, 300));
        buy(BOB, RACE, win(6, 200), win(1, 900), box(BetType.QUINELLA, 100, 4, 6));
        pay(RACE, 6, 4, 3);
        RaceFigures payable = figures();
        assertThat(payable.settlement()).isEqualTo(books().payouts().settlement(RACE));
        assertThat(payable.types()).allSatisfy(type -> assertThat(type.pool()).isEqualTo(Yen.ZERO));
        assertThat(payable.types())
                .allSatisfy(type -> assertThat(type.payouts()).isEqualTo(declared(type.type())));
        assertThat(payable.payable()).isEqualTo(payable.payouts().calculated().yen());

        books().executions().execute(winner, ALICE, JUDGE);
        Yen paid = ticket(winner).payout().orElseThrow();
        assertThat(figures().payable()).isEqualTo(payable.payable().minus(paid));
        assertThat(figures().payouts().paid()).isEqualTo(new PayoutTotals.Sum(1, paid));
        assertThat(figures().payouts().all()).isEqualTo(payable.payouts().all());

        books().executions().executeSome(RACE, Optional.empty(), 100, JUDGE);
        assertThat(figures().payable()).isEqualTo(Yen.ZERO);
    }

    private Yen declared(BetType type) {
        return books().payouts().settlement(RACE).stream()
                .filter(settled -> settled.type() == type)
                .map(TypeSettlement::sums)
                .map(TypeSettlement.Sums::payouts)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void reports_no_payable_amount_after_all_payouts_expired() {
        buy(ALICE, RACE, win(6, 300), win(1, 300));
        pay(RACE, 6, 4, 3);
        claimableThrough(RACE, LONG_AGO);
        PayoutTotals.Sum calculated = figures().payouts().calculated();
        untilDone(() -> books().executions().expire(RACE, 10, JUDGE));
        assertThat(figures().payable()).isEqualTo(Yen.ZERO);
        assertThat(figures().payouts().expired()).isEqualTo(calculated);
    }
}
