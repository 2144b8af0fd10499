package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.OddsRange;
import keiba.domain.race.Horses;
import keiba.domain.settlement.RefundedNumbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that a program makes by itself: a record that could not exist cannot be made. */
class ValidityTest {
    private static final Combination HORSE = Combination.of(BetType.WIN, 3);
    private static final OptionalInt NONE = OptionalInt.empty();
    private static final RefundedNumbers NO_REFUNDS = new RefundedNumbers(Horses.NONE, List.of(), List.of());
    private static final OddsRange TWO = new OddsRange(Odds.ofTenths(20), Odds.ofTenths(20));

    private static RaceHeader header(int declared, int starters) {
        RaceKey race = ((DividendsRecord) JvData.read(
                        RecordWriter.dividends().put(28, 2, 8).put(30, 2, 8).bytes()))
                .header()
                .race();
        return new RaceHeader(race, DataKind.INTERIM, LocalDate.of(2023, 8, 5), declared, starters);
    }

    @Test
    void a_dividend_is_more_than_0_yen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DividendsRecord.DividendLine(HORSE, Yen.ZERO, NONE))
                .withMessage("the dividend of 3 must be more than 0 yen, not 0円");
        assertThat(new DividendsRecord.DividendLine(HORSE, Yen.of(10), NONE).per100())
                .isEqualTo(Yen.of(10));
    }

    @Test
    void only_a_type_that_failed_or_has_a_special_dividend_pays_the_same_to_all_stakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DividendsRecord.TypeDividends(
                        BetType.WIN, false, false, false, Optional.of(Yen.of(70)), List.of()))
                .withMessage("WIN must have failed or have a special dividend to pay 70円 to all stakes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DividendsRecord.TypeDividends(
                        BetType.WIN, false, true, false, Optional.of(Yen.ZERO), List.of()))
                .withMessage("the amount that WIN pays to all stakes must be more than 0 yen, not 0円");
        assertThat(new DividendsRecord.TypeDividends(
                                BetType.WIN, false, true, false, Optional.of(Yen.of(70)), List.of())
                        .toAll())
                .contains(Yen.of(70));
    }

    @ParameterizedTest
    @ValueSource(longs = {-100, 50, 150})
    void a_stake_is_0_or_a_positive_multiple_of_100_yen(long yen) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VotesRecord.VotesLine(HORSE, Yen.of(yen), EntryState.LIVE, NONE))
                .withMessageStartingWith("the stake on 3 must be 0 or a positive multiple of 100円, not ");
    }

    @ParameterizedTest
    @ValueSource(longs = {-100, 50})
    void a_total_is_0_or_a_positive_multiple_of_100_yen(long yen) {
        Yen total = Yen.of(yen);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VotesRecord.TypeVotes(BetType.WIN, SaleState.SOLD, List.of(), Yen.ZERO, total))
                .withMessageStartingWith("the refunded total of WIN must be 0 or a positive multiple of 100円, not ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VotesRecord.TypeVotes(BetType.WIN, SaleState.SOLD, List.of(), total, Yen.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OddsRecord.TypeOdds(BetType.WIN, SaleState.SOLD, List.of(), total));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_popularity_is_1_or_more(int rank) {
        OptionalInt popularity = OptionalInt.of(rank);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DividendsRecord.DividendLine(HORSE, Yen.of(100), popularity));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VotesRecord.VotesLine(HORSE, Yen.of(100), EntryState.LIVE, popularity));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OddsRecord.OddsLine(HORSE, Optional.empty(), EntryState.LIVE, popularity))
                .withMessage("a popularity must be at least 1, not " + rank);
    }

    @Test
    void a_combination_that_is_out_has_no_odds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OddsRecord.OddsLine(HORSE, Optional.of(TWO), EntryState.SCRATCHED, NONE))
                .withMessage("the combination 3 must have no odds, because it is SCRATCHED");
        assertThat(new OddsRecord.OddsLine(HORSE, Optional.of(TWO), EntryState.LIVE, NONE).odds())
                .contains(TWO);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void place_pays_2_or_3_places(int places) {
        RaceHeader header = header(8, 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VotesRecord(header, Map.of(), NO_REFUNDS, OptionalInt.of(places)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OddsRecord(header, Optional.empty(), Map.of(), OptionalInt.of(places)))
                .withMessage("PLACE must pay 2 or 3 places, not " + places);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 100})
    void a_header_counts_0_to_99_horses(int horses) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(horses, 8))
                .withMessage("the number of declared horses must be from 0 to 99, not " + horses);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(8, horses))
                .withMessage("the number of starters must be from 0 to 99, not " + horses);
    }

    @Test
    void records_with_the_same_bytes_are_equal() {
        byte[] bytes = "RA7 of another\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(JvRecord.of(bytes)).isEqualTo(JvRecord.of(bytes)).hasSameHashCodeAs(JvRecord.of(bytes));
        bytes[5] = 'O';
        assertThat(JvRecord.of(bytes))
                .isNotEqualTo(JvRecord.of("RA7 of another\r\n".getBytes(StandardCharsets.US_ASCII)));
    }
}
