package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Suggestions for misspelt names. */
class NearestNamesTest {
    private static final List<String> KNOWN = List.of("http.host", "http.port", "kafka.min-insync-replicas", "roles");

    @ParameterizedTest
    @CsvSource({
        "'','',0",
        "'',abc,3",
        "abc,'',3",
        "abc,abc,0",
        "abc,abd,1",
        "abc,ab,1",
        "ab,abc,1",
        "kitten,sitting,3",
        "flaw,lawn,2"
    })
    void the_distance_counts_inserted_deleted_and_replaced_characters(String one, String other, int distance) {
        assertThat(NearestNames.distance(one, other)).isEqualTo(distance);
        assertThat(NearestNames.distance(other, one)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({
        "http.prot,http.port",
        "HTTP_PORT,http.port",
        "KEIBA_HTTP_PORT,http.port",
        "http-port,http.port",
        "kafka.min.insync.replicas,kafka.min-insync-replicas",
        "rolls,roles"
    })
    void finds_the_nearest_name(String misspelt, String meant) {
        assertThat(NearestNames.of(misspelt, KNOWN)).containsExactly(meant);
    }

    @Test
    void finds_up_to_three_equally_near_names() {
        assertThat(NearestNames.of("http.hort", KNOWN)).containsExactly("http.host", "http.port");
        assertThat(NearestNames.question("http.hort", KNOWN)).contains("did you mean http.host or http.port?");
        assertThat(NearestNames.of("ab", List.of("a1", "a2", "a3", "a4"))).hasSize(3);
    }

    @Test
    void suggests_nothing_for_a_name_unlike_all_known_ones() {
        assertThat(NearestNames.of("zzzzzzzzzz", KNOWN)).isEmpty();
        assertThat(NearestNames.of("", KNOWN)).isEmpty();
        assertThat(NearestNames.question("zzzzzzzzzz", KNOWN)).isEmpty();
    }

    @Test
    void neither_compares_nor_fully_shows_a_huge_name() {
        String huge = "http.port".repeat(100_000);
        assertThat(NearestNames.of(huge, KNOWN)).isEmpty();
        assertThat(NearestNames.shown(huge)).hasSize(201).endsWith("…");
    }
}
