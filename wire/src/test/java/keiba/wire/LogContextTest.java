package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogContextTest {
    @AfterEach
    void leave() {
        LogContext.NONE.enter();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "0", "4bf92f3577b34da6a3ce929d0e0e4736", "GW-1.2_3", "0198f3c2-7a7b-7000-8000-000000000001"
            })
    void ids_of_letters_digits_dots_underscores_and_hyphens_are_accepted(String id) {
        assertThat(LogContext.isRequestId(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\nb",
                "a\r\nSet-Cookie: x",
                "\u001b[2J",
                "é",
                "a\u2028b",
                "${jndi:ldap://x}",
                "a/b",
                "a,b",
                "\"",
                "\0"
            })
    void ids_with_other_characters_are_refused(String id) {
        assertThat(LogContext.isRequestId(id)).isFalse();
    }

    @Test
    void an_id_has_at_most_64_characters() {
        assertThat(LogContext.isRequestId("x".repeat(64))).isTrue();
        assertThat(LogContext.isRequestId("x".repeat(65))).isFalse();
        assertThat(LogContext.isRequestId("x".repeat(1_000_000))).isFalse();
    }

    @Test
    void generated_ids_are_valid_and_distinct() {
        String one = LogContext.newRequestId();
        assertThat(one).hasSize(16).matches(LogContext::isRequestId).isNotEqualTo(LogContext.newRequestId());
    }

    @Test
    void race_and_message_are_ignored_in_a_thread_without_a_context() {
        LogContext.race(100);
        LogContext.message("m");
        assertThat(LogContext.current()).isEqualTo(LogContext.NONE);
    }

    @Test
    void race_and_message_are_added_to_the_context_of_the_thread() throws InterruptedException {
        LogContext before = new LogContext("r", "", "", "t").enter();
        LogContext.race(100);
        LogContext.message("m");
        assertThat(LogContext.current()).isEqualTo(new LogContext("r", "m", "100", "t"));
        AtomicReference<LogContext> ofOtherThread = new AtomicReference<>();
        Thread.ofPlatform().start(() -> ofOtherThread.set(LogContext.current())).join();
        assertThat(ofOtherThread).hasValue(LogContext.NONE);
        before.enter();
        assertThat(LogContext.current()).isEqualTo(LogContext.NONE);
    }
}
