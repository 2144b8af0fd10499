package keiba.application.settlement;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import keiba.application.settlement.TypeSettlement.SettlementKind;
import keiba.application.settlement.TypeSettlement.Sums;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;

class ViewSettlementTest {
    private final RaceDay day = new RaceDay();

    private ViewSettlement view() {
        return day.settlement().view();
    }

    private ViewSettlement.Report report() {
        return view().report(RACE).orElseThrow();
    }

    private static Sums sums(long sales, long refunds, long payouts, long takeout, long breakage, long topUps) {
        return new Sums(
                Yen.of(sales), Yen.of(refunds), Yen.of(payouts), Yen.of(takeout), Yen.of(breakage), Yen.of(topUps));
    }

    @Test
    void reports_only_sales_and_refunds_before_the_settlement() {
        day.buy(ALICE, win(4, 500));
        day.buy(BOB, win(6, 1_000));
        day.scratch(4);
        day.settlement().refund().refundDue();
        assertThat(report().types()).containsOnlyKeys(BetType.WIN);
        assertThat(report().total()).isEqualTo(sums(1_500, 500, 0, 0, 0, 0));
        assertThat(report().balanced()).isTrue();
    }

    @Test
    void reports_payouts_takeout_and_breakage_of_the_sales() {
        day.buy(ALICE, win(6, 700));
        day.buy(BOB, win(3, 400));
        day.settle();
        // 1,100 x 0.8 = 880; 880 / 700 = 1.257, so 120 yen for each 100 yen
        assertThat(report().types().get(BetType.WIN)).isEqualTo(sums(1_100, 0, 840, 220, 40, 0));
        assertThat(report().figures().payouts().calculated()).isEqualTo(new PayoutTotals.Sum(1, Yen.of(840)));
        assertThat(report().balanced()).isTrue();
        day.settlement().execute().all(RACE, OPERATOR);
        assertThat(report().figures().payouts().paid()).isEqualTo(new PayoutTotals.Sum(1, Yen.of(840)));
        assertThat(report().balanced()).isTrue();
    }

    @Test
    void shows_how_each_type_was_settled_once_the_race_is_payable() {
        day.buy(ALICE, win(6, 100));
        day.buy(ALICE, box(BetType.TRIO, 100, 1, 2, 3));
        assertThat(view().result(RACE).orElseThrow().types()).isEmpty();
        day.settle();
        List<TypeSettlement> types = view().result(RACE).orElseThrow().types();
        assertThat(types)
                .filteredOn(type -> type.type() == BetType.WIN)
                .extracting(TypeSettlement::kind)
                .containsExactly(SettlementKind.DIVIDEND);
        assertThat(types)
                .filteredOn(type -> type.type() == BetType.TRIO)
                .extracting(TypeSettlement::kind)
                .containsExactly(SettlementKind.SPECIAL);
        assertThat(types)
                .filteredOn(type -> type.type() == BetType.EXACTA)
                .extracting(TypeSettlement::kind)
                .containsExactly(SettlementKind.NO_SALES);
    }

    @Test
    void shows_a_bettors_payouts_newest_first_with_their_last_day() {
        MessageId first = day.buy(ALICE, win(6, 100));
        MessageId second = day.buy(ALICE, win(6, 200));
        day.buy(BOB, win(6, 300));
        day.settle();
        day.settlement().execute().one(first, ALICE);
        List<Payout> payouts = view().payouts(ALICE, Optional.empty(), Optional.empty(), 10);
        LocalDate lastDay = LocalDate.of(2027, 1, 21);
        assertThat(payouts)
                .containsExactly(
                        payout(second, 200, Payout.Status.CALCULATED, lastDay),
                        payout(first, 100, Payout.Status.PAID, lastDay));
        assertThat(view().payouts(ALICE, Optional.of(Payout.Status.PAID), Optional.empty(), 10))
                .extracting(Payout::id)
                .containsExactly(first);
        assertThat(view().payouts(ALICE, Optional.empty(), Optional.of(second), 10))
                .extracting(Payout::id)
                .containsExactly(first);
    }

    private static Payout payout(MessageId id, long yen, Payout.Status status, LocalDate lastDay) {
        return new Payout(id, RACE, ALICE, Yen.of(yen), Yen.ZERO, status, lastDay, false);
    }

    @Test
    void returns_nothing_for_an_unknown_race() {
        RaceId other = new RaceId(404);
        assertThat(view().result(other)).isEmpty();
        assertThat(view().report(other)).isEmpty();
    }
}
