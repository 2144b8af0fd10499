package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Compares JSON with the examples of the contract. */
final class Golden {
    private Golden() {}

    /** The fields of a text; apostrophes stand for quotation marks. */
    static Fields fields(String json) {
        return Fields.of(object(json));
    }

    /** The object of a text; apostrophes stand for quotation marks. */
    static ObjectNode object(String json) {
        return Json.read(json.replace('\'', '"'));
    }

    /** Fails unless the value is the expected one to the letter: names, types, order, and nothing besides. */
    static void assertSame(ObjectNode actual, String expected) {
        assertThat(Json.text(actual)).isEqualTo(Json.text(object(expected)));
    }

    /** Fails unless every field of the expected value is there with the same value, in the same order. Further fields are allowed. */
    static void assertShows(ObjectNode actual, String expected) {
        ObjectNode golden = object(expected);
        assertThat(Json.text(only(actual, golden))).isEqualTo(Json.text(golden));
    }

    /** The part of a value that the expected one names. */
    private static JsonNode only(JsonNode actual, JsonNode expected) {
        if (actual instanceof ObjectNode object && expected instanceof ObjectNode golden) {
            ObjectNode part = Json.object();
            for (String name : names(object)) {
                JsonNode named = golden.get(name);
                if (named != null) {
                    part.set(name, only(object.get(name), named));
                }
            }
            return part;
        }
        if (actual instanceof ArrayNode list && expected instanceof ArrayNode golden && list.size() == golden.size()) {
            ArrayNode part = Json.object().arrayNode();
            for (int i = 0; i < list.size(); i++) {
                part.add(only(list.get(i), golden.get(i)));
            }
            return part;
        }
        return actual;
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
