package keiba.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookTextTest {
    private static final String LEAST = "name = NAR-OWN\nfrom = 2026-04-01\nWIN.payback = 780\n";

    private static String fault(String text) {
        return RuleBookText.read(text) instanceof Invalid invalid ? invalid.fault() : "none";
    }

    @Test
    void requires_a_name_a_first_day_and_a_bet_type() {
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
    void reads_every_setting_in_any_order_with_any_spaces_and_line_ends() {
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
                "plus10 = true | line 4: plus10 must be yes or no, not true",
                "deadline-minutes = -1 | line 4: deadline-minutes must be a whole number, not -1",
                "deadline-minutes = 1.5 | line 4: deadline-minutes must be a whole number, not 1.5",
                "deadline-minutes = 9999999999 | line 4: deadline-minutes must be a whole number up to 2147483647, not 9999999999",
                "deadline-minutes = 99999999999999999999 | line 4: deadline-minutes must be a whole number, not 99999999999999999999",
                "deadline-minutes = １ | line 4: deadline-minutes must be a whole number, not １",
                "stake-unit = 50 | line 4: a stake unit must be a positive multiple of 100円, not 50円",
                "TRIO.payback = 1001 | line 4: TRIO.payback must be a rate of 0 to 1000 per mille, not 1001",
                "TRIO.payback = 75.0% | line 4: TRIO.payback must be a rate of 0 to 1000 per mille, not 75.0%",
                "WIN.payback = 780 | line 4: WIN.payback is already set in line 3",
                "WIN.cap = 999 | line 4: WIN.cap must be odds with one decimal such as 999.9, not 999",
                "WIN.payback-band = 700 | line 4: WIN.payback-band must be two rates in per mille such as 700-800, not 700",
                "WIN.payback-band = 800-700 | line 4: the floor of a payback band must not exceed its ceiling: 80.0% and 70.0%",
                "WIN.premium = 51 | line 4: a premium must be at most 5.0%, not 5.1%",
                "win.premium = 5 | line 4: win.premium is not a setting of a rule book",
                "TRIO.premium = 5 | line 4: TRIO.premium requires TRIO.payback",
                "carry-over.truncation = yes | line 4: carry-over.truncation requires carry-over.payback",
                "WIN.payback-band = 790-800 | line 3: WIN.payback must be in the band of 790 to 800 per mille, not 780",
                "TRIO.payback = 75 | line 4: TRIO.payback must be in the band of 700 to 800 per mille, not 75",
                "WIN.cap = 999999999.9 | line 4: a cap of odds must be at most 214748364.7, not 999999999.9",
                "dividend-step = 15 | line 4: a dividend step must be a multiple of 10円 up to 100円, not 15円",
                "deadline-minutes = 1441 | line 4: a deadline must be 0 to 1440 minutes before the post time, not 1441",
                "three-places-from = 29 | line 4: three places must be paid from 3 to 28 entries on, not from 29",
                "dividend-step = 30 | line 4: a minimum dividend must be a positive multiple of the step 30円 up to 1,000円, not 100円",
                "minimum-dividend = 1010 | line 4: a minimum dividend must be a positive multiple of the step 10円 up to 1,000円, not 1,010円",
                "carry-over.payback = 700 | the setting carry-over.cap-per-10 is missing",
                "plus10 | line 4: a setting must be written as name = value, not as plus10",
                "plus10 = | line 4: a setting must be written as name = value, not as plus10 =",
                "= yes | line 4: a setting must be written as name = value, not as = yes"
            })
    void names_the_line_and_the_fault_of_an_invalid_setting(String line, String fault) {
        assertThat(fault(LEAST + line)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({"2026-02-30", "2026-13-01", "2026-4-1", "01.04.2026", "20260401"})
    void refuses_a_day_that_does_not_exist_or_has_another_format(String day) {
        assertThat(fault(LEAST.replace("2026-04-01", day)))
                .startsWith("line 2: from must be a day")
                .endsWith(day);
    }

    @Test
    void accepts_only_names_of_1_to_100_printable_characters() {
        assertThat(fault(LEAST.replace("NAR-OWN", "競馬 №1 (é)"))).isEqualTo("none");
        assertThat(fault(LEAST.replace("NAR-OWN", "a".repeat(100)))).isEqualTo("none");
        for (String name :
                List.of("a".repeat(101), "a\u0000b", "a\u202eb", "a\u2028b", "a\ud800b", "a\tb", "\u001b[2J")) {
            assertThat(fault(LEAST.replace("NAR-OWN", name)))
                    .startsWith("line 1: name must be 1 to 100 printable characters");
            assertThat(fault(LEAST + "WIN.japanese-name = " + name))
                    .startsWith("line 4: WIN.japanese-name must be 1 to 100 printable characters");
        }
    }

    @Test
    void reads_every_known_book_unchanged_from_its_written_text() {
        for (String name : RuleBooks.names()) {
            for (LocalDate day : List.of(RuleBooks.FIRST_DAY, LocalDate.of(2024, 9, 16), LocalDate.of(2026, 11, 22))) {
                assertStable(RuleBooks.find(name, day).orElseThrow(), day);
            }
        }
    }

    @Test
    void reads_random_books_unchanged_from_their_written_text() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 2_000; i++) {
            assertStable(RandomBooks.next(random), LocalDate.of(1, 1, 1).plusDays(random.nextInt(3_600_000)));
        }
    }

    private static void assertStable(RuleBook book, LocalDate from) {
        String text = RuleBookText.write(book, from);
        assertThat(RuleBookText.read(text)).isEqualTo(new DatedBook(book, from));
        assertThat(RuleBookText.write(book, from)).isEqualTo(text);
    }

    @Test
    void writes_settings_with_default_values_too() {
        RuleBook book =
                RuleBook.builder("NAR-OWN").sell(BetType.WIN, PerMille.of(780)).build();

        assertThat(RuleBookText.write(book, LocalDate.of(2026, 4, 1))).isEqualTo("""
                name = NAR-OWN
                from = 2026-04-01
                three-places-from = 8
                stake-unit = 100
                dividend-step = 10
                minimum-dividend = 100
                plus10 = no
                deadline-minutes = 2
                WIN.payback = 780
                WIN.payback-band = 700-800
                WIN.from-entries = 2
                WIN.premium = 0
                WIN.cap = 999.9
                WIN.japanese-name = 単勝
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nplus10 = yes", "a\rb", " a", "a ", "a\u0000"})
    void refuses_to_write_a_name_that_could_not_be_read_unchanged(String name) {
        RuleBook book =
                RuleBook.builder(name).sell(BetType.WIN, PerMille.of(780)).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBookText.write(book, LocalDate.of(2026, 4, 1)))
                .withMessageStartingWith("this rule book cannot be written as a text");
    }

    @Test
    void refuses_to_write_a_payback_outside_its_band() {
        RuleBook book = RuleBooks.JRA.withPayback(BetType.WIN, PerMille.of(850));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBookText.write(book, LocalDate.of(2026, 4, 1)))
                .withMessageContaining("WIN.payback must be in the band of 700 to 800 per mille, not 850");
    }

    @Test
    void reads_a_book_or_returns_a_fault_for_any_text() {
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
