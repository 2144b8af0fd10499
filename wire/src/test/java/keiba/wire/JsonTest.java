package keiba.wire;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading bytes: one JSON object in UTF-8, and one exception for everything else. */
class JsonTest {
    private static final int DEEPEST = 32;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "7",
                "\"text\"",
                "[]",
                "[{}]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "}",
                "{\"a\":1}}",
                "{\"a\":1}{\"a\":1}",
                "{\"a\":1} 7",
                "{\"a\":1},",
                "{\"a\":1}\u0000",
                "\u0000{\"a\":1}",
                "\u0000",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":0x10}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":-Infinity}",
                "{\"a\":١}",
                "{\"a\":１００}",
                "{\"a\":tru}",
                "{\"a\":undefined}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":1}//comment",
                "/*comment*/{\"a\":1}",
                "#comment",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":1,\"\\u0061\":2}",
                "\uFEFF{\"a\":1}",
                "\u00A0{\"a\":1}",
                "<a>1</a>",
                "a=1&b=2"
            })
    void refuses_text_that_is_not_one_json_object(String text) {
        assertRefused(text.getBytes(UTF_8));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> Json.read(text))
                .matches(refused -> refused.kind() == WireException.FaultKind.MALFORMED);
    }

    /** As hexadecimal digits; the bytes are inserted in the string of {"a":"…"}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0",
                "c080",
                "c1bf",
                "e08080",
                "e29c",
                "eda080",
                "edbfbf",
                "eda080edb080",
                "f0808080",
                "f4908080",
                "f5808080",
                "f8",
                "fe",
                "ff",
                "e9"
            })
    void refuses_bytes_that_are_not_utf_8(String hex) {
        byte[] invalid = HexFormat.of().parseHex(hex);
        assertRefused(concat("{\"a\":\"".getBytes(UTF_8), invalid, "\"}".getBytes(UTF_8)));
        assertRefused(concat(invalid, "{}".getBytes(UTF_8)));
        assertRefused(concat("{}".getBytes(UTF_8), invalid));
    }

    static Stream<Charset> otherEncodings() {
        return Stream.of(
                UTF_16,
                UTF_16BE,
                UTF_16LE,
                Charset.forName("UTF-32"),
                Charset.forName("UTF-32LE"),
                Charset.forName("IBM037"));
    }

    @ParameterizedTest
    @MethodSource("otherEncodings")
    void refuses_json_in_another_encoding(Charset encoding) {
        assertRefused("{\"a\":1}".getBytes(encoding));
    }

    @Test
    void reads_names_and_texts_beyond_ascii() {
        assertThat(Json.read("{\"馬\":\"ディープ\uD83D\uDC0E\"}".getBytes(UTF_8))
                        .get("馬")
                        .textValue())
                .isEqualTo("ディープ\uD83D\uDC0E");
    }

    @Test
    void reads_objects_of_at_most_32_levels() {
        assertThat(Json.read(nested(DEEPEST)).size()).isEqualTo(1);
        assertRefused(nested(DEEPEST + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "["})
    void refuses_a_hundred_thousand_levels(String opening) {
        assertRefused(opening.repeat(100_000).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "0.", "1e"})
    void refuses_numbers_of_more_than_a_hundred_digits(String before) {
        assertRefused(("{\"a\":" + before + "1".repeat(101) + "}").getBytes(UTF_8));
        assertRefused(("{\"a\":" + before + "9".repeat(1_000_000) + "}").getBytes(UTF_8));
    }

    @Test
    void refuses_a_name_of_a_million_characters() {
        assertRefused(("{\"" + "a".repeat(1_000_000) + "\":1}").getBytes(UTF_8));
    }

    private static byte[] nested(int levels) {
        return ("{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1)).getBytes(UTF_8);
    }

    static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static void assertRefused(byte[] bytes) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> Json.read(bytes))
                .matches(refused -> refused.kind() == WireException.FaultKind.MALFORMED)
                .matches(refused -> refused.field().isEmpty())
                .matches(refused -> refused.detail().startsWith("not "));
    }
}
