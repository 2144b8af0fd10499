package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.OddsRange;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.PublishedOdds;
import keiba.domain.race.Field;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OddsRecordTest {
    private static final String INTERIM = "1";

    private static OddsRecord read(RecordWriter record) {
        return (OddsRecord) JvData.read(record.bytes());
    }

    private static RecordWriter odds(String type) {
        int length = switch (type) {
            case "O1" -> 962;
            case "O2" -> 2_042;
            case "O3" -> 2_654;
            case "O4" -> 4_031;
            case "O5" -> 12_293;
            case "O6" -> 83_285;
            default -> throw new IllegalArgumentException(type);
        };
        return RecordWriter.of(type, length, INTERIM, RecordWriter.RACE);
    }

    /** The record type of a bet type. */
    private static String recordType(BetType type) {
        return switch (type) {
            case WIN, PLACE, BRACKET_QUINELLA -> "O1";
            case QUINELLA -> "O2";
            case WIDE -> "O3";
            case EXACTA -> "O4";
            case TRIO -> "O5";
            case TRIFECTA -> "O6";
            case BRACKET_EXACTA -> throw new IllegalArgumentException("in no record");
        };
    }

    /** Writes the odds of an entry, the first of which is 0. */
    private static void put(RecordWriter record, int at, Combination combination, OddsRange odds) {
        String numbers = DividendsRecordTest.digits(combination);
        long low = odds.low().tenths();
        long high = odds.high().tenths();
        switch (combination.type()) {
            case WIN -> record.put(44 + 8 * at, numbers + String.format("%04d", low) + "01");
            case PLACE -> record.put(268 + 12 * at, numbers + String.format("%04d%04d", low, high) + "02");
            case BRACKET_QUINELLA -> record.put(604 + 9 * at, numbers + String.format("%05d", low) + "03");
            case QUINELLA, EXACTA, TRIO ->
                record.put(
                        41 + (combination.type() == BetType.TRIO ? 15 : 13) * at,
                        numbers + String.format("%06d", low) + "004");
            case WIDE -> record.put(41 + 17 * at, numbers + String.format("%05d%05d", low, high) + "005");
            case TRIFECTA -> record.put(41 + 17 * at, numbers + String.format("%07d", low) + "0006");
            case BRACKET_EXACTA -> throw new IllegalArgumentException("in no record");
        }
    }

    @Test
    void reads_the_odds_that_the_domain_computes_for_a_published_race() {
        Market market = Market.open(RuleBooks.JRA, Field.of(16));
        PublishedData.stakes().forEach((type, stakes) -> {
            PoolOdds board = market.odds(Pool.of(Numbering.of(type, 16), stakes));
            Map<Combination, OddsRange> shown = new TreeMap<>();
            stakes.keySet()
                    .forEach(combination ->
                            shown.put(combination, board.odds(combination).orElseThrow()));
            RecordWriter writer = odds(recordType(type));
            int at = 0;
            for (Map.Entry<Combination, OddsRange> odds : shown.entrySet()) {
                put(writer, at++, odds.getKey(), odds.getValue());
            }

            OddsRecord.TypeOdds read = read(writer).of(type);

            Map<Combination, OddsRange> odds = read.lines().stream()
                    .collect(Collectors.toMap(
                            OddsRecord.OddsLine::combination,
                            line -> line.odds().orElseThrow(),
                            (one, other) -> one,
                            TreeMap::new));
            assertThat(odds).isEqualTo(shown).hasSizeGreaterThan(15);
            if (!type.hasRange()) {
                assertThat(PublishedOdds.of(RuleBooks.JRA, type, read.low()).odds())
                        .hasSameSizeAs(shown);
            }
        });
    }

    @Test
    void reads_every_trifecta_of_eighteen_horses() {
        Numbering numbering = Numbering.of(BetType.TRIFECTA, 18);
        RecordWriter writer = odds("O6").put(36, "1818").put(40, "7").put(83_273, 11, 12_345);
        for (int index = 0; index < numbering.count(); index++) {
            Odds odds = Odds.ofTenths(100 + index * 2_000L);
            put(writer, index, numbering.combination(index), new OddsRange(odds, odds));
        }

        OddsRecord record = read(writer);

        OddsRecord.TypeOdds trifecta = record.of(BetType.TRIFECTA);
        assertThat(trifecta.low()).hasSize(4_896);
        assertThat(trifecta.low())
                .containsEntry(Combination.of(BetType.TRIFECTA, 18, 17, 16), Odds.ofTenths(9_790_100))
                .containsEntry(Combination.of(BetType.TRIFECTA, 1, 2, 3), Odds.ofTenths(100));
        assertThat(trifecta.total()).isEqualTo(Yen.of(1_234_500));
        assertThat(trifecta.sale()).isEqualTo(SaleState.SOLD);
        assertThat(record.header().declared()).isEqualTo(18);
    }

    @ParameterizedTest
    @CsvSource({"O2, QUINELLA, 2030", "O3, WIDE, 2642", "O4, EXACTA, 4019", "O5, TRIO, 12281", "O6, TRIFECTA, 83273"})
    void reads_the_sale_state_and_the_total(String recordType, BetType type, int position) {
        OddsRecord record = read(odds(recordType).put(36, "1211").put(40, "3").put(position, 11, 70_001));

        assertThat(record.odds()).containsOnlyKeys(type);
        assertThat(record.of(type).sale()).isEqualTo(SaleState.CANCELLED_AFTER_SALE);
        assertThat(record.of(type).total()).isEqualTo(Yen.of(7_000_100));
        assertThat(record.placesPaid()).isEmpty();
        assertThat(record.header().starters()).isEqualTo(11);
        assertThatIllegalArgumentException().isThrownBy(() -> record.of(BetType.WIN));
    }

    @Test
    void reads_time_places_paid_totals_and_sale_states_of_a_record_o1() {
        OddsRecord record = read(odds("O1")
                .put(28, "08051004")
                .put(40, "7372")
                .put(928, 11, 11)
                .put(939, 11, 22)
                .put(950, 11, 33));

        assertThat(record.announced()).hasValue(LocalDateTime.of(2023, 8, 5, 10, 4));
        assertThat(record.placesPaid()).hasValue(2);
        assertThat(record.of(BetType.WIN).total()).isEqualTo(Yen.of(1_100));
        assertThat(record.of(BetType.PLACE).total()).isEqualTo(Yen.of(2_200));
        assertThat(record.of(BetType.BRACKET_QUINELLA).total()).isEqualTo(Yen.of(3_300));
        assertThat(record.of(BetType.PLACE).sale()).isEqualTo(SaleState.CANCELLED_AFTER_SALE);
        assertThat(record.of(BetType.BRACKET_QUINELLA).sale()).isEqualTo(SaleState.SOLD);
    }

    @ParameterizedTest
    @CsvSource({
        "20230805, 08051004, 2023-08-05T10:04",
        "20230805, 08042359, 2023-08-04T23:59",
        "20240105, 12311830, 2023-12-31T18:30",
        "20240302, 02291830, 2024-02-29T18:30",
    })
    void derives_the_year_of_an_announcement_from_the_race_day(String day, String announced, LocalDateTime time) {
        RecordWriter writer =
                RecordWriter.of("O2", 2_042, INTERIM, day + "01010503").put(28, announced);
        assertThat(read(writer).announced()).hasValue(time);
    }

    @ParameterizedTest
    @CsvSource({"20230805, 08060000", "20230805, 12311830", "20231231, 13010000"})
    void refuses_an_announcement_after_the_day_of_the_race(String day, String announced) {
        RecordWriter writer =
                RecordWriter.of("O2", 2_042, INTERIM, day + "01010503").put(28, announced);
        writer.assertRefused().withMessageContaining("time of announcement at 28 to 35: \"" + announced + "\"");
    }

    @ParameterizedTest
    @CsvSource({"00000000", "'        '"})
    void has_no_time_of_announcement_if_the_record_has_none(String announced) {
        assertThat(read(odds("O2").put(28, announced)).announced()).isEmpty();
    }

    /** Horse 1 has odds, 2 no votes, 3 was withdrawn before the sale, 4 scratched after it, and 5 is not registered. */
    @Test
    void distinguishes_odds_from_marks_of_withdrawn_and_scratched_horses() {
        RecordWriter writer = odds("O1")
                .put(44, "01" + "0019" + "01")
                .put(52, "02" + "0000" + "02")
                .put(60, "03" + "----" + "--")
                .put(68, "04" + "****" + "**")
                .put(76, "05")
                .put(268, "01" + "0011" + "0015" + "01")
                .put(280, "02" + "0000" + "0000" + "02")
                .put(292, "03" + "----" + "----" + "--")
                .put(304, "04" + "****" + "****" + "**");

        OddsRecord record = read(writer);

        assertThat(record.of(BetType.WIN).lines())
                .extracting(OddsRecord.OddsLine::state)
                .containsExactly(EntryState.LIVE, EntryState.LIVE, EntryState.WITHDRAWN, EntryState.SCRATCHED);
        assertThat(record.of(BetType.WIN).lines())
                .extracting(OddsRecord.OddsLine::popularity)
                .containsExactly(OptionalInt.of(1), OptionalInt.of(2), OptionalInt.empty(), OptionalInt.empty());
        assertThat(record.of(BetType.WIN).low())
                .containsExactly(Map.entry(Combination.of(BetType.WIN, 1), Odds.ofTenths(19)));
        assertThat(record.of(BetType.PLACE).lines())
                .extracting(OddsRecord.OddsLine::state)
                .containsExactly(EntryState.LIVE, EntryState.LIVE, EntryState.WITHDRAWN, EntryState.SCRATCHED);
        assertThat(record.of(BetType.PLACE).lines().getFirst().odds())
                .hasValue(new OddsRange(Odds.ofTenths(11), Odds.ofTenths(15)));
        assertThat(record.of(BetType.PLACE).lines().get(1).odds()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, INTERIM",
        "2, LAST_OF_THE_DAY_BEFORE",
        "3, LAST",
        "4, CONFIRMED",
        "5, CONFIRMED_ON_MONDAY",
        "9, CALLED_OFF"
    })
    void reads_the_kind_of_data(String digit, DataKind kind) {
        assertThat(read(odds("O3").put(3, digit)).header().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3   | 6            | kind of data at 3 to 3: \"6\" is not one of [1, 2, 3, 4, 5, 9] or 0",
                "28  | 13051004     | time of announcement at 28 to 35: \"13051004\" is not a time as mmddhhmm",
                "28  | 08052400     | time of announcement at 28 to 35: \"08052400\" is not a time as mmddhhmm",
                "28  | 0805100x     | time of announcement at 34 to 35: \"0x\" is not 2 digits",
                "43  | 7            | places paid at 43 to 43: \"7\" is not 0, 2, 3 or a space",
                "44  | 01001x01     | odds of WIN 1 at 46 to 49: \"001x\" is not 4 digits",
                "44  | 01**--01     | odds of WIN 1 at 46 to 49: \"**--\" is not 4 digits",
                "44  | 00001901     | combination of WIN 1 at 44 to 45: \"00\" is not a combination of WIN",
                "268 | 010015001101 | odds of PLACE 1 at 270 to 277: \"00150011\" is not odds from the lower",
                "268 | 010000001101 | odds of PLACE 1 at 270 to 277: \"00000011\" is not odds from the lower",
                "268 | 01----001101 | odds of PLACE 1 at 270 to 277: \"----0011\" is not odds, or the same mark twice",
                "604 | 210001901    | combination of BRACKET_QUINELLA 1 at 604 to 605: \"21\" is not in ascending order",
            })
    void names_the_invalid_field(int position, String text, String message) {
        RecordWriter writer = odds("O1").put(position, text);
        writer.assertRefused().withMessageStartingWith("record O1, ").withMessageContaining(message);
    }

    @Test
    void refuses_a_combination_that_is_listed_twice() {
        RecordWriter writer = odds("O2").put(41, "0102000019001").put(54, "0102000019001");
        writer.assertRefused()
                .withMessageContaining("combination of QUINELLA 2 at 54 to 57: \"0102\" is not a combination that no");
    }
}
