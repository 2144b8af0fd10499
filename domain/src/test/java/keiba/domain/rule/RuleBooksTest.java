package keiba.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Collectors;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBooksTest {
    /** The rates in the order of {@link BetType}; {@code -} for a type that is not sold. */
    private static String rates(RuleBook rules) {
        return Arrays.stream(BetType.values())
                .map(type -> rules.types().contains(type)
                        ? Integer.toString(rules.terms(type).payback().value())
                        : "-")
                .collect(Collectors.joining(" "));
    }

    private static RuleBook on(String name, String day) {
        return RuleBooks.find(name, LocalDate.parse(day)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    JRA           | 800 800 775 775 775 750 750 725 -
                    NAR           | 800 800 750 750 750 750 725 725 750
                    NAR-OI        | 800 800 750 750 750 750 725 725 750
                    NAR-KAWASAKI  | 800 800 750 750 750 750 725 725 750
                    NAR-FUNABASHI | 800 800 750 750 750 750 725 725 750
                    NAR-URAWA     | 800 800 750 750 750 750 725 725 750
                    NAR-KANAZAWA  | 800 800 750 750 750 750 725 725 750
                    NAR-MORIOKA   | 800 800 750 750 750 750 725 725 -
                    NAR-MIZUSAWA  | 800 800 750 750 750 750 725 725 -
                    NAR-KASAMATSU | 800 800 750 750 750 750 725 725 -
                    NAR-NAGOYA    | 800 800 750 750 750 750 725 725 -
                    NAR-KOCHI     | 800 800 750 750 750 750 725 725 -
                    NAR-BANEI     | 800 800 750 750 750 750 725 725 -
                    NAR-SAGA      | 800 800 750 750 750 750 750 725 -
                    NAR-HOKKAIDO  | 800 800 750 750 800 750 700 700 -
                    NAR-HYOGO     | 800 800 750 750 750 750 725 725 -
                    """)
    void have_the_payback_rates_of_every_organiser(String name, String rates) {
        RuleBook rules = RuleBooks.find(name).orElseThrow();

        assertThat(rules.name()).isEqualTo(name);
        assertThat(rates(rules)).isEqualTo(rates);
        assertThat(rules.types())
                .allSatisfy(type -> assertThat(rules.terms(type).premium()).isEqualTo(PerMille.ZERO));
        assertThat(RuleBooks.find(name, LocalDate.of(2026, 11, 22))).contains(rules);
    }

    @Test
    void are_listed_by_name() {
        assertThat(RuleBooks.names())
                .containsExactly(
                        "JRA",
                        "NAR",
                        "NAR-OI",
                        "NAR-KAWASAKI",
                        "NAR-FUNABASHI",
                        "NAR-URAWA",
                        "NAR-KANAZAWA",
                        "NAR-MORIOKA",
                        "NAR-MIZUSAWA",
                        "NAR-KASAMATSU",
                        "NAR-NAGOYA",
                        "NAR-KOCHI",
                        "NAR-BANEI",
                        "NAR-SAGA",
                        "NAR-HOKKAIDO",
                        "NAR-HYOGO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jra", "JRA ", "NAR-", "HKJC", "null", "NAR-OI\n"})
    void are_not_found_by_unknown_names(String name) {
        assertThat(RuleBooks.find(name)).isEmpty();
        assertThat(RuleBooks.find(name, LocalDate.of(2026, 11, 22))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JRA", "NAR", "NAR-HOKKAIDO"})
    void are_valid_from_2014_06_07(String name) {
        assertThat(RuleBooks.find(name, LocalDate.of(2014, 6, 6))).isEmpty();
        assertThat(RuleBooks.find(name, LocalDate.MIN)).isEmpty();
        assertThat(RuleBooks.find(name, LocalDate.of(2014, 6, 7))).isEqualTo(RuleBooks.find(name));
        assertThat(RuleBooks.find(name, LocalDate.MAX)).isEqualTo(RuleBooks.find(name));
    }

    @Test
    void raise_every_rate_of_jra_only_on_the_ultra_premium_day() {
        RuleBook day = on("JRA", "2024-09-16");

        assertThat(rates(day)).isEqualTo("800 800 800 800 800 800 800 800 -");
        assertThat(day.types())
                .allSatisfy(type -> assertThat(day.terms(type).premium()).isEqualTo(PerMille.of(50)));
        assertThat(day.name()).isEqualTo("JRA");
        assertThat(day.plus10()).isTrue();
        assertThat(on("JRA", "2024-09-15")).isEqualTo(RuleBooks.JRA);
        assertThat(on("JRA", "2024-09-17")).isEqualTo(RuleBooks.JRA);
        assertThat(on("NAR", "2024-09-16")).isEqualTo(RuleBooks.NAR);
    }

    @Test
    void of_jra_have_plus10_and_a_carry_over() {
        RuleBook jra = RuleBooks.JRA;

        assertThat(jra.plus10()).isTrue();
        assertThat(jra.carryOver()).contains(new CarryOverTerms(PerMille.of(700), Yen.of(60_000_000), false));
        assertThat(jra.deadlineMinutes()).isEqualTo(1);
        assertThat(jra.stakeUnit()).isEqualTo(Yen.of(100));
        assertThat(jra.dividendStep()).isEqualTo(Yen.of(10));
        assertThat(jra.minimumDividend()).isEqualTo(Yen.of(100));
        assertThat(jra.terms(BetType.QUINELLA).japaneseName()).isEqualTo("馬連");
    }

    @Test
    void of_nar_have_no_plus10_no_carry_over_and_other_type_names() {
        RuleBook nar = RuleBooks.NAR;

        assertThat(nar.plus10()).isFalse();
        assertThat(nar.carryOver()).isEmpty();
        assertThat(nar.deadlineMinutes()).isEqualTo(2);
        assertThat(nar.terms(BetType.BRACKET_QUINELLA).japaneseName()).isEqualTo("枠複");
        assertThat(nar.terms(BetType.QUINELLA).japaneseName()).isEqualTo("馬複");
        assertThat(nar.terms(BetType.BRACKET_EXACTA).japaneseName()).isEqualTo("枠単");
    }
}
