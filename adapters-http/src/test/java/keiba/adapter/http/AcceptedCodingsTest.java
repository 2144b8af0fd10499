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
    void accepts_gzip_if_the_header_names_gzip_or_the_wildcard(String line) {
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
    void rejects_gzip_if_the_header_excludes_it_or_is_malformed(String line) {
        assertThat(AcceptedCodings.includeGzip(List.of(line))).isFalse();
    }

    @Test
    void rejects_gzip_if_there_is_no_accept_encoding_header() {
        assertThat(AcceptedCodings.includeGzip(List.of())).isFalse();
    }

    @Test
    void reads_all_accept_encoding_lines_of_a_request() {
        assertThat(AcceptedCodings.includeGzip(List.of("br", "gzip"))).isTrue();
        assertThat(AcceptedCodings.includeGzip(List.of("gzip", "gzip;q=0"))).isFalse();
    }

    @Test
    void reads_an_accept_encoding_header_of_a_million_characters() {
        assertThat(AcceptedCodings.includeGzip(List.of("a;q=0.1,".repeat(100_000) + "gzip")))
                .isTrue();
        assertThat(AcceptedCodings.includeGzip(List.of(",".repeat(1_000_000)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, identity;q=0", "identity;q=0.000", "gzip, *;q=0", "br;q=1, *;q=0", "IDENTITY; Q=0"})
    void excludes_the_plain_body_if_its_weight_is_zero(String line) {
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
    void accepts_the_plain_body_unless_the_header_excludes_it(String line) {
        assertThat(AcceptedCodings.excludeIdentity(List.of(line))).isFalse();
        assertThat(AcceptedCodings.excludeIdentity(List.of())).isFalse();
    }
}
