package keiba.application.contract;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import keiba.application.caller.UserId;
import keiba.application.fake.Samples;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Ticket;
import keiba.application.race.RaceBook.Decision;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutBook;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.Progress;
import keiba.application.settlement.TypeSettlement;
import keiba.application.settlement.TypeSettlement.SettlementKind;
import keiba.application.settlement.TypeSettlement.Sums;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Expansion;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.Race;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.settlement.RaceSettlement;
import keiba.domain.settlement.TicketSettlement;
import org.junit.jupiter.api.Test;

/** Tests that every {@link PayoutBook} must pass, the fake and the real adapter alike. */
public abstract class PayoutBookContract extends RaceDayContract {

    private PayoutBook payouts() {
        return books().payouts();
    }

    private static Bet place(int horse, long yen) {
        return new Bet(BetType.PLACE, Selection.Straight.of(horse), Yen.of(yen));
    }

    /** Bets of all sorts; 6-4-3 pays WIN, PLACE, QUINELLA and TRIO, no ticket holds the EXACTA, and one bettor bought WIDE. */
    private List<MessageId> buyAllSorts() {
        List<MessageId> ids = new ArrayList<>();
        ids.addAll(buy(ALICE, RACE, win(6, 300), win(1, 2_000), place(4, 500), place(6, 100), place(8, 800)));
        ids.addAll(
                buy(BOB, RACE, win(6, 100), box(BetType.QUINELLA, 100, 3, 4, 6), box(BetType.TRIO, 200, 1, 3, 4, 6)));
        ids.addAll(buy(CAROL, RACE, box(BetType.EXACTA, 100, 1, 2), box(BetType.EXACTA, 300, 7, 8), win(3, 700)));
        ids.addAll(buy(CAROL, RACE, box(BetType.WIDE, 100, 1, 2, 3, 4, 5, 6, 7, 8), box(BetType.TRIO, 100, 1, 2, 3)));
        return ids;
    }

    private Optional<Yen> payoutOf(MessageId id) {
        return ticket(id).payout();
    }

    @Test
    void is_not_due_before_the_result_is_official_and_the_odds_are_final() {
        buy(ALICE, win(6, 100));
        assertThat(payouts().due(10)).isEmpty();
        close(RACE);
        assertThat(payouts().due(10)).isEmpty();
        declareFinalOdds();
        assertThat(payouts().due(10)).isEmpty();
    }

    @Test
    void an_official_race_with_final_odds_is_due_until_it_is_payable() {
        makeOfficial(RACE, 6, 4, 3);
        makeOfficial(OTHER_RACE, 1, 2, 3);
        assertThat(payouts().due(10)).containsExactly(RACE, OTHER_RACE);
        assertThat(payouts().due(1)).hasSize(1);
        settle(RACE);
        assertThat(payouts().due(10)).containsExactly(OTHER_RACE);
    }

    @Test
    void returns_the_race_and_its_pools_as_basis_of_the_calculation() {
        buy(ALICE, RACE, win(6, 300), box(BetType.TRIO, 100, 1, 2, 3));
        buy(ALICE, OTHER_RACE, place(1, 100));
        RaceCard official = makeOfficial(RACE, 6, 4, 3);
        PayoutBook.Basis basis = payouts().basis(RACE).orElseThrow();
        assertThat(basis.card()).isEqualTo(official);
        assertThat(basis.begun()).isFalse();
        assertThat(basis.pools()).extracting(Pool::type).containsExactlyInAnyOrder(BetType.WIN, BetType.TRIO);
        assertThat(basis.pools()).extracting(Pool::total).containsExactlyInAnyOrder(Yen.of(300), Yen.of(100));
        assertThat(payouts().basis(new RaceId(404))).isEmpty();
    }

