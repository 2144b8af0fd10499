package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import keiba.wire.Json;

/** The OpenAPI file, and a check that HTTP answers match it. Tests of other modules use it too. */
public final class Described {
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

    /** Returns the node that a {@code $ref} refers to; any other node is returned unchanged. */
    static JsonNode resolve(JsonNode given) {
        return SCHEMA.resolve(given);
    }

    /** An operation of the file, with its method and path for messages. */
    record Operation(String name, String path, JsonNode node) {
        /** Returns the description of the response with a status; a missing node if the file has none. */
        JsonNode response(String status) {
            return SCHEMA.resolve(node.path("responses").path(status));
        }

        /** The statuses from 400 up that the file describes. */
        List<String> errors() {
            return node.path("responses").properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(status -> Integer.parseInt(status) >= 400)
                    .toList();
        }
    }

    static List<Operation> operations() {
        return FILE.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                path.getKey(),
                                operation.getValue())))
                .toList();
    }

    /** As {@link #faults(HttpResponse, JsonNode)}, for a body that is not parsed yet and may be empty. */
    static List<String> faults(HttpResponse<?> answer, String body) {
        return faults(answer, read(mediaType(answer), body));
    }

    /** Returns in what an answer differs from the description of its path and method. */
    public static List<String> faults(HttpResponse<?> answer, JsonNode body) {
        return faults(answer.request().method(), answer.uri().getPath(), answer.statusCode(), mediaType(answer), body);
    }

    private static String mediaType(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    /** As {@link #faults(String, String, int, String, JsonNode)}, for a body that is not parsed yet and may be empty. */
    static List<String> faults(String method, String path, int status, String mediaType, String body) {
        return faults(method, path, status, mediaType, read(mediaType, body));
    }

    private static JsonNode read(String mediaType, String body) {
        if (body.isEmpty()) {
            return MissingNode.getInstance();
        }
        return mediaType.endsWith("json") ? Json.read(body) : TextNode.valueOf(body);
    }

    /**
     * Returns in what an answer differs from its description. The answer to a path or method that is not in the file must be a problem.
     *
     * @param path as it was sent, without the query
     * @param mediaType empty without a body
     * @param body missing without a body
     */
    private static List<String> faults(String method, String path, int status, String mediaType, JsonNode body) {
        Optional<JsonNode> operation = operation(method, path);
        if (operation.isEmpty()) {
            return List.of();
        }
        JsonNode response = SCHEMA.resolve(operation.get().path("responses").path(Integer.toString(status)));
        String answer = method + " " + path + ": " + status;
        if (response.isMissingNode()) {
            return List.of(answer + " is not described in openapi.yaml; the answer is " + body);
        }
        JsonNode content = response.path("content").path(mediaType);
        if (content.isMissingNode()) {
            return body.isMissingNode() && !response.has("content")
                    ? List.of()
                    : List.of(answer + " is described in openapi.yaml without the media type '" + mediaType + "'");
        }
        List<String> faults = new ArrayList<>(SCHEMA.faults(content.path("schema"), body));
        String type = body.path("type").asText();
        if (mediaType.equals(Problem.MEDIA_TYPE) && !problemTypes(response).contains(type)) {
            faults.add(answer + " has the type " + type
                    + ", which x-problem-types of this response in openapi.yaml lacks");
        }
        return faults;
    }

    /** The types that a problem of a response can have, as clients read them. */
    static Set<String> problemTypes(JsonNode response) {
        Set<String> types = new TreeSet<>();
        response.path("x-problem-types").forEach(name -> types.add("urn:keiba:problem:" + name.textValue()));
        return types;
    }

    /** Paths without parameters come first, because they precede the others. */
    private static Optional<JsonNode> operation(String method, String path) {
        return FILE.get("paths").properties().stream()
                .filter(described -> path.matches(described.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .filter(described -> described.getValue().has(method.toLowerCase(Locale.ROOT)))
                .sorted((one, other) -> Boolean.compare(
                        one.getKey().contains("{"), other.getKey().contains("{")))
                .map(described -> described.getValue().get(method.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns the examples that do not match their schemas. */
    static List<String> exampleFaults() {
        List<String> faults = new ArrayList<>();
        for (String mediaType : List.of("application/json", Problem.MEDIA_TYPE)) {
            for (JsonNode content : FILE.findValues(mediaType)) {
                if (content.has("example")) {
                    faults.addAll(SCHEMA.faults(content.get("schema"), content.get("example")));
                }
                for (JsonNode example : content.path("examples")) {
                    faults.addAll(SCHEMA.faults(content.get("schema"), example.get("value")));
                }
            }
        }
        for (Map.Entry<String, JsonNode> schema :
                FILE.get("components").get("schemas").properties()) {
            for (JsonNode example : schema.getValue().path("examples")) {
                SCHEMA.faults(schema.getValue(), example).forEach(fault -> faults.add(schema.getKey() + " " + fault));
            }
        }
        return faults;
    }
}
