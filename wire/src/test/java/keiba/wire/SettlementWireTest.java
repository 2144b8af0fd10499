package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.application.fake.Samples;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.RefusalReason;
import keiba.application.settlement.ExecutionBook.Paid;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.PayoutTotals.Sum;
import keiba.application.settlement.RaceFigures;
import keiba.application.settlement.TypeSettlement.Sums;
import keiba.application.settlement.ViewSettlement.Report;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Payouts and reports as JSON: whole yen, as integers. */
class SettlementWireTest {
    private static final PayoutTotals TOTALS = new PayoutTotals(sum(3, 1_200), sum(2, 9_000_000_000_000L), sum(1, 70));

    @ParameterizedTest
    @EnumSource(Payout.Status.class)
    void shows_a_payout_to_its_bettor(Payout.Status status) {
        Payout payout = new Payout(
                new MessageId(Documents.ID),
                Samples.RACE,
                Samples.ALICE,
                Yen.of(5_600),
                Yen.of(200),
                status,
                LocalDate.of(2027, 1, 21),
                status == Payout.Status.CALCULATED);
        Golden.assertShows(SettlementWire.show(payout), """
                {'message_id':'0198c5a0-0000-7000-8000-00000000000a','race_id':100,'amount':5600,'refunded':200,
                 'status':'%s','expires_on':'2027-01-21','held':%s}""".formatted(status, status == Payout.Status.CALCULATED));
    }

    @Test
    void shows_a_payment_with_the_balance_after_it() {
        Paid paid = new Paid(
                new MessageId(Documents.ID), Yen.of(5_600), Instant.parse("2026-11-22T07:00:00Z"), Yen.of(104_600));
        Golden.assertShows(SettlementWire.show(paid), """
                {'message_id':'0198c5a0-0000-7000-8000-00000000000a','amount':5600,'status':'PAID',
                 'paid_at':'2026-11-22T07:00:00Z','balance':104600}""");
    }

    @Test
    void shows_the_progress_of_calculation_and_execution() {
        Golden.assertShows(
                SettlementWire.claimPeriod(Documents.official().claimableThrough(LocalDate.of(2027, 2, 15))),
                "{'race_id':100,'state':'OFFICIAL','expires_on':'2027-02-15'}");
        Golden.assertShows(SettlementWire.show(Documents.official()), "{'race_id':100,'state':'OFFICIAL'}");
        Golden.assertShows(
                SettlementWire.calculated(Documents.official(), TOTALS),
                "{'race_id':100,'state':'OFFICIAL','payouts':6,'amount':9000000001270}");
        Golden.assertShows(SettlementWire.executed(Documents.official(), TOTALS), """
                {'race_id':100,'payouts':6,'amount':9000000001270,'paid':2,'paid_amount':9000000000000,
                 'unpaid':3,'unpaid_amount':1200,'expired':1,'expired_amount':70}""");
    }

    @Test
    void shows_a_report_with_its_bet_types_in_order() {
        Map<BetType, Sums> types = new EnumMap<>(BetType.class);
        types.put(BetType.TRIO, sums(300));
        types.put(BetType.WIN, sums(1_000));
        types.put(BetType.QUINELLA, sums(-10));
        SortedMap<RefusalReason, Long> refused =
                new TreeMap<>(Map.of(RefusalReason.INSUFFICIENT_FUNDS, 1L, RefusalReason.RACE_CLOSED, 1_000_000L));
        RaceFigures figures =
                new RaceFigures(Documents.official(), 17, List.of(), refused, Yen.of(1_200), TOTALS, List.of());
        Golden.assertShows(SettlementWire.show(new Report(figures, types, sums(7), true)), """
                {'race_id':100,
                 'types':{'WIN':{'sales':1000,'refunds':1001,'payouts':1002,'takeout':1003,'breakage':1004,'top_ups':1005},
                          'QUINELLA':{'sales':-10,'refunds':-9,'payouts':-8,'takeout':-7,'breakage':-6,'top_ups':-5},
                          'TRIO':{'sales':300,'refunds':301,'payouts':302,'takeout':303,'breakage':304,'top_ups':305}},
                 'total':{'sales':7,'refunds':8,'payouts':9,'takeout':10,'breakage':11,'top_ups':12},
                 'tickets':17,'refused':{'RACE_CLOSED':1000000,'INSUFFICIENT_FUNDS':1},'paid':9000000000000,'unpaid':1200,'balanced':true}""");
        assertThat(SettlementWire.show(new Report(figures, types, sums(7), false))
                        .get("balanced")
                        .booleanValue())
                .isFalse();
    }

    /** Returns six different amounts, so that no two can be confused. */
    private static Sums sums(long first) {
        return new Sums(
                Yen.of(first),
                Yen.of(first + 1),
                Yen.of(first + 2),
                Yen.of(first + 3),
                Yen.of(first + 4),
                Yen.of(first + 5));
    }

    private static Sum sum(long payouts, long yen) {
        return new Sum(payouts, Yen.of(yen));
    }
}
