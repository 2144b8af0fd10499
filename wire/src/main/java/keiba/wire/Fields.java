package keiba.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of one JSON object, read strictly: a number must be a JSON number without a fraction, a text must be a
 * JSON string, and there are no default values. {@code null} counts as missing.
 */
public final class Fields {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** The largest length of a list. No list of the API is longer. */
    private static final int MAX_ITEMS = 10_000;

    private final ObjectNode object;
    private final String path;

    private Fields(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    public static Fields of(ObjectNode object) {
        return new Fields(object, "");
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** Returns a value as a message about it shows it: a string, number or boolean as JSON, anything else by its kind. */
    private static String shown(JsonNode value) {
        return value.isArray() ? "a list" : value.isObject() ? "an object" : value.toString();
    }

    /** Returns the value of a required field. */
    private JsonNode require(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            throw WireException.malformed(path(name), "missing; the field is required");
        }
        return value;
    }

    /** Returns a whole number; one that does not fit a long is malformed, and out of range. */
    public long integer(String name) {
        return integer(require(name), path(name));
    }

    private static long integer(JsonNode value, String path) {
        if (!value.isIntegralNumber()) {
            throw WireException.malformed(path, "must be a whole number, not " + shown(value));
        }
        if (!value.canConvertToLong()) {
            throw WireException.outOfRange(path, "must be a whole number of at most 64 bits, not " + value.asText());
        }
        return value.longValue();
    }

    /** Returns a whole number that fits an int; one that does not is impossible. */
    public int smallInteger(String name) {
        return smallInteger(require(name), path(name));
    }

    private static int smallInteger(JsonNode value, String path) {
        long number = integer(value, path);
        if (number != (int) number) {
            throw WireException.impossible(
                    path, "must be from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ", not " + number);
        }
        return (int) number;
    }

    public String text(String name) {
        JsonNode value = require(name);
        if (!value.isTextual()) {
            throw WireException.malformed(path(name), "must be a string, not " + shown(value));
        }
        return value.textValue();
    }

    public String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    /** Returns a text without the spaces at its ends. */
    String trimmed(String name, String absent) {
        return trimmed(text(name, absent));
    }

    /** Also without wide and no-break spaces at the ends; control characters stay there. */
    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && Character.isSpaceChar(text.charAt(start))) {
            start++;
        }
        while (start < end && Character.isSpaceChar(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /**
     * Returns a {@link #trimmed} text of one line that every store can hold: not blank, no control character, no half
     * of a surrogate pair.
     */
    public String line(String name, int maxLength) {
        String text = trimmed(text(name));
        boolean whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
        if (text.isBlank()
                || text.length() > maxLength
                || !whole
                || text.chars().anyMatch(Character::isISOControl)) {
            throw WireException.impossible(path(name), "must be one line of 1 to " + maxLength + " characters");
        }
        return text;
    }

    public boolean truth(String name, boolean absent) {
        return has(name) ? truth(name) : absent;
    }

    public boolean truth(String name) {
        JsonNode value = require(name);
        if (!value.isBoolean()) {
            throw WireException.malformed(path(name), "must be true or false, not " + shown(value));
        }
        return value.booleanValue();
    }

    /**
     * Returns a time, truncated to microseconds: PostgreSQL would round it, so Redis would show another time than
     * PostgreSQL.
     */
    public Instant instant(String name) {
        return parse(name, Instant::parse, "must be a time such as 2026-11-22T06:40:00Z")
                .truncatedTo(ChronoUnit.MICROS);
    }

    public Optional<Instant> optionalInstant(String name) {
        return has(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    public LocalDate date(String name) {
        return parse(name, LocalDate::parse, "must be a date such as 2026-11-22");
    }

    private <T> T parse(String name, Function<String, T> parser, String fault) {
        String text = text(name);
        try {
            return parser.apply(text);
        } catch (DateTimeException notOne) {
            throw WireException.malformed(path(name), fault + ", not \"" + text + "\"");
        }
    }

    public UUID uuid(String name) {
        String text = text(name);
        return uuidOf(text)
                .orElseThrow(() -> WireException.malformed(path(name), "must be a UUID, not \"" + text + "\""));
    }

    /**
     * Returns the UUID of a text in its full form of 36 characters; empty for anything else, also for the short forms
     * that the JDK takes.
     */
    public static Optional<UUID> uuidOf(String text) {
        return UUID_TEXT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** Returns the constant of an enumeration with this name; any other text is an impossible value. */
    public <E extends Enum<E>> E constant(String name, Class<E> type) {
        return constant(type, text(name), path(name));
    }

    static <E extends Enum<E>> E constant(Class<E> type, String text, String path) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        String known = Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
        throw WireException.impossible(path, "must be one of " + known + ", not \"" + text + "\"");
    }

    /** Returns a list of whole numbers. */
    public List<Integer> integers(String name) {
        return items(name, Fields::smallInteger);
    }

    /** Returns a list of texts. */
    public List<String> texts(String name) {
        return items(name, (value, path) -> {
            if (!value.isTextual()) {
                throw WireException.malformed(path, "must be a string, not " + shown(value));
            }
            return value.textValue();
        });
    }

    /** Returns a list of lists of whole numbers. */
    public List<List<Integer>> integerLists(String name) {
        return items(name, Fields::integers);
    }

    private static List<Integer> integers(JsonNode value, String path) {
        return items(value, path, Fields::smallInteger);
    }

    /** Returns a list of objects. */
    public List<Fields> objects(String name) {
        return items(name, Fields::object);
    }

    private <T> List<T> items(String name, Item<T> item) {
        return items(require(name), path(name), item);
    }

    private interface Item<T> {
        T read(JsonNode value, String path);
    }

    /**
     * Returns the items of a list. If it has both a malformed and an impossible item, the malformed one is reported,
     * whatever their order.
     */
    private static <T> List<T> items(JsonNode value, String path, Item<T> item) {
        if (!value.isArray()) {
            throw WireException.malformed(path, "must be a list, not " + shown(value));
        }
        if (value.size() > MAX_ITEMS) {
            throw WireException.impossible(
                    path, "has " + value.size() + " items; at most " + MAX_ITEMS + " are allowed");
        }
        List<T> items = new ArrayList<>(value.size());
        WireException impossible = null;
        for (int i = 0; i < value.size(); i++) {
            try {
                items.add(item.read(value.get(i), path + "[" + i + "]"));
            } catch (WireException fault) {
                if (!fault.isOfAWellFormedValue()) {
                    throw fault;
                }
                impossible = impossible == null ? fault : impossible;
            }
        }
        if (impossible != null) {
            throw impossible;
        }
        return items;
    }

    /** Returns a field that is one whole number or a list of them. */
    public List<Integer> integerOrIntegers(String name) {
        JsonNode value = require(name);
        return value.isArray() ? integers(value, path(name)) : List.of(smallInteger(value, path(name)));
    }

    public Fields object(String name) {
        return object(require(name), path(name));
    }

    private static Fields object(JsonNode value, String path) {
        if (value instanceof ObjectNode object) {
            return new Fields(object, path);
        }
        throw WireException.malformed(path, "must be an object, not " + shown(value));
    }

    /** Returns the names of this object's fields, in the order of the text. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
