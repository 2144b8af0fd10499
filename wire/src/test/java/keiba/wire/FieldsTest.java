package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import keiba.domain.bet.BetType;
import keiba.wire.WireException.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading the values of one object: what each type accepts and refuses. */
class FieldsTest {
    private static final String ID = "0198c5a0-0000-7000-8000-00000000000a";

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "1, 1",
        "-100, -100",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void reads_whole_numbers_of_64_bits(String json, long expected) {
        assertThat(value(json).integer("a")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100.9",
                "100.0",
                "100.5e1",
                "1e2",
                "1E2",
                "1e+2",
                "10000e-2",
                "1e400",
                "-1e-400",
                "1e999999999",
                "'100'",
                "''",
                "true",
                "[100]",
                "[]",
                "{}",
                "null"
            })
    void refuses_values_that_are_not_whole_numbers(String json) {
        assertMalformed(json, fields -> fields.integer("a"));
        assertMalformed(json, fields -> fields.smallInteger("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "99999999999999999999999999999999999999"})
    void refuses_a_number_beyond_64_bits(String json) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> value(json).integer("a"));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> value(json).smallInteger("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649", "3000000000", "4294967297", "9223372036854775807"})
    void refuses_a_number_beyond_32_bits_in_a_32_bit_field_as_impossible(String json) {
        assertImpossible(json, fields -> fields.smallInteger("a"));
        assertImpossible("[1," + json + "]", fields -> fields.integers("a"));
        assertImpossible("[[" + json + "]]", fields -> fields.integerLists("a"));
        assertImpossible(json, fields -> fields.integerOrIntegers("a"));
    }

    @Test
    void names_the_path_of_the_invalid_item() {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() ->
                        Golden.fields("{'a':{'b':[[1],[2,'3']]}}").object("a").integerLists("b"))
                .matches(refused -> refused.field().equals("a.b[1][1]"))
                .withMessage("a.b[1][1]: must be a whole number, not \"3\"");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() ->
                        Golden.fields("{'a':[{'b':1},{}]}").objects("a").get(1).integer("b"))
                .withMessage("a[1].b: missing; the field is required");
    }

    @Test
    void treats_only_null_as_a_missing_field() {
        Fields fields = Golden.fields("{'null':null,'zero':0,'empty':'','false':false,'none':[],'nothing':{}}");
        assertThat(fields.has("null")).isFalse();
        assertThat(fields.has("absent")).isFalse();
        assertThat(List.of("zero", "empty", "false", "none", "nothing")).allMatch(fields::has);
        assertThat(fields.text("null", "else")).isEqualTo("else");
        assertThat(fields.truth("null", true)).isTrue();
        assertThat(fields.optionalInstant("null")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "[]", "{}", "null", "['a']"})
    void refuses_values_that_are_not_texts(String json) {
        assertMalformed(json, fields -> fields.text("a"));
        assertMalformed(json, fields -> fields.uuid("a"));
        assertMalformed(json, fields -> fields.instant("a"));
        assertMalformed(json, fields -> fields.date("a"));
        assertMalformed(json, fields -> fields.constant("a", BetType.class));
        assertMalformed(json, fields -> fields.line("a", 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "'true'", "'false'", "[]", "{}"})
    void refuses_values_that_are_neither_true_nor_false(String json) {
        assertMalformed(json, fields -> fields.truth("a"));
        assertMalformed(json, fields -> fields.truth("a", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "'[]'", "{}", "true", "null"})
    void refuses_values_that_are_not_lists(String json) {
        assertMalformed(json, fields -> fields.integers("a"));
        assertMalformed(json, fields -> fields.integerLists("a"));
        assertMalformed(json, fields -> fields.texts("a"));
        assertMalformed(json, fields -> fields.objects("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "['1']", "[1.5]", "[[1]]", "[{}]", "[true]"})
    void refuses_items_that_are_not_whole_numbers(String json) {
        assertMalformed(json, fields -> fields.integers("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "'{}'", "null", "false"})
    void refuses_values_that_are_not_objects(String json) {
        assertMalformed(json, fields -> fields.object("a"));
    }

    @Test
    void reads_lists_of_at_most_ten_thousand_items() {
        String items = "1,".repeat(9_999) + "1";
        assertThat(value("[" + items + "]").integers("a")).hasSize(10_000);
        assertImpossible("[" + items + ",1]", fields -> fields.integers("a"));
    }

    @Test
    void reads_one_number_or_several() {
        assertThat(value("3").integerOrIntegers("a")).containsExactly(3);
        assertThat(value("[3,1]").integerOrIntegers("a")).containsExactly(3, 1);
        assertMalformed("'3'", fields -> fields.integerOrIntegers("a"));
        assertMalformed("{}", fields -> fields.integerOrIntegers("a"));
    }

    @Test
    void reads_a_uuid_of_36_characters() {
        assertThat(value("'" + ID + "'").uuid("a")).isEqualTo(UUID.fromString(ID));
        assertThat(Fields.uuidOf("0198C5A0-0000-7000-8000-00000000000A")).contains(UUID.fromString(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "0198c5a000007000800000000000000a",
                "{0198c5a0-0000-7000-8000-00000000000a}",
                "0198c5a0-0000-7000-8000-00000000000a ",
                "0198c5a0-0000-7000-8000-00000000000a\n",
                "0198c5a0-0000-7000-8000-00000000000g",
                "0198c5a0-0000-7000-8000-00000000000１",
                "0198c5a0-0000-7000-8000-000000000000a"
            })
    void refuses_a_text_that_is_not_a_uuid(String text) {
        assertThat(Fields.uuidOf(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T06:40:00Z, 2026-11-22T06:40:00Z",
        "2026-11-22T06:40:00.123456789Z, 2026-11-22T06:40:00.123456Z",
        "2026-11-22T15:40:00+09:00, 2026-11-22T06:40:00Z"
    })
    void reads_times_of_rfc_3339(String text, Instant expected) {
        assertThat(value("'" + text + "'").instant("a")).isEqualTo(expected);
        assertThat(value("'" + text + "'").optionalInstant("a")).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-22",
                "2026-11-22T06:40:00",
                "2026-11-22 06:40:00Z",
                "2026-02-30T00:00:00Z",
                "2026-11-22T25:00:00Z",
                "1763793600",
                "２０２６-11-22T06:40:00Z",
                "2026-11-22T06:40:00Z\n",
                "+9999999999999-01-01T00:00:00Z"
            })
    void refuses_texts_that_are_not_times(String text) {
        String json = Json.text(Json.object().put("a", text).get("a"));
        assertMalformed(json, fields -> fields.instant("a"));
        assertMalformed(json, fields -> fields.optionalInstant("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-31",
                "2026-1-1",
                "22.11.2026",
                "2026-11-22T00:00:00Z",
                "２０２６-11-22",
                "+99999999999-01-01"
            })
    void refuses_texts_that_are_not_dates(String text) {
        assertMalformed("'" + text + "'", fields -> fields.date("a"));
    }

    @Test
    void reads_a_date() {
        assertThat(value("'2026-11-22'").date("a")).isEqualTo(LocalDate.of(2026, 11, 22));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "win", "Win", "WIN ", "ＷＩＮ", "WIN5", "0"})
    void reports_an_unknown_constant_and_lists_the_known_ones(String text) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> value("'" + text + "'").constant("a", BetType.class))
                .matches(refused -> refused.kind() == FaultKind.IMPOSSIBLE)
                .withMessage("a: must be one of WIN, PLACE, BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, TRIO, TRIFECTA,"
                        + " BRACKET_EXACTA, not \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\\u0000", "a\\nb", "\\ud800", "a\\udc00", "12345678901"})
    void refuses_a_line_that_is_blank_too_long_or_has_invalid_characters(String text) {
        assertImpossible("'" + text + "'", fields -> fields.line("a", 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u00a0", "\\u3000 \\u2003", "\\ta", "a\\n", "\\u3000\\u0007"})
    void refuses_a_line_of_spaces_or_with_a_control_character_at_an_end(String text) {
        assertImpossible("'" + text + "'", fields -> fields.line("a", 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"武 豊", " 武 豊", "武 豊  ", "\\u3000武 豊\\u3000", "\\u00a0\\u2003武 豊\\u202f", "   武 豊       "})
    void trims_the_spaces_at_the_ends_of_a_line(String text) {
        assertThat(value("'" + text + "'").line("a", 10)).isEqualTo("武 豊");
    }

    @Test
    void reads_a_line() {
        assertThat(value("'馬 \\ud83d\\udc0e'").line("a", 10)).isEqualTo("馬 \uD83D\uDC0E");
    }

    @Test
    void truncates_a_time_to_microseconds_as_postgresql_stores_it() {
        assertThat(value("'2026-11-22T06:40:00.123456999Z'").instant("a"))
                .isEqualTo(Instant.parse("2026-11-22T06:40:00.123456Z"));
        assertThat(value("'2026-11-22T14:59:59.9999999Z'").instant("a"))
                .isEqualTo(Instant.parse("2026-11-22T14:59:59.999999Z"));
    }

    @Test
    void returns_the_names_in_their_order() {
        assertThat(Golden.fields("{'b':1,'a':2,'10':3,'9':4}").names()).containsExactly("b", "a", "10", "9");
    }

    private static Fields value(String json) {
        return Golden.fields("{'a':" + json + "}");
    }

    private static void assertMalformed(String json, Function<Fields, Object> read) {
        assertRefused(FaultKind.MALFORMED, json, read);
    }

    private static void assertImpossible(String json, Function<Fields, Object> read) {
        assertRefused(FaultKind.IMPOSSIBLE, json, read);
    }

    private static void assertRefused(FaultKind kind, String json, Function<Fields, Object> read) {
        Fields fields = value(json);
        assertThatExceptionOfType(WireException.class)
                .as(json)
                .isThrownBy(() -> read.apply(fields))
                .matches(refused -> refused.kind() == kind, "is " + kind)
                .matches(refused -> refused.field().startsWith("a"))
                .matches(refused -> refused.detail().startsWith(refused.field() + ": "));
    }
}
