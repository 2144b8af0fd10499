package keiba.adapter.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsText;
import keiba.application.odds.ShownOdds;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceId;
import keiba.wire.OddsWire;
import org.jspecify.annotations.Nullable;

/** Joins all boards of a race to one text when one of them has changed, and caches the text for later readers. */
final class JoinedBoards {
    private static final long MOST_BYTES = 64 << 20;
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final ViewOdds odds;
    private final Cache<RaceId, AllBoards> kept = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((RaceId race, AllBoards all) ->
                    all.text().plain().length + all.text().compressed().length)
            .expireAfterAccess(KEPT)
            .executor(Runnable::run)
            .build();

    JoinedBoards(ViewOdds odds) {
        this.odds = odds;
    }

    /**
     * All boards of one race.
     *
     * @param versions the boards of the text with their versions, in order
     * @param tag the entity tag, which contains the versions; in quotes
     */
    record AllBoards(List<Version> versions, String tag, OddsText text) {
        AllBoards {
            versions = List.copyOf(versions);
        }

        /** Returns whether the text is that of these boards, or of later versions of them. */
        private boolean covers(List<ShownOdds> shown) {
            if (versions.size() != shown.size()) {
                return false;
            }
            for (int i = 0; i < versions.size(); i++) {
                if (!versions.get(i).covers(shown.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A board and its version, without its text. */
    record Version(BoardId board, long version) {
        private boolean covers(ShownOdds shown) {
            return board.equals(shown.board()) && version >= shown.version();
        }
    }

    /**
     * Returns the current boards; empty for a race that is unknown or not yet on sale. The bet types of a race on sale
     * do not change.
     */
    Optional<AllBoards> of(RaceId race) {
        AllBoards known = kept.getIfPresent(race);
        if (known != null) {
            List<ShownOdds> shown = odds.shown(race);
            if (shown.size() == known.versions().size()) {
                return Optional.of(joined(race, shown));
            }
        }
        return odds.odds(race).map(boards -> joined(race, boards));
    }

    private AllBoards joined(RaceId race, List<ShownOdds> boards) {
        return kept.asMap().compute(race, (id, known) -> joined(id, boards, known));
    }

    private static AllBoards joined(RaceId race, List<ShownOdds> boards, @Nullable AllBoards known) {
        return known != null && known.covers(boards)
                ? known
                : new AllBoards(
                        boards.stream()
                                .map(board -> new Version(board.board(), board.version()))
                                .toList(),
                        tag(boards),
                        OddsWire.all(
                                race, boards.stream().map(OddsWire::published).toList()));
    }

    /** Returns the entity tag of boards: their types and versions, in quotes. */
    static String tag(List<ShownOdds> boards) {
        return boards.stream()
                .map(shown -> shown.board().type() + "-" + shown.version())
                .collect(Collectors.joining(",", "\"", "\""));
    }
}
