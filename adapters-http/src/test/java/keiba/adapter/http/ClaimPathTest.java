package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import keiba.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the path of a claim is parsed and how the claim is found in a token. */
class ClaimPathTest {
    private static Stream<Arguments> paths() {
        return Stream.of(
                Arguments.of("roles", List.of("roles")),
                Arguments.of("realm_access.roles", List.of("realm_access", "roles")),
                Arguments.of("resource_access.\"my.client\".roles", List.of("resource_access", "my.client", "roles")),
                Arguments.of("\"a.b\"", List.of("a.b")),
                Arguments.of("\"a\".b", List.of("a", "b")),
                Arguments.of("https://example.com/roles", List.of("https://example.com/roles")),
                Arguments.of("http://example.com/a.b/roles", List.of("http://example.com/a.b/roles")),
                Arguments.of("\"https://example.com/app\".roles", List.of("https://example.com/app", "roles")),
                Arguments.of("cognito:groups", List.of("cognito:groups")),
                Arguments.of("a.b.c.d.e.f.g.h", List.of("a", "b", "c", "d", "e", "f", "g", "h")));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void parses_a_path_of_names_separated_by_dots(String text, List<String> names) {
        assertThat(ClaimPath.parse(text).names()).isEqualTo(names);
        assertThat(ClaimPath.parse(ClaimPath.parse(text).toString())).isEqualTo(ClaimPath.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "roles.",
                ".roles",
                "a..b",
                "\"",
                "\"a",
                "a.\"b",
                "\"\"",
                "a.\"\"",
                "\"a\"b",
                "\"a\" .b",
                "a.b.c.d.e.f.g.h.i"
            })
    void refuses_a_path_with_an_empty_name_or_a_missing_quote(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimPath.parse(text));
    }

    @Test
    void refuses_a_path_that_is_too_long() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimPath.parse("a.".repeat(100_000) + "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimPath.parse("https://" + "a".repeat(100_000)));
    }

    @Test
    void finds_a_claim_inside_objects_and_refuses_other_parents() {
        ObjectNode claims =
                Json.read("{\"a\":{\"b\":{\"c\":7}},\"a.b\":8,\"list\":[{\"b\":9}],\"text\":\"b\",\"none\":null}");
        assertThat(ClaimPath.parse("a.b.c").in(claims).intValue()).isEqualTo(7);
        assertThat(ClaimPath.parse("\"a.b\"").in(claims).intValue()).isEqualTo(8);
        assertThat(ClaimPath.parse("a.c").in(claims).isMissingNode()).isTrue();
        assertThat(ClaimPath.parse("x.y.z").in(claims).isMissingNode()).isTrue();
        for (String path : List.of("list.b", "list.0", "text.b", "none.b", "a.b.c.d")) {
            assertThatIllegalArgumentException()
                    .as(path)
                    .isThrownBy(() -> ClaimPath.parse(path).in(claims))
                    .withMessage("the claim " + path + " is not inside an object");
        }
    }
}
