package keiba.application.fake;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.purchase.TicketBook;
import keiba.application.race.RaceId;

/** Tickets, stored in memory. */
public final class FakeTicketBook implements TicketBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the ticket book");

    FakeTicketBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public Optional<Purchase> find(MessageId id) {
        return faults.call(() -> books.read(state -> state.find(id)));
    }

    @Override
    public List<Purchase> find(Collection<MessageId> ids) {
        return faults.call(() -> books.read(
                state -> ids.stream().flatMap(id -> state.find(id).stream()).toList()));
    }

    @Override
    public List<Ticket> tickets(UserId user, Optional<RaceId> race, Optional<MessageId> before, int limit) {
        return faults.call(() -> books.read(state -> tickets(state, user, race, before, limit)));
    }

    private static List<Ticket> tickets(
            BooksState state, UserId user, Optional<RaceId> race, Optional<MessageId> before, int limit) {
        List<Ticket> newestFirst =
                state.tickets.values().stream().map(state::shown).toList().reversed();
        long seen = before.isEmpty()
                ? 0
                : newestFirst.stream().map(Ticket::id).toList().indexOf(before.get()) + 1;
        return newestFirst.stream()
                .skip(seen)
                .filter(ticket -> ticket.user().equals(user))
                .filter(ticket -> race.isEmpty() || ticket.race().equals(race.get()))
                .limit(limit)
                .toList();
    }

    @Override
    public Purchase refuseUnreceived(PurchaseMessage message) {
        return faults.call(() -> books.transaction(state -> {
            if (state.claims.add(message.id())) {
                state.recordedAt.put(message.id(), books.now());
                state.refuse(message, RefusalReason.NOT_RECEIVED);
            }
            return state.find(message.id()).orElseThrow();
        }));
    }
}
