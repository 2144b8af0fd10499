package keiba.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message of a refusal repeats what a client sent. Responses, logs and the database must be able to contain it. */
class WireExceptionTest {
    private static final int LONGEST = 500;

    /** Each value is used as a name in JSON: the message about a duplicate name and the path of an unknown bet type contain it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\\u0000", "\\ud800", "\\udc00x", "\\n2026 INFO all is well", "\\u001b[31m", "\\u0085", "\\u2028"
            })
    void has_a_message_without_control_or_invalid_characters(String name) {
        assertStorable(refusal(() -> Json.read("{\"%1$s\":1,\"%1$s\":2}".formatted(name))));
        assertStorable(refusal(
                () -> Json.read("{\"%1$s\":1,\"%1$s\":2}".formatted(name).getBytes(UTF_8))));
        assertStorable(refusal(() -> ProposalWire.read(Fields.of(Documents.with(
                Documents.proposal(), "payback_per_mille", Json.read("{\"%s\":750}".formatted(name)))))));
        assertStorable(refusal(() -> ProposalWire.read(
                Fields.of(Documents.with(Documents.proposal(), "brackets", Json.read("{\"%s\":1}".formatted(name)))))));
    }

    @Test
    void has_a_short_message_for_a_long_name() {
        String name = "9".repeat(40_000);
        assertStorable(refusal(() -> Json.read("{\"%1$s\":1,\"%1$s\":2}".formatted(name))));
        assertStorable(refusal(() -> ProposalWire.read(
                Fields.of(Documents.with(Documents.proposal(), "brackets", Json.read("{\"%s\":1}".formatted(name)))))));
    }

    @Test
    void does_not_split_a_surrogate_pair() {
        String name = "\uD83D\uDC0E".repeat(20_000);
        assertStorable(refusal(() -> Json.read("{\"%1$s\":1,\"%1$s\":2}".formatted(name))));
        assertStorable(refusal(() -> Json.read("{\"x%1$s\":1,\"x%1$s\":2}".formatted(name))));
    }

    private static WireException refusal(ThrowingCallable reading) {
        return catchThrowableOfType(WireException.class, reading);
    }

    private static void assertStorable(WireException refused) {
        assertThat(refused).isNotNull();
        for (String told : new String[] {refused.field(), refused.detail(), String.valueOf(refused.getMessage())}) {
            assertThat(told).hasSizeLessThanOrEqualTo(LONGEST);
            assertThat(new String(told.getBytes(UTF_8), UTF_8)).isEqualTo(told);
            assertThat(told.codePoints().mapToObj(Character::getType))
                    .doesNotContain((int) Character.CONTROL, (int) Character.LINE_SEPARATOR, (int)
                            Character.PARAGRAPH_SEPARATOR);
        }
        assertThat(Json.write(Json.object().put("detail", refused.detail()).put("field", refused.field())))
                .isNotEmpty();
    }
}
