package keiba.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.SplittableRandom;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.rule.RuleBookText.DatedBook;
import keiba.domain.rule.RuleBookText.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTextTest {
    private static final String LEAST = "name = NAR-OWN\nfrom = 2026-04-01\nWIN.payback = 780\n";

    private static String fault(String text) {
        return RuleBookText.read(text) instanceof Invalid invalid ? invalid.fault() : "none";
    }

    @Test
    void needs_a_name_a_day_and_a_type() {
        assertThat(RuleBookText.read(LEAST))
                .isEqualTo(new DatedBook(
                        RuleBook.builder("NAR-OWN")
                                .sell(BetType.WIN, PerMille.of(780))
                                .build(),
                        LocalDate.of(2026, 4, 1)));
        assertThat(fault("")).isEqualTo("the setting from is missing");
        assertThat(fault("from = 2026-04-01")).isEqualTo("the setting name is missing");
        assertThat(fault("name = X\nfrom = 2026-04-01")).contains("X", "at least one");
    }

    @Test
    void reads_every_setting_whatever_its_order_spaces_and_line_ends() {
        String text = """
                # A book in which everything is set

                from=2026-04-01
                TRIFECTA.japanese-name = 三連単
                TRIFECTA.cap = 9999.9
                  TRIFECTA.premium =20
                TRIFECTA.payback-band = 600-900
                TRIFECTA.from-entries = 6
                TRIFECTA.payback = 720
                name = NAR-OWN = 1
                three-places-from = 9
                stake-unit = 200
                dividend-step = 20
                minimum-dividend = 120
                plus10 = yes
                deadline-minutes = 3
                carry-over.payback = 700
                carry-over.cap-per-10 = 60000000
                carry-over.truncation = yes
                """;
        DatedBook expected = new DatedBook(
                RuleBook.builder("NAR-OWN = 1")
                        .sell(
                                BetType.TRIFECTA,
                                new BetTerms(
                                        6,
                                        PerMille.of(720),
                                        new PaybackBand(PerMille.of(600), PerMille.of(900)),
                                        PerMille.of(20),
                                        Odds.ofTenths(99_999),
                                        "三連単"))
                        .threePlacesFrom(9)
                        .stakeUnit(Yen.of(200))
                        .dividendStep(Yen.of(20))
                        .minimumDividend(Yen.of(120))
                        .plus10(true)
                        .deadlineMinutes(3)
                        .carryOver(new CarryOverTerms(PerMille.of(700), Yen.of(60_000_000), true))
                        .build(),
                LocalDate.of(2026, 4, 1));

        assertThat(RuleBookText.read(text)).isEqualTo(expected);
        assertThat(RuleBookText.read(text.replace("\n", "\r\n"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plus10 = true | line 4: plus10 is yes or no: true",
                "deadline-minutes = -1 | line 4: deadline-minutes is a whole number: -1",
                "deadline-minutes = 1.5 | line 4: deadline-minutes is a whole number: 1.5",
                "deadline-minutes = 9999999999 | line 4: deadline-minutes is a whole number up to 2147483647: 9999999999",
                "deadline-minutes = 99999999999999999999 | line 4: deadline-minutes is a whole number: 99999999999999999999",
                "deadline-minutes = １ | line 4: deadline-minutes is a whole number: １",
                "stake-unit = 50 | a stake unit is a positive multiple of 100円: 50円",
                "TRIO.payback = 1001 | line 4: TRIO.payback is a rate of 0 to 1000 per mille: 1001",
                "TRIO.payback = 75.0% | line 4: TRIO.payback is a rate of 0 to 1000 per mille: 75.0%",
                "WIN.payback = 780 | line 4: WIN.payback is already set in line 3",
                "WIN.cap = 999 | line 4: WIN.cap is odds with one decimal such as 999.9: 999",
                "WIN.payback-band = 700 | line 4: WIN.payback-band is two rates in per mille such as 700-800: 700",
                "WIN.payback-band = 800-700 | the floor of a payback band must not exceed its ceiling: 80.0% and 70.0%",
                "WIN.premium = 51 | a premium is at most 5.0%: 5.1%",
                "win.premium = 5 | line 4: win.premium is no setting of a rule book, or needs a payback that is not set",
                "TRIO.premium = 5 | line 4: TRIO.premium is no setting of a rule book, or needs a payback that is not set",
                "carry-over.payback = 700 | the setting carry-over.cap-per-10 is missing",
                "plus10 | line 4: a setting is name = value: plus10",
                "plus10 = | line 4: a setting is name = value: plus10 =",
                "= yes | line 4: a setting is name = value: = yes"
            })
    void says_what_is_wrong_in_which_line(String line, String fault) {
        assertThat(fault(LEAST + line)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({"2026-02-30", "2026-13-01", "2026-4-1", "01.04.2026", "20260401"})
    void refuses_a_day_that_does_not_exist_or_is_written_otherwise(String day) {
        assertThat(fault(LEAST.replace("2026-04-01", day)))
                .startsWith("line 2: from is a day")
                .endsWith(day);
    }

    @Test
    void has_an_answer_for_every_text() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(LEAST);
            for (int change = 0; change < 4; change++) {
                text.setCharAt(random.nextInt(text.length()), "\n=#.-19W\u0000円".charAt(random.nextInt(10)));
            }
            switch (RuleBookText.read(text.toString())) {
                case DatedBook read -> assertThat(read.book().types()).isNotEmpty();
                case Invalid invalid -> assertThat(invalid.fault()).isNotBlank();
            }
        }
        assertThat(fault("x = y\n".repeat(100_000))).isEqualTo("line 2: x is already set in line 1");
    }
}
