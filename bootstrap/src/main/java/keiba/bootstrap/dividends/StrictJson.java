package keiba.bootstrap.dividends;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import keiba.bootstrap.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sequence of JSON objects token by token. If a value does not have exactly the requested type, the race is
 * invalid.
 */
final class StrictJson {
    /** The most bytes that one object may have. */
    static final int MAX_OBJECT_BYTES = 16 * 1024 * 1024;

    /** The most levels of nesting, characters of a name and digits of a number. */
    private static final int MOST = 1_000;

    private static final String TOO_MUCH = "exceeds a limit: at most " + MOST + " levels of nesting, names of " + MOST
            + " characters and numbers of " + MOST + " digits are allowed";
    private static final int MAX_SHOWN = 40;
    private static final int MAX_PATH = 3;

    /**
     * The parser factory. Names are not interned, and only a limited number is cached, so that the memory is limited
     * for a stream of any length.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST)
                    .maxNameLength(MOST)
                    .maxNumberLength(MOST)
                    .maxStringLength(MAX_OBJECT_BYTES)
                    .build())
            .build();

    private final GuardedInput input;
    private final JsonParser parser;
    private String name = "";

    StrictJson(GuardedInput input) throws IOException {
        this.input = input;
        this.parser = FACTORY.createParser(input);
    }

    /** Moves to the beginning of the next object; false at the end of the input. */
    boolean nextObject() throws IOException, BadRaceException {
        input.unlimited();
        JsonToken token = next();
        if (token == null) {
            return false;
        }
        input.limit(parser.currentTokenLocation().getByteOffset() + MAX_OBJECT_BYTES, "16 MB");
        if (token != JsonToken.START_OBJECT) {
            throw bad("a race must be an object, not " + found());
        }
        return true;
    }

    /** Moves to the value of the next field of the object that is being read; false at its end. */
    boolean nextField() throws IOException, BadRaceException {
        if (next() == JsonToken.END_OBJECT) {
            return false;
        }
        name = parser.currentName();
        next();
        return true;
    }

    /** Moves to the next element of the array that is being read; false at its end. */
    boolean nextElement() throws IOException, BadRaceException {
        return next() != JsonToken.END_ARRAY;
    }

    private @Nullable JsonToken next() throws IOException, BadRaceException {
        try {
            return parser.nextToken();
        } catch (JacksonException | GuardedInput.RefusedException refused) {
            throw bad(refused);
        }
    }

    /** Returns the name of the field that was moved to last. */
    String name() {
        return name;
    }

    void skip() throws IOException, BadRaceException {
        try {
            parser.skipChildren();
        } catch (JacksonException | GuardedInput.RefusedException refused) {
            throw bad(refused);
        }
    }

    void requireObject() throws IOException, BadRaceException {
        require(JsonToken.START_OBJECT, "an object");
    }

    /** @param wanted what the array is a list of, for the message */
    void requireArray(String wanted) throws IOException, BadRaceException {
        require(JsonToken.START_ARRAY, wanted);
    }

    private void require(JsonToken token, String wanted) throws IOException, BadRaceException {
        if (!parser.hasToken(token)) {
            throw bad("must be " + wanted + ", not " + found());
        }
    }

    boolean isNull() {
        return parser.hasToken(JsonToken.VALUE_NULL);
    }

    boolean isInteger() {
        return parser.hasToken(JsonToken.VALUE_NUMBER_INT);
    }

    boolean isText() {
        return parser.hasToken(JsonToken.VALUE_STRING);
    }

    /** Returns an integer in a range; {@code 8.0}, {@code 8e0} and {@code "8"} are not integers. */
    long integer(String wanted, long from, long to) throws IOException, BadRaceException {
        if (isInteger() && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= from && value <= to) {
                return value;
            }
        }
        throw bad("must be " + wanted + ", not " + found());
    }

    int integer(int from, int to) throws IOException, BadRaceException {
        return (int) integer("an integer from " + from + " to " + to, from, to);
    }

    String text() throws IOException, BadRaceException {
        require(JsonToken.VALUE_STRING, "a string");
        return scalar();
    }

    /** Returns the text of a string, or the digits of a number as they were written. */
    String scalar() throws IOException, BadRaceException {
        try {
            return parser.getText();
        } catch (JacksonException | GuardedInput.RefusedException refused) {
            throw bad(refused);
        }
    }

    /** Returns the exception for an error in the value being read. */
    BadRaceException bad(String reason) {
        return new BadRaceException(path(), reason);
    }

    private BadRaceException bad(IOException refused) {
        return switch (refused) {
            case GuardedInput.RefusedException unfit -> bad(String.valueOf(unfit.getMessage()));
            case JsonEOFException ended -> bad("the input ends before the end of the race");
            case StreamConstraintsException excess -> bad(TOO_MUCH);
            case JacksonException malformed -> bad(describe(malformed));
            default -> throw new IllegalArgumentException(refused);
        };
    }

    private String describe(JacksonException malformed) {
        String message = String.valueOf(malformed.getOriginalMessage());
        if (message.startsWith("Duplicate field")) {
            return "appears twice";
        }
        JsonLocation at = parser.currentLocation();
        String fault = message.split(": enable | \\(not recognized| \\(for ", 2)[0];
        return "not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + Printable.of(fault);
    }

    /**
     * Returns the names from the race down to the value being read, separated by dots, at most as deep as the known
     * fields.
     */
    private String path() {
        Deque<String> names = new ArrayDeque<>();
        for (JsonStreamContext at = parser.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inObject() && at.hasCurrentName()) {
                names.addFirst(Printable.of(at.getCurrentName(), MAX_SHOWN));
            }
        }
        return names.stream().limit(MAX_PATH).collect(Collectors.joining("."));
    }

    private String found() throws IOException, BadRaceException {
        if (parser.hasToken(JsonToken.START_OBJECT)) {
            return "an object";
        }
        if (parser.hasToken(JsonToken.START_ARRAY)) {
            return "a list";
        }
        String text = Printable.of(scalar(), MAX_SHOWN);
        return isText() ? '"' + text + '"' : text;
    }
}
