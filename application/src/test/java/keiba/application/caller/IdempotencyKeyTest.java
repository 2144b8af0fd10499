package keiba.application.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

    @Test
    void has_1_to_255_characters() {
        assertThat(new IdempotencyKey("x".repeat(255)).value()).hasSize(255);
        assertThatThrownBy(() -> new IdempotencyKey("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IdempotencyKey("x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void derives_the_same_id_from_the_same_scope_and_key() {
        assertThat(new IdempotencyKey("k").idWithin("s")).isEqualTo(new IdempotencyKey("k").idWithin("s"));
    }

    @Test
    void derives_different_ids_from_scopes_and_keys_with_the_same_concatenation() {
        Set<UUID> ids = new HashSet<>();
        for (List<String> pair : List.of(
                List.of("", "abc"),
                List.of("a", "bc"),
                List.of("ab", "c"),
                List.of("1:a", "bc"),
                List.of("1", ":abc"),
                List.of("ab", "C"))) {
            ids.add(new IdempotencyKey(pair.get(1)).idWithin(pair.get(0)));
        }
        assertThat(ids).hasSize(6);
    }

    @Test
    void derives_a_uuid_of_version_8() {
        UUID id = new IdempotencyKey("k").idWithin("s");
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }
}
