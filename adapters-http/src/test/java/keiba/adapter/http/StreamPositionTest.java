package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {
    private static StreamEvent event(String kind, long version) {
        return StreamEvent.of("test", kind, version, Json.object());
    }

    @Test
    void reads_back_a_position_that_it_wrote() {
        StreamPosition position = StreamPosition.start();
        assertThat(position.id()).isEmpty();
        position.advance(event("race", 3));
        position.advance(event("WIN", 17));
        position.advance(event("race", 4));
        assertThat(position.id()).hasValue("race-4,WIN-17");
        StreamPosition read = StreamPosition.read("race-4,WIN-17", kind -> true);
        assertThat(read.id()).isEqualTo(position.id());
        assertThat(read.covers(event("race", 4))).isTrue();
        assertThat(read.covers(event("race", 5))).isFalse();
        assertThat(read.covers(event("PLACE", 1))).isFalse();
        assertThat(read.covers(event("WIN", 0))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "race-1,",
                "-1",
                "race-0",
                "race-01",
                "race-1.5",
                "race-9999999999999999999",
                "ra ce-1",
                "race-1\nWIN-1",
                "race-1, WIN-1",
                "W/\"race-1\"",
                "*"
            })
    void reads_a_malformed_position_as_the_start(String wrong) {
        assertThat(StreamPosition.read(wrong, kind -> true).id()).isEmpty();
    }

    @Test
    void ignores_kinds_of_other_streams_and_keeps_the_highest_version() {
        assertThat(StreamPosition.read("a-1,b-7,a-3,a-2", "a"::equals).id()).hasValue("a-3");
    }

    @Test
    void neither_writes_nor_reads_a_position_that_is_too_long() {
        String fits = IntStream.range(100, 266).mapToObj(i -> i + "-1").collect(Collectors.joining(","));
        StreamPosition position = StreamPosition.read(fits, kind -> true);
        assertThat(position.id()).hasValue(fits);
        position.advance(event("1000", 12_345));
        assertThat(position.id()).isEmpty();
        assertThat(StreamPosition.read(fits + ",1000-12345", kind -> true).id()).isEmpty();
    }

    @Test
    void a_copy_does_not_change_with_its_original() {
        StreamPosition position = StreamPosition.start();
        StreamPosition copy = position.copy();
        position.advance(event("race", 1));
        assertThat(copy.id()).isEmpty();
    }
}
