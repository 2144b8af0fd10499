package keiba.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The OpenAPI file, read with a public parser that generators of clients use. */
class OpenApiFileTest {
    private static SwaggerParseResult parsed = new SwaggerParseResult();

    @BeforeAll
    static void parse() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(OpenApiFileTest.class.getResourceAsStream("/keiba/http/openapi.yaml"))) {
            ParseOptions options = new ParseOptions();
            options.setResolve(true);
            parsed = new OpenAPIV3Parser().readContents(new String(file.readAllBytes(), UTF_8), null, options);
        }
    }

    private static List<Operation> operations() {
        return parsed.getOpenAPI().getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .toList();
    }

    @Test
    void a_public_parser_reads_the_file_without_messages() {
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(operations()).hasSizeGreaterThan(30);
    }

    @Test
    void every_operation_has_a_different_name() {
        List<String> names =
                operations().stream().map(Operation::getOperationId).toList();
        assertThat(names).doesNotContainNull().doesNotHaveDuplicates();
    }
}
