package keiba.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Reads and writes JSON strictly: one value, no duplicate names, no deep nesting, numbers as they are written. */
public final class Json {
    private static final int MAX_DEPTH = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Returns a new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads one object. The bytes are decoded here, because Jackson by itself would guess UTF-16 and UTF-32, and take some byte sequences
     * that UTF-8 forbids.
     *
     * @throws WireException if it is anything else
     */
    public static ObjectNode read(byte[] utf8) {
        try {
            return read(UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
        } catch (CharacterCodingException notUtf8) {
            throw WireException.malformed("", "not JSON in UTF-8");
        }
    }

    /** Returns the same as {@link #read(byte[])}. */
    public static ObjectNode read(String text) {
        try {
            return requireObject(MAPPER.readTree(text));
        } catch (MismatchedInputException more) {
            throw WireException.malformed("", "not JSON: more than one value");
        } catch (JsonProcessingException notJson) {
            throw WireException.malformed("", "not JSON: " + notJson.getOriginalMessage());
        }
    }

    private static ObjectNode requireObject(JsonNode read) {
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw WireException.malformed("", "not a JSON object; exactly one object is expected");
    }

    /** Returns the value as UTF-8. */
    public static byte[] write(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Returns the value as text. */
    public static String text(JsonNode value) {
        return value.toString();
    }
}
