package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    @TempDir
    private Path files;

    @Test
    void the_file_lists_exactly_what_is_served_and_who_may() {
        assertThat(described()).isEqualTo(served());
    }

    @Test
    void no_merge_keys_are_used_because_not_every_reader_knows_them() {
        assertThat(Described.file().findValues("<<")).isEmpty();
    }

    @Test
    void every_example_is_what_its_schema_says() {
        assertThat(Described.exampleFaults()).isEmpty();
    }

    @Test
    void every_reference_leads_somewhere() {
        JsonNode file = Described.file();
        assertThat(file.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(file.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void every_integer_has_a_format_because_generators_take_one_without_for_32_bits() {
        List<JsonNode> integers = Described.file().findParents("type").stream()
                .filter(schema -> isInteger(schema.get("type")))
                .toList();
        assertThat(integers)
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.path("format").asText())
                        .as(schema.toString())
                        .isIn("int32", "int64"));
    }

    private static boolean isInteger(JsonNode type) {
        return type.asText().equals("integer")
                || (type.isArray() && type.toString().contains("\"integer\""));
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
    void every_operation_may_be_too_many() {
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
