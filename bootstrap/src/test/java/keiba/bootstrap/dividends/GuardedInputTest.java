package keiba.bootstrap.dividends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedInputTest {
    private static final int[] BOUNDS = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};

    private static GuardedInput of(byte... bytes) {
        return new GuardedInput(new ByteArrayInputStream(bytes));
    }

    private static GuardedInput ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** Reads this many bytes at a time until an error; returns its message, empty without one. */
    private static String read(InputStream input, int atATime, ByteArrayOutputStream sound) {
        byte[] buffer = new byte[atATime];
        try {
            for (int count = input.read(buffer, 0, atATime); count >= 0; count = input.read(buffer, 0, atATime)) {
                if (count == 0) {
                    fail("read nothing, and no end");
                }
                sound.write(buffer, 0, count);
            }
            return "";
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static boolean isUtf8(byte... bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    @Test
    void agrees_with_the_jdk_on_all_first_two_bytes() {
        for (int beginning = 0x80_00; beginning <= 0xFF_FF; beginning++) {
            for (int third : new int[] {0x7F, 0x80, 0xBF, 0xC0}) {
                assertAgreed((byte) (beginning >> 8), (byte) beginning, (byte) third);
            }
        }
    }

    @Test
    void agrees_with_the_jdk_on_the_limits_of_four_byte_characters() {
        for (int first = 0xF0; first <= 0xFF; first++) {
            for (int second : BOUNDS) {
                for (int third : BOUNDS) {
                    for (int fourth : BOUNDS) {
                        assertAgreed((byte) first, (byte) second, (byte) third, (byte) fourth);
                    }
                }
            }
        }
    }

    private static void assertAgreed(byte... bytes) {
        boolean passed = read(of(bytes), 8, new ByteArrayOutputStream()).isEmpty();
        if (passed != isUtf8(bytes)) {
            fail(HexFormat.of().formatHex(bytes) + (passed ? " was passed" : " was refused"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void returns_characters_of_any_length_for_any_read_size(int atATime) {
        byte[] text = "a§第🐎\u0000z".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream sound = new ByteArrayOutputStream();

        assertThat(read(of(text), atATime, sound)).isEmpty();
        assertThat(sound.toByteArray()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void returns_the_valid_bytes_before_it_refuses_the_rest(int atATime) {
        GuardedInput input = ofHex("616263ff646566");
        ByteArrayOutputStream sound = new ByteArrayOutputStream();

        assertThat(read(input, atATime, sound)).isEqualTo("not UTF-8");
        assertThat(sound.toString(StandardCharsets.UTF_8)).isEqualTo("abc");
        assertThatThrownBy(input::read).hasMessage("not UTF-8");
    }

    @Test
    void refuses_an_input_that_ends_within_a_character() {
        assertThat(read(ofHex("61e7ac"), 100, new ByteArrayOutputStream())).isEqualTo("not UTF-8");
    }

    @Test
    void replaces_a_byte_order_mark_at_the_beginning_with_blanks() {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();

        assertThat(read(ofHex("efbbbf7befbbbf"), 2, sound)).isEmpty();
        assertThat(sound.toByteArray()).isEqualTo(HexFormat.of().parseHex("2020207befbbbf"));
    }

    @Test
    void stops_at_its_limit_until_the_limit_is_raised() throws IOException {
        GuardedInput input = of("abcdef".getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[10];

        input.limit(2, "a nutshell");
        assertThat(input.read(buffer, 0, 10)).isEqualTo(2);
        assertThatThrownBy(() -> input.read(buffer, 0, 10)).hasMessage("must not be larger than a nutshell");
        input.limit(3, "a bowl");
        assertThat(input.read()).isEqualTo('c');
        input.unlimited();
        assertThat(input.read(buffer, 0, 10)).isEqualTo(3);
        assertThat(input.read(buffer, 0, 10)).isEqualTo(-1);
        assertThat(input.read(buffer, 0, 0)).isZero();
    }
}
