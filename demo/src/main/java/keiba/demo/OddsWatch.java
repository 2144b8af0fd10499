package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;

/** Looks at the odds of one race again and again, and remembers how they move. */
final class OddsWatch {
    private static final Duration MOVES_SHOW = Duration.ofMillis(1_500);
    private static final List<BetType> TYPES = List.of(BetType.WIN, BetType.PLACE, BetType.QUINELLA, BetType.TRIO);

    private final DemoClient client;
    private final long raceId;
    private final List<BetType> watched;
    private final InstantSource clock;
    private final Map<BetType, OddsSheet> sheets = new EnumMap<>(BetType.class);
    private final Map<Integer, Move> moves = new HashMap<>();

    OddsWatch(Stage stage, PlannedRace race) {
        this.client = stage.client();
        this.raceId = stage.raceId(race);
        this.clock = stage.clock();
        this.watched = TYPES.stream()
                .filter(race.market().offering().types()::contains)
                .toList();
    }

    private record Move(boolean up, Instant at) {}

    void look() throws InterruptedException {
        for (BetType type : watched) {
            OddsSheet sheet = client.odds(raceId, type);
            OddsSheet before = sheets.put(type, sheet);
            if (type == BetType.WIN && before != null) {
                noteMoves(before, sheet);
            }
        }
    }

    private void noteMoves(OddsSheet before, OddsSheet now) {
        for (int i = 0; i < Math.min(before.lines().size(), now.lines().size()); i++) {
            Optional<Odds> old = before.lines().get(i).low();
            Optional<Odds> odds = now.lines().get(i).low();
            if (old.isPresent() && odds.isPresent() && !old.equals(odds)) {
                int horse = now.lines().get(i).combination().number(0);
                moves.put(horse, new Move(odds.get().compareTo(old.get()) > 0, clock.instant()));
            }
        }
    }

    /** Which way the odds of a horse have just moved: 1 up, -1 down, 0 not. */
    int move(int horse) {
        Move move = moves.get(horse);
        if (move == null || Duration.between(move.at, clock.instant()).compareTo(MOVES_SHOW) > 0) {
            return 0;
        }
        return move.up ? 1 : -1;
    }

    /** Returns the line of a single horse; empty before the first look, and for a type that is not sold. */
    Optional<OddsSheet.Line> line(BetType type, int horse) {
        return Optional.ofNullable(sheets.get(type)).stream()
                .flatMap(sheet -> sheet.lines().stream())
                .filter(line -> line.combination().number(0) == horse)
                .findFirst();
    }

    /** Returns the combinations backed most, with their odds. */
    SequencedMap<String, String> favourites(BetType type, int most) {
        SequencedMap<String, String> favourites = new LinkedHashMap<>();
        Optional.ofNullable(sheets.get(type)).stream()
                .flatMap(sheet -> sheet.lines().stream())
                .filter(line -> line.popularity().isPresent())
                .sorted(Comparator.comparingInt(line -> line.popularity().getAsInt()))
                .limit(most)
                .forEach(line -> favourites.put(
                        line.combination().toString(),
                        line.low().map(Odds::toString).orElse("-")));
        return favourites;
    }
}
