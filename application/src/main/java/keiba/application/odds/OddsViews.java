package keiba.application.odds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceState;

/** Looks odds up on the board, and computes from the books what the board does not have. */
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
    public Optional<OddsSheet> odds(RaceId race, BetType type) {
        BoardId id = new BoardId(race, type);
        return shown(id)
                .or(() -> onSale(race)
                        .filter(card -> card.market().offering().sells(type))
                        .flatMap(card -> compute(List.of(id)).stream().findFirst()));
    }

    @Override
    public Optional<List<OddsSheet>> odds(RaceId race) {
        return onSale(race).map(card -> {
            Map<BetType, OddsSheet> sheets = new EnumMap<>(BetType.class);
            List<BoardId> missing = new ArrayList<>();
            for (BetType type : card.market().offering().types()) {
                BoardId id = new BoardId(race, type);
                shown(id).ifPresentOrElse(sheet -> sheets.put(type, sheet), () -> missing.add(id));
            }
            if (!missing.isEmpty()) {
                compute(missing).forEach(sheet -> sheets.put(sheet.type(), sheet));
            }
            return List.copyOf(sheets.values());
        });
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

    private Optional<OddsSheet> shown(BoardId id) {
        try {
            return board.find(id);
        } catch (InfrastructureFailure boardIsAway) {
            return Optional.empty();
        }
    }

    private List<OddsSheet> compute(Collection<BoardId> ids) {
        return pools.pools(ids).stream().map(OddsSheet::of).toList();
    }
}
