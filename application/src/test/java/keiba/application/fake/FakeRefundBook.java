package keiba.application.fake;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import keiba.application.odds.BoardId;
import keiba.application.race.RaceId;
import keiba.application.settlement.Progress;
import keiba.application.settlement.RefundBook;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;

/** Refunds, stored in memory. */
public final class FakeRefundBook implements RefundBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the book of refunds");

    FakeRefundBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public List<RaceId> due(int limit) {
        return faults.call(() -> books.read(state -> state.refundOrders.stream()
                .filter(order -> !order.done())
                .map(BooksState.RefundOrder::race)
                .distinct()
                .sorted()
                .limit(limit)
                .toList()));
    }

    @Override
    public Progress refund(RaceId race, int tickets) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    OptionalInt next = open(state, race);
                    next.ifPresent(order -> refund(state, order, tickets));
                    return open(state, race).isPresent() ? Progress.MORE : Progress.DONE;
                }));
    }

    static OptionalInt open(BooksState state, RaceId race) {
        return IntStream.range(0, state.refundOrders.size())
                .filter(i -> state.refundOrders.get(i).race().equals(race))
                .filter(i -> !state.refundOrders.get(i).done())
                .findFirst();
    }

    private void refund(BooksState state, int number, int most) {
        BooksState.RefundOrder order = state.refundOrders.get(number);
        List<BooksState.Sold> sold = state.sold(order.race());
        int end = Math.min(sold.size(), order.looked() + most);
        sold.subList(order.looked(), end).forEach(ticket -> refund(state, number, ticket));
        state.refundOrders.set(
                number, new BooksState.RefundOrder(order.race(), order.voided(), end, end == sold.size()));
    }

    private void refund(BooksState state, int number, BooksState.Sold sold) {
        CombinationSet voided = state.refundOrders.get(number).voided();
        if (sold.combinations().type() != voided.type()) {
            return;
        }
        int hit = sold.combinations().and(voided).size();
        if (hit == 0) {
            return;
        }
        Yen yen = sold.ticket().bet().amount().times(hit);
        state.refunds.add(new BooksState.Refund(number, sold.ticket().id(), yen));
        state.transfer(
                books.now(),
                new LedgerAccount.PoolOf(new BoardId(sold.ticket().race(), voided.type())),
                new LedgerAccount.Bettor(sold.ticket().user()),
                yen,
                Transfer.Kind.REFUND,
                sold.ticket().id().toString());
    }
}
