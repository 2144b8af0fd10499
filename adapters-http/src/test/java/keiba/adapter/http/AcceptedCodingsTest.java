package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedCodingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "GZip",
                "x-gzip",
                "gzip, deflate, br, zstd",
                "deflate,gzip",
                " , gzip ,",
                "gzip;q=1",
                "gzip ; Q=0.001",
                "gzip;q=1.000",
                "*",
                "*;q=0.5",
                "br;q=1.0, *;q=0.1",
                "identity;q=0.5, gzip;q=0.5",
                "identity;q=0, *"
            })
    void gzip_is_accepted_where_it_or_everything_is_named(String line) {
        assertThat(AcceptedCodings.includeGzip(List.of(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ";",
                "identity",
                "deflate",
                "gzipped",
                "gzip2",
                "g zip",
                "identity;q=0",
                "gzip;q=0",
                "gzip;q=0.",
                "gzip;q=0.0",
                "gzip;q=0.000",
                "GZIP; Q=0",
                "*;q=0",
                "gzip;q=0, *",
                "*, gzip;q=0",
                "gzip, gzip;q=0",
                "gzip;q=0.5, identity",
                "gzip;q=0.5, identity;q=0.6",
                "gzip;q=2",
                "gzip;q=1.001",
                "gzip;q=-1",
                "gzip;q=",
                "gzip;q",
                "gzip;",
                "gzip;q=a",
                "gzip;q=0.a",
                "gzip;q=0.0001",
                "gzip;q=01",
                "gzip;level=9",
                "gzip;q=1;q=1",
                "\"gzip\""
            })
    void gzip_is_not_accepted_where_the_header_excludes_it_or_is_wrong(String line) {
        assertThat(AcceptedCodings.includeGzip(List.of(line))).isFalse();
    }

    @Test
    void gzip_is_not_accepted_without_the_header() {
        assertThat(AcceptedCodings.includeGzip(List.of())).isFalse();
    }

    @Test
    void all_lines_of_the_header_count() {
        assertThat(AcceptedCodings.includeGzip(List.of("br", "gzip"))).isTrue();
        assertThat(AcceptedCodings.includeGzip(List.of("gzip", "gzip;q=0"))).isFalse();
    }

    @Test
    void a_huge_header_is_read_once() {
        assertThat(AcceptedCodings.includeGzip(List.of("a;q=0.1,".repeat(100_000) + "gzip")))
                .isTrue();
        assertThat(AcceptedCodings.includeGzip(List.of(",".repeat(1_000_000)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, identity;q=0", "identity;q=0.000", "gzip, *;q=0", "br;q=1, *;q=0", "IDENTITY; Q=0"})
    void the_plain_body_is_refused_by_a_weight_of_zero(String line) {
        assertThat(AcceptedCodings.excludeIdentity(List.of(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gzip",
                "identity",
                "identity;q=0.001",
                "*",
                "*;q=0, identity",
                "gzip;q=0",
                "gzip, identity;q=1"
            })
    void the_plain_body_is_accepted_otherwise(String line) {
        assertThat(AcceptedCodings.excludeIdentity(List.of(line))).isFalse();
        assertThat(AcceptedCodings.excludeIdentity(List.of())).isFalse();
    }
}
