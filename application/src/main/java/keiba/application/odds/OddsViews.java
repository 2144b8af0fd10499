package keiba.application.odds;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceState;

/** Looks up odds on the board. Odds that the board does not have are computed from the books. */
final class OddsViews implements ViewOdds {
    private final ViewRaces races;
    private final PoolBook pools;
    private final OddsBoard board;

    OddsViews(ViewRaces races, PoolBook pools, OddsBoard board) {
        this.races = races;
        this.pools = pools;
        this.board = board;
    }

    @Override
    public Optional<ShownOdds> odds(RaceId race, BetType type) {
        BoardId id = new BoardId(race, type);
        return Optional.ofNullable(published(List.of(id)).get(id))
                .or(() -> onSale(race)
                        .filter(card -> card.market().offering().sells(type))
                        .flatMap(card -> compute(List.of(id)).stream().findFirst()));
    }

    @Override
    public Optional<List<ShownOdds>> odds(RaceId race) {
        return onSale(race).map(card -> {
            List<BoardId> ids = card.market().offering().types().stream()
                    .map(type -> new BoardId(race, type))
                    .toList();
            Map<BoardId, ShownOdds> found = new HashMap<>(published(ids));
            List<BoardId> missing =
                    ids.stream().filter(id -> !found.containsKey(id)).toList();
            compute(missing).forEach(sheet -> found.put(sheet.board(), sheet));
            return inOrder(ids, found);
        });
    }

    @Override
    public List<ShownOdds> shown(RaceId race) {
        List<BoardId> ids = Arrays.stream(BetType.values())
                .map(type -> new BoardId(race, type))
                .toList();
        return inOrder(ids, published(ids));
    }

    private static List<ShownOdds> inOrder(List<BoardId> ids, Map<BoardId, ShownOdds> found) {
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                .toList();
    }

    @Override
    public Optional<Map<BetType, Long>> versions(RaceId race) {
        return onSale(race).map(card -> {
            List<BoardId> ids = card.market().offering().types().stream()
                    .map(type -> new BoardId(race, type))
                    .toList();
            Map<BoardId, Long> shown = shown(ids);
            List<BoardId> missing =
                    ids.stream().filter(id -> !shown.containsKey(id)).toList();
            Map<BoardId, Long> held = missing.isEmpty() ? Map.of() : pools.versions(missing);
            Map<BetType, Long> versions = new EnumMap<>(BetType.class);
            for (BoardId id : ids) {
                Long known = shown.get(id);
                versions.put(id.type(), known != null ? known : OddsSheet.version(card, held.getOrDefault(id, 0L)));
            }
            return Collections.unmodifiableMap(versions);
        });
    }

    private Map<BoardId, Long> shown(Collection<BoardId> ids) {
        try {
            return board.versions(ids);
        } catch (InfrastructureFailure boardIsAway) {
            return Map.of();
        }
    }

    private Optional<RaceCard> onSale(RaceId race) {
        return races.find(race).filter(card -> card.state() != RaceState.DECLARED);
    }

    private Map<BoardId, ShownOdds> published(Collection<BoardId> ids) {
        try {
            return board.published(ids);
        } catch (InfrastructureFailure boardIsAway) {
            return Map.of();
        }
    }

    private List<OddsSheet> compute(Collection<BoardId> ids) {
        return ids.isEmpty()
                ? List.of()
                : pools.pools(ids).stream().map(OddsSheet::of).toList();
    }
}