    @Test
    void stores_the_settlement_of_every_bet_type() {
        buyAllSorts();
        makeOfficial(RACE, 6, 4, 3);
        assertThat(payouts().settlement(RACE)).isEmpty();
        List<TypeSettlement> types = begin(RACE);
        assertThat(types)
                .extracting(TypeSettlement::kind)
                .contains(SettlementKind.DIVIDEND, SettlementKind.SPECIAL, SettlementKind.NO_SALES);
        assertThat(payouts().settlement(RACE)).isEqualTo(types);
        assertThat(payouts().settlement(OTHER_RACE)).isEmpty();
        assertThat(payouts().settlement(new RaceId(404))).isEmpty();
    }

    @Test
    void begins_the_calculation_once() {
        buyAllSorts();
        RaceCard card = makeOfficial(RACE, 6, 4, 3);
        List<TypeSettlement> types = begin(RACE);
        List<TypeSettlement> others = types.stream()
                .map(type -> new TypeSettlement(
                        type.winning(), SettlementKind.NO_SALES, List.of(), Optional.empty(), Sums.NONE))
                .toList();
        payouts().begin(card, others);
        assertThat(payouts().settlement(RACE)).isEqualTo(types);
        assertThat(payouts().basis(RACE).orElseThrow().begun()).isTrue();
    }

    @Test
    void does_not_begin_if_the_race_has_changed_since_it_was_read() {
        RaceCard card = makeOfficial(RACE, 6, 4, 3);
        List<TypeSettlement> types =
                settlement(RACE).all().stream().map(TypeSettlement::of).toList();
        claimableThrough(RACE, NEVER.minusDays(1));
        payouts().begin(card, types);
        assertThat(payouts().settlement(RACE)).isEmpty();
        assertThat(payouts().calculate(RACE, 10)).isEqualTo(Progress.DONE);
        assertThat(payouts().finish(RACE)).isEmpty();
    }

    @Test
    void calculates_the_payout_of_every_ticket_as_the_domain_does() {
        List<MessageId> tickets = buyAllSorts();
        makeOfficial(RACE, 6, 4, 3);
        RaceSettlement settlement = settlement(RACE);
        settle(RACE);
        for (MessageId id : tickets) {
            Yen expected = settle(settlement, ticket(id)).payout();
            assertThat(payoutOf(id))
                    .as("%s", ticket(id).bet())
                    .isEqualTo(expected.isZero() ? Optional.empty() : Optional.of(expected));
        }
        assertThat(tickets.stream().filter(id -> payoutOf(id).isPresent())).hasSizeGreaterThan(5);
    }

    private TicketSettlement settle(RaceSettlement settlement, Ticket ticket) {
        Bet bet = ticket.bet();
        Expansion.Combinations bought = (Expansion.Combinations)
                bet.selection().expand(bet.type(), card(ticket.race()).market().offering());
        return settlement.settle(bought.set(), bet.amount());
    }

    @Test
    void calculates_the_same_payouts_in_steps_of_one_ticket() {
        List<MessageId> tickets = buyAllSorts();
        makeOfficial(RACE, 6, 4, 3);
        RaceSettlement settlement = settlement(RACE);
        begin(RACE);
        int more = untilDone(() -> payouts().calculate(RACE, 1));
        assertThat(more).isGreaterThanOrEqualTo(tickets.size() - 1);
        assertThat(payouts().finish(RACE)).isPresent();
        Yen paid = settlement.all().stream().map(type -> type.paid()).reduce(Yen.ZERO, Yen::plus);
        assertThat(payouts().totals(RACE, Optional.empty()).calculated().yen()).isEqualTo(paid);
    }

    @Test
    void calculates_each_payout_once_under_concurrent_calls() throws Exception {
        List<MessageId> tickets = buyAllSorts();
        makeOfficial(RACE, 6, 4, 3);
        begin(RACE);
        assertThat(atOnce(4, () -> untilDone(() -> payouts().calculate(RACE, 2))))
                .hasSize(4);
        assertThat(payouts().calculate(RACE, 10)).isEqualTo(Progress.DONE);
        assertThat(payouts().finish(RACE)).isPresent();
        assertThat(payouts().totals(RACE, Optional.empty()).all().payouts())
                .isEqualTo(
                        tickets.stream().filter(id -> payoutOf(id).isPresent()).count());
    }

