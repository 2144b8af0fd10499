package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import keiba.wire.Json;

/** The OpenAPI file, and whether what is said over HTTP is what it says. */
final class Described {
    private static final JsonNode FILE = load();
    private static final JsonSchema SCHEMA = new JsonSchema(FILE);

    private Described() {}

    private static JsonNode load() {
        try (InputStream yaml = Described.class.getResourceAsStream("/keiba/http/openapi.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(yaml));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static JsonNode file() {
        return FILE;
    }

    /** What is wrong with an answer; empty for a path or method that is not in the file, whose answer is only a problem. */
    static List<String> faults(String method, String path, int status, String mediaType, String body) {
        Optional<JsonNode> operation = operation(method, path);
        if (operation.isEmpty()) {
            return List.of();
        }
        JsonNode response = SCHEMA.resolve(operation.get().path("responses").path(Integer.toString(status)));
        if (response.isMissingNode()) {
            return List.of(method + " " + path + ": " + status + " is not described");
        }
        JsonNode content = response.path("content").path(mediaType);
        if (content.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of(method + " " + path + ": no " + mediaType + " is described");
        }
        return SCHEMA.faults(content.path("schema"), Json.read(body));
    }

    /** The paths without parameters come first: they win. */
    private static Optional<JsonNode> operation(String method, String path) {
        return FILE.get("paths").properties().stream()
                .filter(described -> path.matches(described.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .filter(described -> described.getValue().has(method.toLowerCase(Locale.ROOT)))
                .sorted((one, other) -> Boolean.compare(
                        one.getKey().contains("{"), other.getKey().contains("{")))
                .map(described -> described.getValue().get(method.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** What is wrong with the examples beside the schemas. */
    static List<String> exampleFaults() {
        List<String> faults = new ArrayList<>();
        for (JsonNode content : FILE.findValues("application/json")) {
            if (content.has("example")) {
                faults.addAll(SCHEMA.faults(content.get("schema"), content.get("example")));
            }
        }
        for (Map.Entry<String, JsonNode> schema :
                FILE.get("components").get("schemas").properties()) {
            for (JsonNode example : schema.getValue().path("examples")) {
                faults.addAll(SCHEMA.faults(schema.getValue(), example));
            }
        }
        return faults;
    }
}
