package keiba.application.odds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.odds.OddsHistoryBook.Kept;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceState;

/** Shows the odds of a board over time: the stored points, followed by the current board. */
final class OddsHistoryViews implements ViewOddsHistory {
    private final ViewRaces races;
    private final PoolBook pools;
    private final OddsBoard board;
    private final OddsHistoryBook book;

    OddsHistoryViews(ViewRaces races, PoolBook pools, OddsBoard board, OddsHistoryBook book) {
        this.races = races;
        this.pools = pools;
        this.board = board;
        this.book = book;
    }

    @Override
    public HistoryOutcome history(
            RaceId race, BetType type, List<String> wanted, Optional<Instant> from, Optional<Instant> to) {
        BoardId id = new BoardId(race, type);
        Optional<OddsSheet> current = races.find(race)
                .filter(card -> isOnSale(card, type))
                .flatMap(card -> shown(id).or(() -> computed(id)));
        if (current.isEmpty()) {
            return new NotOnSale();
        }
        Map<String, Integer> lines = lines(current.get());
        Optional<String> stranger =
                wanted.stream().filter(text -> !lines.containsKey(text)).findFirst();
        if (stranger.isPresent()) {
            return new NoSuchCombination(stranger.get());
        }
        List<Integer> chosen = wanted.isEmpty() ? popular(current.get()) : chosen(wanted, lines);
        return new Found(history(current.get(), chosen, from.orElse(Instant.MIN), to.orElse(Instant.MAX)));
    }

    private static boolean isOnSale(RaceCard card, BetType type) {
        return card.state() != RaceState.DECLARED && card.market().offering().sells(type);
    }

    private Optional<OddsSheet> shown(BoardId id) {
        try {
            return board.find(id);
        } catch (InfrastructureFailure boardIsAway) {
            return Optional.empty();
        }
    }

    private Optional<OddsSheet> computed(BoardId id) {
        return pools.pools(List.of(id)).stream().map(OddsSheet::of).findFirst();
    }

    private static Map<String, Integer> lines(OddsSheet sheet) {
        Map<String, Integer> lines = new HashMap<>();
        for (int line = 0; line < sheet.lines().size(); line++) {
            lines.put(sheet.lines().get(line).combination().toString(), line);
        }
        return lines;
    }

    private static List<Integer> chosen(List<String> wanted, Map<String, Integer> lines) {
        return wanted.stream()
                .flatMap(text -> Stream.ofNullable(lines.get(text)))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Returns the most popular lines in the order of the sheet. Lines without stake count as less popular than all
     * others.
     */
    private static List<Integer> popular(OddsSheet sheet) {
        OddsColumns columns = sheet.columns();
        return IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                        line -> columns.popularity(line) == 0 ? Integer.MAX_VALUE : columns.popularity(line)))
                .limit(POPULAR)
                .sorted()
                .toList();
    }

    private OddsHistory history(OddsSheet shown, List<Integer> lines, Instant from, Instant to) {
        Kept kept = book.kept(shown.board(), lines);
        boolean isLate = kept.points().stream().anyMatch(point -> point.version() > shown.version());
        OddsSheet current = isLate ? computed(shown.board()).orElse(shown) : shown;
        List<OddsHistory.Point> points = new ArrayList<>(kept.points().stream()
                .filter(point -> point.version() < current.version())
                .toList());
        points.add(OddsHistory.Point.of(current, lines));
        return new OddsHistory(
                shown.board(),
                kept.step(),
                current.version(),
                lines.stream()
                        .map(line -> shown.lines().get(line).combination())
                        .toList(),
                points.stream()
                        .filter(point ->
                                !point.asOf().isBefore(from) && !point.asOf().isAfter(to))
                        .toList());
    }
}
