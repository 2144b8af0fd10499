package keiba.application.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import keiba.application.fake.Samples;
import keiba.application.race.RaceCard;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRulesTest {
    private static final LocalDate LAST_DAY = LocalDate.of(2027, 1, 21);

    private static PayoutVerdict verdict(RaceCard card, LocalDate today, boolean held) {
        return new ClaimRules().judge(new PayoutFacts(card, today, held));
    }

    /** Returns a payable race. */
    private static RaceCard payable() {
        RaceDay day = new RaceDay();
        day.settle();
        return day.card();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22, false, PAY",
        "2027-01-21, false, PAY",
        "2027-01-22, false, LAPSED",
        "2026-11-22, true,  HELD",
        "2027-01-21, true,  HELD",
        "2027-01-22, true,  HELD",
        "2031-01-01, true,  HELD"
    })
    void pays_through_the_last_day_unless_held_and_lapses_afterwards(
            LocalDate today, boolean held, PayoutVerdict expected) {
        RaceCard card = payable();
        assertThat(card.expiresOn()).isEqualTo(LAST_DAY);
        assertThat(verdict(card, today, held)).isEqualTo(expected);
    }

    @Test
    void pays_through_the_last_day_of_an_extended_claim_period() {
        RaceCard extended = payable().claimableThrough(LAST_DAY.plusDays(30));
        assertThat(verdict(extended, LAST_DAY.plusDays(30), false)).isEqualTo(PayoutVerdict.PAY);
        assertThat(verdict(extended, LAST_DAY.plusDays(31), false)).isEqualTo(PayoutVerdict.LAPSED);
    }

    @Test
    void returns_expired_for_a_race_whose_payouts_expired() {
        RaceDay day = new RaceDay();
        day.settle();
        day.passLastDay();
        day.settlement().execute().expireDue();
        assertThat(verdict(day.card(), LAST_DAY.plusDays(1), false)).isEqualTo(PayoutVerdict.EXPIRED);
        assertThat(verdict(day.card(), LAST_DAY.plusDays(1), true)).isEqualTo(PayoutVerdict.EXPIRED);
    }

    @Test
    void pays_nothing_before_the_payouts_are_calculated() {
        RaceDay day = new RaceDay();
        assertThat(verdict(day.card(), LAST_DAY, false)).isEqualTo(PayoutVerdict.NOT_PAYABLE);
        day.finish(Samples.RACE, 6, 4, 3);
        assertThat(day.state()).isEqualTo(RaceState.OFFICIAL);
        assertThat(verdict(day.card(), LAST_DAY, false)).isEqualTo(PayoutVerdict.NOT_PAYABLE);
        assertThat(verdict(day.card(), LAST_DAY.plusDays(1), true)).isEqualTo(PayoutVerdict.NOT_PAYABLE);
    }
}
