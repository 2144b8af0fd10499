package keiba.application.fake;

import java.util.List;
import java.util.Optional;
import keiba.application.odds.BoardId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.RaceFigures;
import keiba.application.settlement.ReportBook;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;

/** Figures of races, summed from the data in memory. */
public final class FakeReportBook implements ReportBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the book of reports");

    FakeReportBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public Optional<RaceFigures> figures(RaceId race) {
        return faults.call(() ->
                books.read(state -> Optional.ofNullable(state.races.get(race)).map(card -> figures(state, card))));
    }

    private static RaceFigures figures(BooksState state, RaceCard card) {
        List<RaceFigures.Type> types = card.market().offering().types().stream()
                .filter(type -> state.pools.containsKey(new BoardId(card.id(), type)))
                .map(type -> figures(state, card.id(), type))
                .toList();
        BooksState.Settling settling = state.settlements.get(card.id());
        return new RaceFigures(
                card,
                state.sold(card.id()).size(),
                types,
                state.refused(card.id()),
                state.balance(new LedgerAccount.Payable(card.id())),
                FakePayoutBook.totals(state, card.id(), Optional.empty()),
                settling == null ? List.of() : settling.types());
    }

    private static RaceFigures.Type figures(BooksState state, RaceId race, BetType type) {
        List<BooksState.Sold> sold = state.sold(race).stream()
                .filter(ticket -> ticket.combinations().type() == type)
                .toList();
        return new RaceFigures.Type(
                type,
                sum(sold.stream().map(ticket -> ticket.ticket().total()).toList()),
                sum(sold.stream()
                        .map(ticket -> state.refunded(ticket.ticket().id()))
                        .toList()),
                sum(sold.stream()
                        .map(ticket -> payout(state, ticket.ticket().id()))
                        .toList()),
                state.balance(new LedgerAccount.PoolOf(new BoardId(race, type))));
    }

    private static Yen payout(BooksState state, MessageId id) {
        return Optional.ofNullable(state.payouts.get(id))
                .map(BooksState.Winnings::yen)
                .orElse(Yen.ZERO);
    }

    private static Yen sum(List<Yen> amounts) {
        return amounts.stream().reduce(Yen.ZERO, Yen::plus);
    }
}