    @Test
    void calculates_no_payouts_before_the_calculation_has_begun() {
        buyAllSorts();
        makeOfficial(RACE, 6, 4, 3);
        assertThat(payouts().calculate(RACE, 10)).isEqualTo(Progress.DONE);
        assertThat(payouts().totals(RACE, Optional.empty()).all()).isEqualTo(PayoutTotals.Sum.NONE);
        assertThat(payouts().finish(RACE)).isEmpty();
        assertThat(payouts().finish(new RaceId(404))).isEmpty();
    }

    @Test
    void does_not_finish_before_every_ticket_is_calculated() {
        buyAllSorts();
        makeOfficial(RACE, 6, 4, 3);
        begin(RACE);
        payouts().calculate(RACE, 1);
        assertThat(payouts().finish(RACE)).isEmpty();
        assertThat(card(RACE).state()).isEqualTo(RaceState.OFFICIAL);
        calculateAll(RACE);
        assertThat(payouts().finish(RACE)).isPresent();
    }

    @Test
    void does_not_finish_before_every_refund_is_made() {
        buy(ALICE, RACE, win(2, 500), win(6, 100));
        scratch(RACE, 2);
        makeOfficial(RACE, 6, 4, 3);
        begin(RACE);
        calculateAll(RACE);
        assertThat(payouts().finish(RACE)).isEmpty();
        refundAll(RACE);
        assertThat(payouts().finish(RACE).orElseThrow().state()).isEqualTo(RaceState.PAYABLE);
    }

    @Test
    void makes_the_race_payable_once_under_concurrent_calls() throws Exception {
        buyAllSorts();
        makeOfficial(RACE, 6, 4, 3);
        begin(RACE);
        calculateAll(RACE);
        List<Optional<RaceCard>> finished = atOnce(4, () -> payouts().finish(RACE));
        RaceCard payable = card(RACE);
        assertThat(payable.state()).isEqualTo(RaceState.PAYABLE);
        assertThat(finished).containsOnly(Optional.of(payable));
        assertThat(payouts().finish(RACE)).contains(payable);
    }

    @Test
    void refuses_to_finish_with_inconsistent_sums_and_moves_no_money() {
        buyAllSorts();
        RaceCard card = makeOfficial(RACE, 6, 4, 3);
        List<TypeSettlement> wrong = settlement(RACE).all().stream()
                .map(TypeSettlement::of)
                .map(PayoutBookContract::withMorePayouts)
                .toList();
        payouts().begin(card, wrong);
        calculateAll(RACE);
        assertThatThrownBy(() -> payouts().finish(RACE)).isInstanceOf(IllegalStateException.class);
        assertThat(card(RACE)).isEqualTo(card);
        assertThat(books().reports().figures(RACE).orElseThrow().payable()).isEqualTo(Yen.ZERO);
    }

    private static TypeSettlement withMorePayouts(TypeSettlement type) {
        Sums sums = type.sums();
        return type.type() != BetType.WIN
                ? type
                : new TypeSettlement(
                        type.winning(),
                        type.kind(),
                        type.paying(),
                        type.special(),
                        new Sums(
                                sums.sales(),
                                sums.refunds(),
                                sums.payouts().plus(Yen.of(10)),
                                sums.takeout(),
                                sums.breakage().minus(Yen.of(10)),
                                sums.topUps()));
    }

    @Test
    void pays_from_the_house_if_a_pool_does_not_suffice() {
        RaceId generous = new RaceId(102);
        enterGenerous(generous);
        MessageId winner = buy(ALICE, generous, win(6, 10_000), win(1, 10_000)).get(0);
        makeOfficial(generous, 6, 4, 3);
        List<TypeSettlement> types = begin(generous);
        assertThat(types.get(0).sums().retained()).isEqualTo(Yen.of(-1_000));
        calculateAll(generous);
        assertThat(payouts().finish(generous)).isPresent();
        assertThat(payoutOf(winner)).contains(Yen.of(21_000));
    }

