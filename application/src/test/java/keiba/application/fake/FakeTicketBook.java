package keiba.application.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import keiba.application.account.UserId;
import keiba.application.failure.PermanentFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.purchase.TicketBook;
import keiba.application.race.RaceId;

/** The tickets of the books in memory. */
public final class FakeTicketBook implements TicketBook {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::recordedAt).thenComparing(Place::id);

    private final FakeBooks books;
    private final Faults faults = new Faults("the ticket book");
    private final Set<MessageId> poisoned = new HashSet<>();

    FakeTicketBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    /** From now on the books will not take a message of this id, nor what is wrong with it. */
    public synchronized void poison(MessageId id) {
        poisoned.add(id);
    }

    @Override
    public Recorded record(QueueChunk chunk, Judge judge) {
        return faults.call(chunk.partition(), () -> {
            refusePoisoned(chunk);
            try {
                return books.transaction(state -> new Recording(state, chunk, books.now()).record(judge));
            } catch (BooksState.PoolFullException full) {
                return new PoolFull();
            }
        });
    }

    private synchronized void refusePoisoned(QueueChunk chunk) {
        for (QueueChunk.Entry entry : chunk.entries()) {
            boolean refused = switch (entry) {
                case QueueChunk.Queued queued ->
                    poisoned.contains(queued.message().id());
                case QueueChunk.Impossible impossible -> poisoned.contains(impossible.id());
                case QueueChunk.Unreadable unreadable ->
                    unreadable.id().filter(poisoned::contains).isPresent()
                            && !unreadable.reason().startsWith("refused by the books: ");
                case QueueChunk.CloseMarker marker -> false;
            };
            if (refused) {
                throw new PermanentFailure("poisoned", new IllegalStateException("planned"));
            }
        }
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
    public List<Listed> recordedAfter(Place after, Duration age, int limit) {
        Instant until = books.now().minus(age);
        return faults.call(() -> books.read(state -> state.recordedAt.entrySet().stream()
                .map(recorded -> new Listed(
                        new Place(recorded.getValue(), recorded.getKey()),
                        state.tickets.containsKey(recorded.getKey())
                                ? PlacePurchase.Status.COMPLETED
                                : PlacePurchase.Status.FAILED))
                .filter(listed -> !listed.place().recordedAt().isAfter(until))
                .filter(listed -> ORDER.compare(listed.place(), after) > 0)
                .sorted(Comparator.comparing(Listed::place, ORDER))
                .limit(limit)
                .toList()));
    }

    @Override
    public SortedMap<MessageId, PlacePurchase.Status> outcomes(Optional<MessageId> after, int limit) {
        return faults.call(() -> books.read(state -> {
            SortedMap<MessageId, PlacePurchase.Status> outcomes = new TreeMap<>();
            state.claims.stream()
                    .filter(id -> after.isEmpty() || id.compareTo(after.get()) > 0)
                    .sorted()
                    .limit(limit)
                    .forEach(id -> outcomes.put(
                            id,
                            state.tickets.containsKey(id)
                                    ? PlacePurchase.Status.COMPLETED
                                    : PlacePurchase.Status.FAILED));
            return outcomes;
        }));
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
                state.refusals.put(
                        message.id(),
                        new Purchase.Failed(
                                message.id(),
                                Optional.of(message.user()),
                                RefusalReason.NOT_RECEIVED,
                                Optional.of(message.bet().fingerprint())));
            }
            return state.find(message.id()).orElseThrow();
        }));
    }

    @Override
    public Instant recordedThrough() {
        return faults.call(() -> books.read(state -> IntStream.range(0, state.partitions)
                .mapToObj(partition -> state.recordedThrough.getOrDefault(partition, Instant.EPOCH))
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH)));
    }

    @Override
    public void noteUnclaimed(Instant until) {
        faults.run(() -> books.transaction(state -> {
            state.unclaimedUntil = until.isAfter(state.unclaimedUntil) ? until : state.unclaimedUntil;
            return state.unclaimedUntil;
        }));
    }

    @Override
    public Instant unclaimedUntil() {
        return faults.call(() -> books.read(state -> state.unclaimedUntil));
    }

    @Override
    public Optional<Map<Integer, Long>> positions(UUID topic, int partitions) {
        return faults.call(() -> books.transaction(state -> {
            if (state.topic.isEmpty()) {
                state.topic = Optional.of(topic);
                state.partitions = partitions;
            }
            return state.topic.equals(Optional.of(topic)) && state.partitions == partitions
                    ? Optional.of(positions(state))
                    : Optional.empty();
        }));
    }

    private static Map<Integer, Long> positions(BooksState state) {
        Map<Integer, Long> positions = new TreeMap<>();
        for (int partition = 0; partition < state.partitions; partition++) {
            positions.put(partition, state.positions.getOrDefault(partition, 0L));
        }
        return positions;
    }

    @Override
    public void caughtUp(UUID topic, int partition, long position, Instant at) {
        faults.run(() -> books.transaction(state -> {
            boolean stands =
                    state.topic.equals(Optional.of(topic)) && state.positions.getOrDefault(partition, 0L) == position;
            if (stands) {
                state.recordedThrough.merge(partition, at, (old, noted) -> noted.isAfter(old) ? noted : old);
            }
            return stands;
        }));
    }
}
