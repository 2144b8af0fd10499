package keiba.application.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.OutcomeBook;
import keiba.application.purchase.PlacePurchase;

/** Outcomes of purchases, stored in memory. */
public final class FakeOutcomeBook implements OutcomeBook {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::recordedAt).thenComparing(Place::id);

    private final FakeBooks books;
    private final Faults faults = new Faults("the outcome book");

    FakeOutcomeBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
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
}
