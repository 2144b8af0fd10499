package keiba.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PaybackBandTest {
    private static final PaybackBand BAND = new PaybackBand(PerMille.of(700), PerMille.of(800));

    @ParameterizedTest
    @CsvSource({"0,false", "80,false", "699,false", "700,true", "750,true", "800,true", "801,false", "1000,false"})
    void contains_both_ends_and_the_rates_between_them(int rate, boolean inside) {
        assertThat(BAND.contains(PerMille.of(rate))).isEqualTo(inside);
    }

    @Test
    void prints_its_rates_in_per_mille() {
        assertThat(BAND).hasToString("700 to 800 per mille");
    }

    @Test
    void may_hold_a_single_rate() {
        assertThat(new PaybackBand(PerMille.of(750), PerMille.of(750)).contains(PerMille.of(750)))
                .isTrue();
    }

    @Test
    void refuses_a_floor_above_the_ceiling() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaybackBand(PerMille.of(801), PerMille.of(800)))
                .withMessageContainingAll("80.1%", "80.0%");
    }

    @ParameterizedTest
    @EnumSource
    void is_700_to_800_per_mille_for_every_type(BetType type) {
        assertThat(RuleBooks.NAR.paybackBand(type)).isEqualTo(BAND);
    }

    @Test
    void contains_every_rate_of_every_rule_book_on_ordinary_and_premium_days() {
        LocalDate ultraPremium = LocalDate.of(2024, 9, 16);

        assertThat(RuleBooks.names().stream()
                        .flatMap(name -> Stream.of(
                                RuleBooks.find(name).orElseThrow(),
                                RuleBooks.find(name, ultraPremium).orElseThrow())))
                .allSatisfy(book -> assertThat(book.types())
                        .allMatch(type ->
                                book.paybackBand(type).contains(book.terms(type).payback())));
    }

    @Test
    void is_unknown_for_types_the_organiser_does_not_sell() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBooks.JRA.paybackBand(BetType.BRACKET_EXACTA))
                .withMessageContaining("BRACKET_EXACTA");
    }

    @Test
    void does_not_prevent_a_rule_book_from_using_another_rate() {
        RuleBook changed = RuleBooks.JRA.withPayback(BetType.WIN, PerMille.of(80));

        assertThat(changed.terms(BetType.WIN).payback()).isEqualTo(PerMille.of(80));
        assertThat(changed.paybackBand(BetType.WIN)).isEqualTo(BAND);
    }
}
