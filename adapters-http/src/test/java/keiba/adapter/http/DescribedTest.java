package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the check of answers against the OpenAPI file. */
class DescribedTest {
    private static final String NOT_FOUND = """
            {"type":"urn:keiba:problem:not-found","title":"Not found","status":404,"detail":"race 1 does not exist"}""";

    private static List<String> faults(int status, String mediaType, String body) {
        return Described.faults("POST", "/v1/races/1/open", status, mediaType, body);
    }

    @Test
    void accepts_an_answer_that_the_openapi_file_describes() {
        assertThat(faults(404, Problem.MEDIA_TYPE, NOT_FOUND)).isEmpty();
    }

    @Test
    void reports_a_status_that_is_not_described() {
        assertThat(faults(418, Problem.MEDIA_TYPE, NOT_FOUND))
                .singleElement()
                .asString()
                .contains("POST /v1/races/1/open: 418 is not described");
    }

    @Test
    void reports_a_wrong_media_type() {
        assertThat(faults(404, "text/html", "<p>Not found</p>"))
                .singleElement()
                .asString()
                .contains("'text/html'");
    }

    @Test
    void reports_a_missing_body() {
        assertThat(faults(404, "", "")).isNotEmpty();
        assertThat(faults(404, Problem.MEDIA_TYPE, "")).isNotEmpty();
    }

    @Test
    void reports_a_problem_type_that_the_described_response_does_not_list() {
        assertThat(faults(404, Problem.MEDIA_TYPE, NOT_FOUND.replace("not-found", "race-exists")))
                .singleElement()
                .asString()
                .contains("race-exists", "x-problem-types");
    }

    @Test
    void reports_fields_that_are_missing_wrong_or_not_described() {
        assertThat(faults(404, Problem.MEDIA_TYPE, NOT_FOUND.replace("\"status\":404,", "")))
                .isNotEmpty();
        assertThat(faults(404, Problem.MEDIA_TYPE, NOT_FOUND.replace("404", "\"404\"")))
                .isNotEmpty();
        assertThat(faults(404, Problem.MEDIA_TYPE, NOT_FOUND.replace("404", "200")))
                .isNotEmpty();
        assertThat(faults(404, Problem.MEDIA_TYPE, NOT_FOUND.replace("}", ",\"hint\":1}")))
                .isNotEmpty();
    }
}