    /** Enters a race that pays back the whole WIN pool and a premium in addition. */
    private void enterGenerous(RaceId race) {
        RaceProposal plain = Samples.proposal(race);
        RaceProposal generous = new RaceProposal(
                plain.raceId(),
                plain.day(),
                plain.venue(),
                plain.raceNumber(),
                plain.name(),
                plain.rules(),
                plain.postTime(),
                plain.deadline(),
                plain.runners(),
                plain.brackets(),
                plain.withdrawn(),
                Map.of(BetType.WIN, 1_000),
                Map.of(BetType.WIN, 50),
                plain.course());
        RaceCard open = Samples.after(
                RaceCard.entered(generous, Samples.DEADLINE, Race.declared(Field.of(8))), new RaceCommand.Open());
        assertThat(books().races().enter(open, OPERATOR)).isEmpty();
    }

    @Test
    void refunds_a_bet_type_that_is_void() {
        MessageId trio = buy(ALICE, box(BetType.TRIO, 100, 1, 2, 3));
        MessageId winner = buy(BOB, win(6, 200));
        for (int horse : new int[] {1, 2, 3}) {
            scratch(RACE, horse);
        }
        for (int horse : new int[] {4, 5, 8}) {
            buy(CAROL, box(BetType.TRIO, 300, horse, 6, 7));
            scratch(RACE, horse);
        }
        makeOfficial(RACE, 6, 7);
        List<TypeSettlement> types = begin(RACE);
        assertThat(types).extracting(TypeSettlement::kind).contains(SettlementKind.VOID);
        calculateAll(RACE);
        refundAll(RACE);
        assertThat(payouts().finish(RACE)).isPresent();
        assertThat(ticket(trio).refunded()).isEqualTo(Yen.of(100));
        assertThat(balance(CAROL)).isEqualTo(Yen.of(DEPOSIT));
        assertThat(payoutOf(winner)).isPresent();
    }

