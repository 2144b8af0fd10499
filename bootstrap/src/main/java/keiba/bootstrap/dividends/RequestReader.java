package keiba.bootstrap.dividends;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.BetTerms;
import keiba.domain.rule.RuleBooks;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one race object, in whatever order they stand. Unknown ones are passed over. */
final class RequestReader {
    private static final String HORSES = "a list of horse numbers from 1 to " + Brackets.MAX_RUNNERS;
    private static final String BET_TYPES =
            Arrays.stream(BetType.values()).map(BetType::name).collect(Collectors.joining(", "));
    private static final String GROUPS = "a list of groups of horses, as [[6],[3,5]]";

    private final StrictJson json;

    private @Nullable RaceLabel id;
    private String rules = RuleBooks.JRA.name();
    private @Nullable Integer runners;
    private Horses withdrawn = Horses.NONE;
    private Horses scratched = Horses.NONE;
    private @Nullable Integer entriesAtSaleStart;
    private @Nullable Map<Integer, Integer> brackets;
    private @Nullable List<BetType> onSale;
    private @Nullable Integer placesPaid;
    private Map<BetType, PerMille> paybacks = Map.of();
    private Map<BetType, PerMille> premiums = Map.of();
    private @Nullable Map<BetType, Map<Combination, Yen>> stakes;
    private @Nullable OrderOfFinish result;

    RequestReader(StrictJson json) {
        this.json = json;
    }

    /** Returns the id of the race as far as it has been read. */
    Optional<RaceLabel> id() {
        return Optional.ofNullable(id);
    }

    RaceRequest read() throws IOException, BadRaceException {
        while (json.nextField()) {
            readField();
        }
        if (runners == null) {
            throw new BadRaceException("runners", "missing; the field is required");
        }
        if (stakes == null) {
            throw new BadRaceException("stakes", "missing; the field is required");
        }
        return new RaceRequest(
                id,
                rules,
                runners,
                withdrawn,
                scratched,
                entriesAtSaleStart,
                brackets,
                onSale,
                placesPaid,
                paybacks,
                premiums,
                stakes,
                result);
    }

    private void readField() throws IOException, BadRaceException {
        switch (json.name()) {
            case "race_id" -> id = label();
            case "rules" -> rules = json.text();
            case "runners" -> runners = json.integer(Field.MIN_RUNNERS, Brackets.MAX_RUNNERS);
            case "withdrawn" -> withdrawn = horses(HORSES, Horses.NONE);
            case "scratched" -> scratched = horses(HORSES, Horses.NONE);
            case "entries_at_sale_start" -> entriesAtSaleStart = json.integer(0, Brackets.MAX_RUNNERS);
            case "brackets" -> brackets = brackets();
            case "on_sale" -> onSale = types();
            case "places_paid" -> placesPaid = json.integer(2, 3);
            case "payback_per_mille" -> paybacks = rates(1000);
            case "premium_per_mille" -> premiums = rates(BetTerms.MAX_PREMIUM.value());
            case "stakes" -> stakes = stakes();
            case "result" -> result = json.isNull() ? null : order();
            default -> json.skip();
        }
    }

    private RaceLabel label() throws IOException, BadRaceException {
        if (!json.isText() && !json.isInteger()) {
            throw json.bad("must be a string or an integer");
        }
        String text = json.scalar();
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw json.bad("contains an unpaired surrogate, which is half a character");
        }
        return new RaceLabel(text, json.isInteger());
    }

    /** @param seen horses that must not stand in it */
    private Horses horses(String wanted, Horses seen) throws IOException, BadRaceException {
        json.requireArray(wanted);
        Horses read = Horses.NONE;
        while (json.nextElement()) {
            int horse = (int) json.integer(wanted, 1, Brackets.MAX_RUNNERS);
            if (seen.plus(read).contains(horse)) {
                throw json.bad("horse " + horse + " appears twice");
            }
            read = read.plus(horse);
        }
        return read;
    }

    private OrderOfFinish order() throws IOException, BadRaceException {
        json.requireArray(GROUPS);
        List<Horses> groups = new ArrayList<>();
        Horses seen = Horses.NONE;
        while (json.nextElement()) {
            Horses group = horses(GROUPS, seen);
            if (group.isEmpty()) {
                throw json.bad("each group must have at least one horse");
            }
            groups.add(group);
            seen = seen.plus(group);
        }
        return new OrderOfFinish(groups);
    }

    private Map<Integer, Integer> brackets() throws IOException, BadRaceException {
        json.requireObject();
        Map<Integer, Integer> read = new TreeMap<>();
        while (json.nextField()) {
            int bracket = json.integer(1, Brackets.COUNT);
            Combination horse = Combination.parse(BetType.WIN, json.name())
                    .orElseThrow(() -> json.bad("the key must be a horse number"));
            read.put(horse.number(0), bracket);
        }
        return read;
    }

    private List<BetType> types() throws IOException, BadRaceException {
        json.requireArray("a list of bet types");
        List<BetType> read = new ArrayList<>();
        while (json.nextElement()) {
            BetType type = type(json.text());
            if (read.contains(type)) {
                throw json.bad(type + " appears twice");
            }
            read.add(type);
        }
        return read;
    }

    private BetType type(String name) throws BadRaceException {
        for (BetType type : BetType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw json.bad("must be one of the bet types " + BET_TYPES);
    }

    private Map<BetType, PerMille> rates(int most) throws IOException, BadRaceException {
        json.requireObject();
        Map<BetType, PerMille> read = new EnumMap<>(BetType.class);
        while (json.nextField()) {
            read.put(type(json.name()), PerMille.of(json.integer(0, most)));
        }
        return read;
    }

    private Map<BetType, Map<Combination, Yen>> stakes() throws IOException, BadRaceException {
        json.requireObject();
        Map<BetType, Map<Combination, Yen>> read = new EnumMap<>(BetType.class);
        while (json.nextField()) {
            BetType type = type(json.name());
            read.put(type, stakes(type));
        }
        return read;
    }

    private Map<Combination, Yen> stakes(BetType type) throws IOException, BadRaceException {
        json.requireObject();
        Map<Combination, Yen> read = new LinkedHashMap<>();
        Yen total = Yen.ZERO;
        while (json.nextField()) {
            Combination combination = Combination.parse(type, json.name())
                    .orElseThrow(() -> json.bad("must be a combination; " + type + " is written as " + example(type)));
            Yen stake = stake();
            total = total.plus(stake);
            if (total.compareTo(Pool.MAX_TOTAL) > 0) {
                throw json.bad("the stakes of this bet type exceed " + Pool.MAX_TOTAL.value() + " yen in total");
            }
            read.put(combination, stake);
        }
        return read;
    }

    private Yen stake() throws IOException, BadRaceException {
        long yen = json.integer("whole yen from 0 to 10^13", 0, Pool.MAX_TOTAL.value());
        if (yen % Pool.UNIT.value() != 0) {
            throw json.bad("must be a multiple of 100 yen, not " + yen);
        }
        return Yen.of(yen);
    }

    private static String example(BetType type) {
        int[] numbers =
                type.places() == 1 ? new int[] {5} : type.places() == 2 ? new int[] {3, 7} : new int[] {1, 3, 7};
        return Combination.of(type, numbers).toString();
    }
}
