package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import keiba.domain.race.Horses;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DividendsRecordTest {
    private static final List<BetType> SOLD_BY_JRA = List.of(
            BetType.WIN,
            BetType.PLACE,
            BetType.BRACKET_QUINELLA,
            BetType.QUINELLA,
            BetType.WIDE,
            BetType.EXACTA,
            BetType.TRIO,
            BetType.TRIFECTA);

    private static DividendsRecord read(RecordWriter record) {
        return (DividendsRecord) JvData.read(record.bytes());
    }

    /** Writes the dividends of a type from the first entry on: the combination, nine digits of yen, and the popularity. */
    static void put(RecordWriter record, BetType type, Map<Combination, Yen> dividends) {
        int at = 0;
        for (Map.Entry<Combination, Yen> dividend : dividends.entrySet()) {
            String combination = digits(dividend.getKey());
            String amount = String.format("%09d", dividend.getValue().value());
            switch (type) {
                case WIN -> record.put(103 + 13 * at, combination + amount + "01");
                case PLACE -> record.put(142 + 13 * at, combination + amount + "02");
                case BRACKET_QUINELLA -> record.put(207 + 13 * at, combination + amount + "03");
                case QUINELLA -> record.put(246 + 16 * at, combination + amount + "004");
                case WIDE -> record.put(294 + 16 * at, combination + amount + "005");
                case EXACTA -> record.put(454 + 16 * at, combination + amount + "007");
                case TRIO -> record.put(550 + 18 * at, combination + amount + "008");
                case TRIFECTA -> record.put(604 + 19 * at, combination + amount + "0009");
                case BRACKET_EXACTA -> throw new IllegalArgumentException("not in the record");
            }
            at++;
        }
    }

    static String digits(Combination combination) {
        return Arrays.stream(combination.numbers())
                .mapToObj(number -> combination.type().onBrackets() ? "" + number : String.format("%02d", number))
                .collect(Collectors.joining());
    }

    private static Map<BetType, Map<Combination, Yen>> dividends(DividendsRecord record) {
        Map<BetType, Map<Combination, Yen>> dividends = new TreeMap<>();
        record.dividends().forEach((type, ofType) -> {
            if (!ofType.lines().isEmpty()) {
                dividends.put(type, ofType.per100());
            }
        });
        return dividends;
    }

    @TestFactory
    Stream<DynamicTest> reads_the_published_dividends_of_every_race() {
        return PublishedData.races().stream().map(race -> {
            String id = race.required("race_id").textValue();
            String key = race.required("date").textValue().replace("-", "") + id.substring(4);
            return dynamicTest(id, () -> assertDividends(RecordWriter.of("HR", 719, "2", key), key, race));
        });
    }

    private static DividendsRecord assertDividends(RecordWriter writer, String key, JsonNode race) {
        Map<BetType, Map<Combination, Yen>> published = PublishedData.dividends(race);
        published.forEach((type, ofType) -> put(writer, type, ofType));

        DividendsRecord record = read(writer);

        assertThat(dividends(record)).isEqualTo(published).isNotEmpty();
        assertThat(record.header().race()).hasToString(key);
        return record;
    }

    @TestFactory
    Stream<DynamicTest> reads_dead_heats_and_refunds() {
        return PublishedData.edgeCases().stream()
                .map(race -> dynamicTest(
                        race.required("race_code").textValue(),
                        () -> assertRefunds(race.required("race_code").textValue(), race)));
    }

    private static void assertRefunds(String key, JsonNode race) {
        int declared = race.required("declared").intValue();
        int started = race.required("started").intValue();
        RecordWriter writer =
                RecordWriter.of("HR", 719, "2", key).put(28, 2, declared).put(30, 2, started);
        numbers(race, "refunded_horses").forEach(horse -> writer.put(58 + horse, "1"));
        numbers(race, "refunded_brackets").forEach(bracket -> writer.put(86 + bracket, "1"));
        numbers(race, "refunded_same_brackets").forEach(bracket -> writer.put(94 + bracket, "1"));

        DividendsRecord record = assertDividends(writer, key, race);

        assertThat(record.refunded().horses()).isEqualTo(Horses.of(numbers(race, "refunded_horses")));
        assertThat(record.refunded().brackets()).isEqualTo(numbers(race, "refunded_brackets"));
        assertThat(record.refunded().sameBrackets()).isEqualTo(numbers(race, "refunded_same_brackets"));
        assertThat(record.header().declared()).isEqualTo(declared);
        assertThat(record.header().starters()).isEqualTo(started);
    }

    private static List<Integer> numbers(JsonNode race, String list) {
        return race.required(list).valueStream().map(JsonNode::intValue).toList();
    }

    @Test
    void reads_the_header() {
        RaceHeader header = read(RecordWriter.dividends().put(28, "1615")).header();

        assertThat(header.race()).isEqualTo(new RaceKey(LocalDate.of(2023, 8, 5), "01", 1, 5, 3));
        assertThat(header.race().courseName()).hasValue("札幌");
        assertThat(header.kind()).isEqualTo(DataKind.CONFIRMED_ON_MONDAY);
        assertThat(header.created()).isEqualTo(LocalDate.of(2023, 8, 6));
        assertThat(header.declared()).isEqualTo(16);
        assertThat(header.starters()).isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource({"1, CONFIRMED", "2, CONFIRMED_ON_MONDAY", "9, CALLED_OFF"})
    void reads_the_kind_of_data(String digit, DataKind kind) {
        assertThat(read(RecordWriter.dividends().put(3, digit)).header().kind()).isEqualTo(kind);
    }

    @Test
    void reads_the_popularity() {
        RecordWriter writer = RecordWriter.dividends()
                .put(604, "070312" + "009999990" + "4896")
                .put(103, "07" + "000000250" + "  ");

        DividendsRecord record = read(writer);

        assertThat(record.of(BetType.TRIFECTA).lines())
                .containsExactly(new DividendsRecord.DividendLine(
                        Combination.of(BetType.TRIFECTA, 7, 3, 12), Yen.of(9_999_990), OptionalInt.of(4_896)));
        assertThat(record.of(BetType.WIN).lines())
                .extracting(DividendsRecord.DividendLine::popularity)
                .containsExactly(OptionalInt.empty());
    }

    /** The flags of a type are at the same place of three groups, which begin at 32, 41 and 50; the sixth place is reserved. */
    @Test
    void reads_the_flags_of_each_type() {
        int[] places = {0, 1, 2, 3, 4, 6, 7, 8};
        for (int at = 0; at < places.length; at++) {
            BetType type = SOLD_BY_JRA.get(at);
            assertThat(flagged(32 + places[at], DividendsRecord.TypeDividends::failed))
                    .containsExactly(type);
            assertThat(flagged(41 + places[at], DividendsRecord.TypeDividends::special))
                    .containsExactly(type);
            assertThat(flagged(50 + places[at], DividendsRecord.TypeDividends::refunds))
                    .containsExactly(type);
        }
        for (int reserved : List.of(37, 46, 55)) {
            assertThat(flagged(reserved, each -> each.failed() || each.special() || each.refunds()))
                    .isEmpty();
        }
    }

    private static List<BetType> flagged(int position, Predicate<DividendsRecord.TypeDividends> flag) {
        return read(RecordWriter.dividends().put(position, "1")).dividends().values().stream()
                .filter(flag)
                .map(DividendsRecord.TypeDividends::type)
                .toList();
    }

    @Test
    void reads_a_special_dividend_and_a_failed_bet_type() {
        DividendsRecord record = read(RecordWriter.dividends()
                .put(41, "1")
                .put(103, "00" + "000000070" + "00")
                .put(40, "1")
                .put(604, "000000" + "000000100" + "    "));

        DividendsRecord.TypeDividends win = record.of(BetType.WIN);
        assertThat(win.special()).isTrue();
        assertThat(win.toAll()).hasValue(Yen.of(70));
        assertThat(win.lines()).isEmpty();
        DividendsRecord.TypeDividends trifecta = record.of(BetType.TRIFECTA);
        assertThat(trifecta.failed()).isTrue();
        assertThat(trifecta.toAll()).hasValue(Yen.of(100));
        assertThat(record.of(BetType.PLACE).toAll()).isEmpty();
    }

    @Test
    void reads_a_race_without_dividends() {
        DividendsRecord record = read(RecordWriter.dividends().put(3, "9"));

        assertThat(record.dividends()).containsOnlyKeys(SOLD_BY_JRA);
        assertThat(dividends(record)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record.of(BetType.BRACKET_EXACTA))
                .withMessageContaining("BRACKET_EXACTA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3   | 4                 | kind of data at 3 to 3: \"4\" is not one of [1, 2, 9] or 0",
                "4   | 20230229          | date of creation at 4 to 11: \"20230229\" is not a date as yyyymmdd",
                "4   | 2023080x          | date of creation at 10 to 11: \"0x\" is not 2 digits",
                "12  | 2023080501010500  | key of the race at 12 to 27: \"2023080501010500\" is not a date",
                "12  | 202308050a010503  | key of the race at 12 to 27: \"202308050a010503\" is not a date",
                "28  | x6                | declared horses at 28 to 29: \"x6\" is not 2 digits",
                "34  | 7                 | failure of BRACKET_QUINELLA at 34 to 34: \"7\" is not 0, 1 or a space",
                "61  | x                 | refund of horse 3 at 61 to 61: \"x\" is not 0, 1 or a space",
                "103 | 310000003801      | combination of WIN 1 at 103 to 104: \"31\" is not a combination of WIN",
                "103 | 0x00000038001     | combination of WIN 1 at 103 to 104: \"0x\" is not 2 digits",
                "103 | 0700000-38001     | dividend of WIN 1 at 105 to 113: \"00000-380\" is not 9 digits",
                "103 | 07000000000       | combination of WIN 1 at 103 to 104: \"07\" is not followed by a dividend",
                "155 | 070000003800x     | popularity of PLACE 2 at 166 to 167: \"0x\" is not 2 digits",
                "246 | 0703000000380001  | combination of QUINELLA 1 at 246 to 249: \"0703\" is not in ascending order",
                "246 | 0303000000380001  | combination of QUINELLA 1 at 246 to 249: \"0303\" is not a combination",
                "207 | 9100000038001     | combination of BRACKET_QUINELLA 1 at 207 to 208: \"91\" is not a combination",
            })
    void names_the_invalid_field(int position, String text, String message) {
        RecordWriter writer = RecordWriter.dividends().put(position, text);
        writer.assertRefused().withMessageStartingWith("record HR, ").withMessageContaining(message);
    }

    @Test
    void refuses_two_dividends_of_the_same_combination() {
        RecordWriter writer =
                RecordWriter.dividends().put(103, "07" + "000000250" + "01").put(116, "07" + "000000260" + "01");
        writer.assertRefused()
                .withMessage("record HR, combination of WIN 2 at 116 to 117: \"07\" is not a combination that no entry"
                        + " before it has");
    }

    @Test
    void accepts_an_amount_without_combination_only_as_special_dividend() {
        RecordWriter without = RecordWriter.dividends().put(103, "00" + "000000250" + "01");
        RecordWriter twoAmounts = RecordWriter.dividends()
                .put(42, "1")
                .put(142, "00" + "000000070" + "  ")
                .put(155, "00" + "000000080" + "  ");
        RecordWriter twice = RecordWriter.dividends()
                .put(42, "1")
                .put(142, "00" + "000000070" + "  ")
                .put(155, "00" + "000000070" + "  ");

        without.assertRefused()
                .withMessageStartingWith(
                        "record HR, combination of WIN 1 at 103 to 104: \"00\" is not a combination; only");
        twoAmounts
                .assertRefused()
                .withMessageStartingWith(
                        "record HR, combination of PLACE 2 at 155 to 156: \"00\" is not a combination; only");
        assertThat(read(twice).of(BetType.PLACE).toAll()).hasValue(Yen.of(70));
    }

    @Test
    void refuses_dividends_of_another_type() {
        DividendsRecord record = read(RecordWriter.dividends().put(103, "07" + "000000250" + "01"));
        DividendsRecord.TypeDividends win = record.of(BetType.WIN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DividendsRecord(record.header(), Map.of(BetType.PLACE, win), record.refunded()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DividendsRecord.TypeDividends(
                        BetType.PLACE, false, false, false, win.toAll(), win.lines()));
    }
}