    @Test
    void refunds_live_stakes_of_a_bet_type_without_a_winning_combination() {
        MessageId trio = buy(ALICE, box(BetType.TRIO, 100, 1, 2, 3, 4));
        scratch(RACE, 4);
        refundAll(RACE);
        close(RACE);
        declareFinalOdds();
        confirmWithoutThirdPlace();
        List<TypeSettlement> types = begin(RACE);
        assertThat(types.stream().filter(type -> type.type() == BetType.TRIO))
                .extracting(TypeSettlement::kind)
                .containsExactly(SettlementKind.VOID);
        calculateAll(RACE);
        assertThat(payouts().finish(RACE)).isEmpty();
        assertThat(books().refunds().due(10)).containsExactly(RACE);
        refundAll(RACE);
        assertThat(payouts().finish(RACE)).isPresent();
        assertThat(ticket(trio).refunded()).isEqualTo(Yen.of(400));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT));
    }

    private void confirmWithoutThirdPlace() {
        confirm(RACE, RaceResult.of(OrderOfFinish.of(6, 7)).withPulledUp(1, 2, 3, 5, 8));
    }

    @Test
    void does_not_show_payouts_before_the_race_is_payable() {
        MessageId winner = buy(ALICE, win(6, 300));
        makeOfficial(RACE, 6, 4, 3);
        begin(RACE);
        calculateAll(RACE);
        assertThat(payoutOf(winner)).isEmpty();
        assertThat(payouts().payouts(ALICE, Optional.empty(), Optional.empty(), 10))
                .isEmpty();
        payouts().finish(RACE);
        assertThat(payoutOf(winner)).isPresent();
        assertThat(books().tickets().tickets(ALICE, Optional.of(RACE), Optional.empty(), 10))
                .containsExactly(ticket(winner));
        assertThat(payouts().payouts(ALICE, Optional.empty(), Optional.empty(), 10))
                .hasSize(1);
    }

    @Test
    void sums_payouts_of_all_bettors_and_of_one() {
        buyAllSorts();
        pay(RACE, 6, 4, 3);
        Map<UserId, PayoutTotals> totals = List.of(ALICE, BOB, CAROL).stream()
                .collect(Collectors.toMap(user -> user, user -> payouts().totals(RACE, Optional.of(user))));
        PayoutTotals all = payouts().totals(RACE, Optional.empty());
        assertThat(totals.values().stream()
                        .map(PayoutTotals::calculated)
                        .reduce(PayoutTotals.Sum.NONE, PayoutTotals.Sum::plus))
                .isEqualTo(all.calculated());
        assertThat(all.paid()).isEqualTo(PayoutTotals.Sum.NONE);
        assertThat(all.expired()).isEqualTo(PayoutTotals.Sum.NONE);
        assertThat(payouts().totals(OTHER_RACE, Optional.empty()).all()).isEqualTo(PayoutTotals.Sum.NONE);
    }

    @Test
    void lists_a_users_payouts_newest_first_in_pages() {
        List<MessageId> wins = buy(ALICE, RACE, win(6, 100), win(1, 100), win(6, 200));
        List<MessageId> others = buy(ALICE, OTHER_RACE, win(2, 100), win(5, 400));
        MessageId last = buy(ALICE, win(6, 300));
        buy(BOB, win(6, 500));
        pay(RACE, 6, 4, 3);
        pay(OTHER_RACE, 2, 1, 3);
        books().executions().execute(wins.get(2), ALICE, JUDGE);

        assertThat(ids(Optional.empty(), Optional.empty(), 10))
                .containsExactly(last, others.get(0), wins.get(2), wins.get(0));
        assertThat(ids(Optional.empty(), Optional.empty(), 2)).containsExactly(last, others.get(0));
        assertThat(ids(Optional.empty(), Optional.of(others.get(0)), 10)).containsExactly(wins.get(2), wins.get(0));
        assertThat(ids(Optional.of(Payout.Status.PAID), Optional.empty(), 10)).containsExactly(wins.get(2));
        assertThat(ids(Optional.of(Payout.Status.CALCULATED), Optional.of(last), 10))
                .containsExactly(others.get(0), wins.get(0));
        assertThat(ids(Optional.of(Payout.Status.EXPIRED), Optional.empty(), 10))
                .isEmpty();
        assertThat(ids(Optional.empty(), Optional.of(unknown()), 10)).isEmpty();
    }

    private List<MessageId> ids(Optional<Payout.Status> status, Optional<MessageId> after, int limit) {
        return payouts().payouts(ALICE, status, after, limit).stream()
                .map(Payout::id)
                .toList();
    }

    @Test
    void lists_a_payout_with_the_refund_of_the_same_ticket() {
        MessageId trio = buy(ALICE, box(BetType.TRIO, 100, 3, 4, 6, 7));
        scratch(RACE, 7);
        pay(RACE, 6, 4, 3);
        Payout payout =
                payouts().payouts(ALICE, Optional.empty(), Optional.empty(), 10).get(0);
        assertThat(payout)
                .isEqualTo(new Payout(
                        trio,
                        RACE,
                        ALICE,
                        payoutOf(trio).orElseThrow(),
                        Yen.of(300),
                        Payout.Status.CALCULATED,
                        NEVER,
                        false));
    }

    @Test
    void makes_a_race_without_sales_payable() {
        pay(RACE, 6, 4, 3);
        assertThat(card(RACE).state()).isEqualTo(RaceState.PAYABLE);
        assertThat(payouts().settlement(RACE)).extracting(TypeSettlement::kind).containsOnly(SettlementKind.NO_SALES);
    }

    @Test
    void does_not_change_a_payable_race() {
        buyAllSorts();
        RaceCard payable = pay(RACE, 6, 4, 3);
        List<TypeSettlement> types = payouts().settlement(RACE);
        payouts().begin(payable, types);
        assertThat(payouts().calculate(RACE, 10)).isEqualTo(Progress.DONE);
        assertThat(books().races().decide(RACE, OPERATOR, "look", (card, now) -> Decision.unchanged(card)))
                .contains(payable);
    }
}
