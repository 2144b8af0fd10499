package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    @TempDir
    private Path files;

    @Test
    void the_file_lists_exactly_the_served_operations_and_their_roles() {
        assertThat(described()).isEqualTo(served());
    }

    @Test
    void uses_no_yaml_merge_keys_because_some_parsers_do_not_support_them() {
        assertThat(Described.file().findValues("<<")).isEmpty();
    }

    @Test
    void every_example_is_valid_against_its_schema() {
        assertThat(Described.exampleFaults()).isEmpty();
    }

    @Test
    void every_reference_resolves() {
        JsonNode file = Described.file();
        assertThat(file.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(file.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void every_integer_has_a_format_because_generators_assume_32_bits_without_one() {
        assertThat(integers())
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.path("format").asText())
                        .as("openapi.yaml: the integer %s needs `format: int32` or `format: int64`", schema)
                        .isIn("int32", "int64"));
    }

    @Test
    void every_integer_has_a_range() {
        assertThat(integers())
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.has("minimum") && schema.has("maximum") && isRange(schema))
                        .as(
                                "openapi.yaml: the integer %s needs a `minimum` and a `maximum` above it, within its format",
                                schema)
                        .isTrue());
    }

    private static List<JsonNode> integers() {
        return Described.file().findParents("type").stream()
                .filter(schema -> isInteger(schema.get("type")))
                .toList();
    }

    private static boolean isInteger(JsonNode type) {
        return type.asText().equals("integer")
                || (type.isArray() && type.toString().contains("\"integer\""));
    }

    private static boolean isRange(JsonNode schema) {
        JsonNode low = schema.get("minimum");
        JsonNode high = schema.get("maximum");
        boolean fits = schema.path("format").asText().equals("int32")
                ? low.canConvertToInt() && high.canConvertToInt()
                : low.canConvertToLong() && high.canConvertToLong();
        return low.isIntegralNumber() && high.isIntegralNumber() && fits && low.longValue() < high.longValue();
    }

    @Test
    void every_schema_has_an_example() {
        assertThat(Described.file().at("/components/schemas").properties())
                .isNotEmpty()
                .allSatisfy(
                        schema -> assertThat(schema.getValue().path("examples").isEmpty())
                                .as("openapi.yaml: components/schemas/%s needs `examples`", schema.getKey())
                                .isFalse());
    }

    @Test
    void every_schema_of_a_body_has_a_name_because_generators_would_invent_one() {
        List<JsonNode> bodies = Described.file().findValues("application/json");
        assertThat(bodies)
                .isNotEmpty()
                .allSatisfy(body -> assertThat(body.path("schema").has("$ref"))
                        .as("openapi.yaml: the body %s needs a schema of components/schemas", body)
                        .isTrue());
        Described.file()
                .at("/components/schemas")
                .properties()
                .forEach(schema -> assertThat(inlineObjects(schema))
                        .as(
                                "openapi.yaml: objects inside components/schemas/%s need names of their own",
                                schema.getKey())
                        .isEmpty());
    }

    /** Returns the schemas of list items that are objects with properties and have no name. */
    private static List<JsonNode> inlineObjects(Map.Entry<String, JsonNode> schema) {
        return schema.getValue().findValues("items").stream()
                .filter(items -> items.has("properties"))
                .toList();
    }

    @Test
    void the_file_lists_exactly_the_problem_types_of_the_code() {
        assertThat(texts(Described.file().at("/components/schemas/Problem/properties/type/x-extensible-enum")))
                .as(
                        "openapi.yaml: `x-extensible-enum` of the type in components/schemas/Problem, beside the enum ProblemType")
                .containsExactlyInAnyOrderElementsOf(uris(ProblemType.values()));
    }

    @Test
    void every_problem_type_is_listed_by_an_operation_or_occurs_outside_operations() {
        Set<String> named = new TreeSet<>();
        Described.operations()
                .forEach(operation -> operation
                        .errors()
                        .forEach(status -> named.addAll(Described.problemTypes(operation.response(status)))));
        named.addAll(uris(
                ProblemType.METHOD_NOT_ALLOWED,
                ProblemType.URI_TOO_LONG,
                ProblemType.HEADER_TOO_LARGE,
                ProblemType.NOT_IMPLEMENTED));
        assertThat(named)
                .as("openapi.yaml: `x-problem-types` of all responses together")
                .isEqualTo(new TreeSet<>(uris(ProblemType.values())));
    }

    @Test
    void every_error_response_lists_its_problem_types_and_has_an_example() {
        for (Described.Operation operation : Described.operations()) {
            for (String status : operation.errors()) {
                JsonNode response = operation.response(status);
                JsonNode problem = response.path("content").path(Problem.MEDIA_TYPE);
                Set<String> types = Described.problemTypes(response);
                assertThat(types)
                        .as(
                                "openapi.yaml: %s, response %s needs `x-problem-types`, each of this status",
                                operation.name(), status)
                        .isNotEmpty()
                        .isSubsetOf(uris(Stream.of(ProblemType.values())
                                .filter(type -> Integer.toString(type.status()).equals(status))
                                .toArray(ProblemType[]::new)));
                assertThat(problem.path("schema").path("$ref").asText())
                        .as("openapi.yaml: %s, the schema of response %s", operation.name(), status)
                        .isEqualTo("#/components/schemas/Problem");
                assertThat(problem.path("example").path("type").asText())
                        .as("openapi.yaml: %s, the example of response %s", operation.name(), status)
                        .isIn(types);
            }
        }
    }

    @Test
    void every_operation_describes_the_errors_that_its_request_can_cause() {
        for (Described.Operation operation : Described.operations()) {
            Set<String> expected = new TreeSet<>(List.of("429", "500", "503"));
            if (!roles(operation.node()).isEmpty()) {
                expected.addAll(List.of("401", "403"));
            }
            if (operation.path().contains("{")) {
                expected.add("404");
            }
            if (operation.node().has("requestBody")) {
                expected.addAll(List.of("400", "413", "415"));
            }
            if (isInQuery(operation.node())) {
                expected.add("400");
            }
            assertThat(operation.errors())
                    .as("openapi.yaml: the errors of %s", operation.name())
                    .containsAll(expected);
        }
    }

    private static boolean isInQuery(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(Described::resolve)
                .filter(parameter -> !parameter.path("name").asText().equals("last_event_id"))
                .anyMatch(parameter -> parameter.path("in").asText().equals("query"));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::textValue).toList();
    }

    private static List<String> uris(ProblemType... types) {
        return Stream.of(types).map(type -> "urn:keiba:problem:" + type.text()).toList();
    }

    @Test
    void every_parameter_of_a_path_is_described() {
        JsonNode file = Described.file();
        file.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .forEach(operation -> assertThat(inPath(file, operation))
                                .as(path.getKey())
                                .isEqualTo(braced(path.getKey()))));
    }

    @Test
    void every_operation_describes_the_status_429() {
        Described.file()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .forEach(operation -> assertThat(
                                        operation.at("/responses/429/$ref").textValue())
                                .as(path.getKey())
                                .isEqualTo("#/components/responses/TooManyRequests")));
    }

    private static Set<String> inPath(JsonNode file, JsonNode operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode given : operation.path("parameters")) {
            JsonNode parameter =
                    given.has("$ref") ? file.at(given.get("$ref").textValue().substring(1)) : given;
            if (parameter.get("in").textValue().equals("path")) {
                names.add(parameter.get("name").textValue());
            }
        }
        return names;
    }

    private static Set<String> braced(String path) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(path)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> served() {
        try (Served served = new Served(files)) {
            return served.endpoints().stream()
                    .map(endpoint -> line(
                            endpoint.method().text(),
                            endpoint.path(),
                            endpoint.roles().stream().map(Role::claim).collect(Collectors.toCollection(TreeSet::new))))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> described() {
        Set<String> lines = new TreeSet<>();
        Described.file()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> lines.add(line(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                roles(operation.getValue())))));
        return lines;
    }

    private static Set<String> roles(JsonNode operation) {
        Set<String> roles = new TreeSet<>();
        operation.path("security").forEach(way -> way.get("token").forEach(role -> roles.add(role.textValue())));
        return roles;
    }

    private static String line(String method, String path, Set<String> roles) {
        return method + " " + path + " " + roles;
    }
}
