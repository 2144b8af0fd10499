package keiba.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import keiba.application.purchase.Bet;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.bet.Selection.Box;
import keiba.domain.bet.Selection.Formation;
import keiba.domain.bet.Selection.Straight;
import keiba.domain.bet.Selection.Wheel;
import keiba.domain.money.Yen;

/** A bet as JSON: bet type, amount, and either a horse number or a selection. */
public final class BetWire {
    private BetWire() {}

    /** The names of the methods on the wire. */
    private enum Method {
        STRAIGHT,
        BOX,
        WHEEL,
        FORMATION
    }

    /** Adds the fields of a bet to an object. */
    public static void write(Bet bet, ObjectNode into) {
        writeSelection(bet, into);
        into.put("bet_type", bet.type().name());
        into.put("amount", bet.amount().value());
    }

    static void writeSelection(Bet bet, ObjectNode into) {
        if (hasHorseNumber(bet) && bet.selection() instanceof Straight straight) {
            into.put("horse_number", straight.numbers().get(0));
        } else {
            into.set("selection", write(bet.selection()));
        }
    }

    /** Returns whether a bet is written with a horse number in place of a selection. */
    static boolean hasHorseNumber(Bet bet) {
        return isSingleHorse(bet.type())
                && bet.selection() instanceof Straight straight
                && straight.numbers().size() == 1;
    }

    private static boolean isSingleHorse(BetType type) {
        return type.places() == 1;
    }

    /** Returns a selection as JSON. */
    public static ObjectNode write(Selection selection) {
        ObjectNode json = Json.object();
        switch (selection) {
            case Straight straight -> put(json, Method.STRAIGHT).set("numbers", list(straight.numbers()));
            case Box box -> put(json, Method.BOX).set("numbers", list(box.numbers()));
            case Wheel wheel -> {
                put(json, Method.WHEEL).set("axis", list(wheel.axis()));
                json.set("partners", list(wheel.partners()));
                if (!wheel.positions().isEmpty()) {
                    json.set("position", list(wheel.positions()));
                }
                if (wheel.multi()) {
                    json.put("multi", true);
                }
            }
            case Formation formation -> {
                ArrayNode columns = put(json, Method.FORMATION).putArray("columns");
                formation.columns().forEach(column -> columns.add(list(column)));
            }
        }
        return json;
    }

    private static ObjectNode put(ObjectNode json, Method method) {
        return json.put("method", method.name());
    }

    static ArrayNode list(List<Integer> numbers) {
        ArrayNode list = Json.object().arrayNode();
        numbers.forEach(number -> list.add(number.intValue()));
        return list;
    }

    /**
     * Reads a bet.
     *
     * @throws WireException if fields are missing or of the wrong type (MALFORMED), or have impossible values
     *     (IMPOSSIBLE)
     */
    public static Bet read(Fields fields) {
        Yen amount = amount(fields);
        BetType type = type(fields);
        return new Bet(type, selection(fields, Optional.of(type)), amount);
    }

    static Yen amount(Fields fields) {
        return Yen.of(fields.integer("amount"));
    }

    static BetType type(Fields fields) {
        return fields.constant("bet_type", BetType.class);
    }

    /**
     * @param type determines whether a horse number is sufficient; empty if it could not be read
     */
    static Selection selection(Fields fields, Optional<BetType> type) {
        boolean single = fields.has("horse_number");
        if (single == fields.has("selection")) {
            throw WireException.impossible("selection", "exactly one of horse_number and selection is required");
        }
        if (!single) {
            return readSelection(fields.object("selection"));
        }
        Selection straight = new Straight(List.of(fields.smallInteger("horse_number")));
        if (type.isPresent() && !isSingleHorse(type.get())) {
            throw WireException.impossible(
                    "horse_number",
                    "bet type " + type.get() + " requires a selection; horse_number is for WIN and PLACE");
        }
        return straight;
    }

    /** Reads a selection; throws the same exceptions as {@link #read}. */
    public static Selection readSelection(Fields fields) {
        return switch (fields.constant("method", Method.class)) {
            case STRAIGHT -> new Straight(fields.integers("numbers"));
            case BOX -> new Box(fields.integers("numbers"));
            case WHEEL ->
                new Wheel(
                        fields.integers("axis"),
                        fields.integers("partners"),
                        fields.has("position") ? fields.integerOrIntegers("position") : List.of(),
                        fields.truth("multi", false));
            case FORMATION -> new Formation(fields.integerLists("columns"));
        };
    }
}
