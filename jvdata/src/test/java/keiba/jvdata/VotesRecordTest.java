package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VotesRecordTest {
    private static final List<BetType> TYPES = List.of(
            BetType.WIN,
            BetType.PLACE,
            BetType.BRACKET_QUINELLA,
            BetType.QUINELLA,
            BetType.WIDE,
            BetType.EXACTA,
            BetType.TRIO);

    private static VotesRecord read(RecordWriter record) {
        return (VotesRecord) JvData.read(record.bytes());
    }

    /** Writes the votes of a record H1: units of 100 yen by combination, and the total of each type. */
    static RecordWriter votes(Map<BetType, Map<Combination, Yen>> stakes) {
        RecordWriter record = RecordWriter.votes().put(28, "1616").put(32, "77777773");
        stakes.forEach((type, ofType) -> {
            int at = 0;
            long total = 0;
            for (Map.Entry<Combination, Yen> stake : ofType.entrySet()) {
                long votes = stake.getValue().value() / 100;
                String entry = DividendsRecordTest.digits(stake.getKey()) + String.format("%011d", votes);
                switch (type) {
                    case WIN -> record.put(84 + 15 * at, entry + "01");
                    case PLACE -> record.put(504 + 15 * at, entry + "02");
                    case BRACKET_QUINELLA -> record.put(924 + 15 * at, entry + "03");
                    case QUINELLA -> record.put(1_464 + 18 * at, entry + "004");
                    case WIDE -> record.put(4_218 + 18 * at, entry + "005");
                    case EXACTA -> record.put(6_972 + 18 * at, entry + "006");
                    case TRIO -> record.put(12_480 + 20 * at, entry + "007");
                    case TRIFECTA, BRACKET_EXACTA -> throw new IllegalArgumentException("not in the record");
                }
                at++;
                total += votes;
            }
            record.put(28_800 + 11 * TYPES.indexOf(type), 11, total);
        });
        return record;
    }

    @Test
    void reads_every_stake_of_a_published_race() {
        Map<BetType, Map<Combination, Yen>> stakes = PublishedData.stakes();

        VotesRecord record = read(votes(stakes));

        assertThat(record.votes()).containsOnlyKeys(TYPES);
        assertThat(record.placesPaid()).hasValue(3);
        for (BetType type : TYPES) {
            VotesRecord.TypeVotes ofType = record.of(type);
            assertThat(record.pool(type).stakes()).isEqualTo(stakes.get(type)).isNotEmpty();
            assertThat(ofType.total()).isEqualTo(record.pool(type).total());
            assertThat(ofType.refundedTotal()).isEqualTo(Yen.ZERO);
            assertThat(ofType.sale()).isEqualTo(SaleState.SOLD);
            assertThat(ofType.lines())
                    .allMatch(line -> line.state() == EntryState.LIVE
                            && line.popularity().orElseThrow() == TYPES.indexOf(type) + 1);
        }
    }

    @Test
    void gives_pools_with_the_same_odds_as_the_published_stakes() {
        Map<BetType, Map<Combination, Yen>> stakes = PublishedData.stakes();

        VotesRecord record = read(votes(stakes));

        Market market = record.market(RuleBooks.JRA);
        Market expected = Market.open(RuleBooks.JRA, Field.of(16));
        assertThat(market).isEqualTo(expected);
        stakes.forEach((type, ofType) -> {
            PoolOdds odds = market.odds(record.pool(type));
            PoolOdds direct = expected.odds(Pool.of(Numbering.of(type, 16), ofType));
            assertThat(odds.lines()).isEqualTo(direct.lines()).hasSizeGreaterThan(15);
        });
    }

    @Test
    void reads_the_votes_of_trifecta() {
        Numbering numbering = Numbering.of(BetType.TRIFECTA, 18);
        RecordWriter writer =
                RecordWriter.trifectaVotes().put(28, "1817").put(32, "7").put(33 + 5, "1");
        for (int index = 0; index < numbering.count(); index++) {
            String combination = DividendsRecordTest.digits(numbering.combination(index));
            String popularity = (numbering.bits(index) & 1 << 6) != 0 ? "****" : String.format("%04d", index + 1);
            writer.put(51 + 21 * index, combination + String.format("%011d", index) + popularity);
        }
        writer.put(102_867, 11, 4_895L * 4_896 / 2).put(102_878, 11, 77);

        VotesRecord record = read(writer);

        VotesRecord.TypeVotes trifecta = record.of(BetType.TRIFECTA);
        assertThat(record.votes()).containsOnlyKeys(BetType.TRIFECTA);
        assertThat(record.placesPaid()).isEmpty();
        assertThat(record.refunded().horses()).isEqualTo(Horses.of(6));
        assertThat(record.refunded().brackets()).isEmpty();
        assertThat(trifecta.lines()).hasSize(4_896);
        assertThat(trifecta.total()).isEqualTo(Yen.of(4_895L * 4_896 / 2 * 100));
        assertThat(trifecta.refundedTotal()).isEqualTo(Yen.of(7_700));
        assertThat(trifecta.lines().getLast())
                .isEqualTo(new VotesRecord.VotesLine(
                        Combination.of(BetType.TRIFECTA, 18, 17, 16),
                        Yen.of(489_500),
                        EntryState.LIVE,
                        OptionalInt.of(4_896)));
        Pool pool = record.pool(BetType.TRIFECTA);
        assertThat(pool.total()).isEqualTo(trifecta.total());
        assertThat(pool.stake(4_895)).isEqualTo(Yen.of(489_500));
        assertThat(record.market(RuleBooks.JRA).scratched()).isEqualTo(Horses.of(6));
        assertThat(record.market(RuleBooks.JRA).offering().field().withdrawn()).isEqualTo(Horses.NONE);
    }

    /** Four horses: 2 was withdrawn before the sale, 4 was scratched after it, 5 and further are not registered. */
    @Test
    void distinguishes_withdrawn_from_scratched_horses() {
        RecordWriter writer = RecordWriter.votes()
                .put(28, "0402")
                .put(32, "70000000")
                .put(40 + 3, "1")
                .put(68 + 3, "1")
                .put(76 + 0, "1")
                .put(84, "01" + "00000012345" + "01")
                .put(99, "02" + "00000000000" + "--")
                .put(114, "03" + "00000000000" + "02")
                .put(129, "04" + "00000000055" + "**")
                .put(144, "05")
                .put(28_800, 11, 12_400)
                .put(28_800 + 77, 11, 55);

        VotesRecord record = read(writer);

        VotesRecord.TypeVotes win = record.of(BetType.WIN);
        assertThat(win.lines())
                .extracting(VotesRecord.VotesLine::state)
                .containsExactly(EntryState.LIVE, EntryState.WITHDRAWN, EntryState.LIVE, EntryState.SCRATCHED);
        assertThat(win.lines().get(1).popularity()).isEmpty();
        assertThat(win.lines().get(2).stake()).isEqualTo(Yen.ZERO);
        assertThat(win.total()).isEqualTo(Yen.of(1_240_000));
        assertThat(win.refundedTotal()).isEqualTo(Yen.of(5_500));
        assertThat(record.of(BetType.PLACE).sale()).isEqualTo(SaleState.NOT_SOLD);
        assertThat(record.placesPaid()).isEmpty();
        assertThat(record.withdrawn()).isEqualTo(Horses.of(2));
        assertThat(record.refunded().brackets()).containsExactly(4);
        assertThat(record.refunded().sameBrackets()).containsExactly(1);
        Market market = record.market(RuleBooks.JRA);
        assertThat(market.live()).isEqualTo(Horses.of(1, 3));
        assertThat(market.live(record.pool(BetType.WIN)).refunded()).isEqualTo(win.refundedTotal());
    }

    /** In TRIFECTA no combination is of a single horse: a horse is withdrawn if every combination with it is. */
    @Test
    void finds_withdrawn_horses_in_trifecta_combinations() {
        Numbering numbering = Numbering.of(BetType.TRIFECTA, 5);
        RecordWriter writer = RecordWriter.trifectaVotes().put(28, "0504").put(32, "7");
        for (int index = 0; index < numbering.count(); index++) {
            boolean withdrawn = (numbering.bits(index) & 1 << 3) != 0;
            writer.put(
                    51 + 21 * index,
                    DividendsRecordTest.digits(numbering.combination(index))
                            + (withdrawn ? "00000000000----" : "000000000090001"));
        }

        assertThat(read(writer).withdrawn()).isEqualTo(Horses.of(3));
    }

    @ParameterizedTest
    @CsvSource({"2, LAST_OF_THE_DAY_BEFORE", "4, CONFIRMED", "5, CONFIRMED_ON_MONDAY", "9, CALLED_OFF"})
    void reads_the_kind_of_data(String digit, DataKind kind) {
        assertThat(read(RecordWriter.votes().put(3, digit)).header().kind()).isEqualTo(kind);
        assertThat(read(RecordWriter.trifectaVotes().put(3, digit)).header().kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"0, NOT_SOLD", "1, CANCELLED_BEFORE_SALE", "3, CANCELLED_AFTER_SALE", "7, SOLD", "' ', NOT_SOLD"})
    void reads_the_sale_state_of_each_type(String digit, SaleState sale) {
        for (int at = 0; at < TYPES.size(); at++) {
            VotesRecord record = read(RecordWriter.votes().put(32, "1111111").put(32 + at, digit));
            Map<BetType, SaleState> read = record.votes().values().stream()
                    .collect(Collectors.toMap(
                            VotesRecord.TypeVotes::type,
                            VotesRecord.TypeVotes::sale,
                            (one, other) -> one,
                            TreeMap::new));
            assertThat(read.remove(TYPES.get(at))).isEqualTo(sale);
            assertThat(read.values())
                    .containsOnly(SaleState.CANCELLED_BEFORE_SALE)
                    .hasSize(6);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3     | 1                 | kind of data at 3 to 3: \"1\" is not one of [2, 4, 5, 9] or 0",
                "34    | 2                 | sale of BRACKET_QUINELLA at 34 to 34: \"2\" is not 0, 1, 3, 7 or a space",
                "39    | 1                 | places paid at 39 to 39: \"1\" is not 0, 2, 3 or a space",
                "76    | -                 | refund of same bracket 1 at 76 to 76: \"-\" is not 0, 1 or a space",
                "84    | 010000000x00001   | votes of WIN 1 at 86 to 96: \"0000000x000\" is not 11 digits",
                "84    | 01-----------01   | votes of WIN 1 at 86 to 96: \"-----------\" is not 11 digits",
                "99    | 000000000000101   | combination of WIN 2 at 99 to 100: \"00\" is not a combination of WIN",
                "12480 | 01020200000000001001 | combination of TRIO 1 at 12480 to 12485: \"010202\" is not a combination",
                "28780 | 01020300000000001--1 | popularity of TRIO 816 at 28797 to 28799: \"--1\" is not 3 digits",
                "28800 | 0000000000x       | total of WIN at 28800 to 28810: \"0000000000x\" is not 11 digits",
                "28943 | 0000000000x       | refunded total of TRIO at 28943 to 28953",
            })
    void names_the_invalid_field(int position, String text, String message) {
        RecordWriter writer = RecordWriter.votes().put(position, text);
        writer.assertRefused().withMessageStartingWith("record H1, ").withMessageContaining(message);
    }

    @Test
    void refuses_a_combination_that_is_listed_twice() {
        RecordWriter writer =
                RecordWriter.votes().put(84, "01" + "00000012345" + "01").put(99, "01" + "00000012345" + "02");
        writer.assertRefused()
                .withMessageContaining("combination of WIN 2 at 99 to 100: \"01\" is not a combination that no entry");
    }

    /** The tables of single horses have room for 28. A field that is too large for a pool of the domain is read, and refused as a pool. */
    @Test
    void reads_29_horses_but_refuses_a_pool_and_a_market_of_them() {
        RecordWriter writer = RecordWriter.votes().put(28, "29");
        for (int horse = 1; horse <= 28; horse++) {
            writer.put(84 + 15 * (horse - 1), String.format("%02d", horse) + "00000000001" + "01");
        }

        VotesRecord record = read(writer);

        assertThat(record.of(BetType.WIN).lines()).hasSize(28);
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(() -> record.pool(BetType.WIN))
                .withMessageContaining("the votes of WIN in race " + RecordWriter.RACE + " cannot be made into a pool")
                .withMessageContaining("29");
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(() -> record.market(RuleBooks.JRA))
                .withMessageContaining("29");
    }

    @Test
    void refuses_a_pool_with_votes_on_a_horse_that_is_not_declared() {
        VotesRecord record = read(RecordWriter.votes().put(28, "0808").put(84, "09" + "00000012345" + "01"));
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(() -> record.pool(BetType.WIN))
                .withMessageContaining("from 1 to 8, not 9");
    }

    @Test
    void refuses_a_pool_of_more_than_the_largest_total() {
        VotesRecord record = read(RecordWriter.votes()
                .put(28, "0808")
                .put(84, "01" + "99999999999" + "01")
                .put(99, "02" + "99999999999" + "01"));
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(() -> record.pool(BetType.WIN))
                .withMessageContaining("a pool may contain at most");
    }

    @Test
    void refuses_a_market_with_a_refund_of_a_horse_that_is_not_declared() {
        VotesRecord record = read(RecordWriter.votes().put(28, "0808").put(40 + 8, "1"));
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(() -> record.market(RuleBooks.JRA))
                .withMessageContaining("[9]");
    }

    @Test
    void has_an_empty_pool_for_a_type_without_votes_and_none_for_a_type_of_another_record() {
        VotesRecord record = read(RecordWriter.votes().put(28, "0808"));

        assertThat(record.pool(BetType.TRIO).total()).isEqualTo(Yen.ZERO);
        assertThat(record.withdrawn()).isEqualTo(Horses.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record.pool(BetType.TRIFECTA))
                .withMessageContaining("TRIFECTA");
    }
}
