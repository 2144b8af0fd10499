package keiba.application.fake;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Race cards in memory. */
public final class FakeRaceBoard implements RaceBoard {
    private final Map<RaceId, RaceCard> cards = new ConcurrentHashMap<>();
    private final Faults faults = new Faults("the race board");

    public Faults faults() {
        return faults;
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        return faults.call(id, () -> Optional.ofNullable(cards.get(id)));
    }

    @Override
    public Map<RaceId, Long> versions(Collection<RaceId> races) {
        return faults.call(() -> {
            Map<RaceId, Long> versions = new HashMap<>();
            cards.forEach((race, card) -> versions.put(race, card.version()));
            versions.keySet().retainAll(races);
            return versions;
        });
    }

    @Override
    public void show(RaceCard card) {
        faults.call(
                card.id(),
                () -> cards.merge(card.id(), card, (old, shown) -> shown.version() > old.version() ? shown : old));
    }

    /** The version of the card that is shown, whatever fails. */
    OptionalLong shownVersion(RaceId id) {
        RaceCard card = cards.get(id);
        return card == null ? OptionalLong.empty() : OptionalLong.of(card.version());
    }

    /** Deletes everything. */
    public void lose() {
        cards.clear();
    }
}
