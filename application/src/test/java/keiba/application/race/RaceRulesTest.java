package keiba.application.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import keiba.application.fake.Samples;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBookText;
import keiba.domain.rule.RuleBookText.DatedBook;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;

class RaceRulesTest {
    private static final LocalDate ULTRA_PREMIUM_DAY = LocalDate.of(2024, 9, 16);

    @Test
    void a_name_refers_to_the_known_rule_book_of_each_day() {
        RaceRules jra = RaceRules.named("JRA");
        assertThat(jra.on(ULTRA_PREMIUM_DAY)).isNotEqualTo(jra.on(ULTRA_PREMIUM_DAY.plusDays(1)));
        assertThat(jra.on(Samples.DAY)).contains(RuleBooks.JRA);
        assertThat(jra.on(RuleBooks.FIRST_DAY.minusDays(1))).isEmpty();
        assertThat(RaceRules.named("").on(Samples.DAY)).isEmpty();
    }

    @Test
    void an_own_rule_book_is_valid_from_its_first_day() {
        assertThat(Samples.OWN_RULES.on(Samples.OWN_FROM.minusDays(1))).isEmpty();
        assertThat(Samples.OWN_RULES.on(Samples.OWN_FROM)).contains(Samples.OWN_BOOK);
        assertThat(Samples.OWN_RULES.on(LocalDate.MAX)).contains(Samples.OWN_BOOK);
        assertThat(Samples.OWN_RULES.name()).isEqualTo(Samples.OWN_BOOK.name());
    }

    @Test
    void stores_a_book_by_name_only_if_the_program_knows_it_on_that_day() {
        DatedBook jra = new DatedBook(RuleBooks.JRA, Samples.OWN_FROM);
        assertThat(RaceRules.of(jra, Samples.DAY)).isEqualTo(RaceRules.named("JRA"));
        assertThat(RaceRules.of(jra, ULTRA_PREMIUM_DAY))
                .isEqualTo(new RaceRules.Recorded(RuleBooks.JRA, Samples.OWN_FROM));
        assertThat(RaceRules.of(new DatedBook(Samples.OWN_BOOK, Samples.OWN_FROM), Samples.DAY))
                .isEqualTo(Samples.OWN_RULES);
    }

    @Test
    void a_recorded_rule_book_can_be_read_from_its_text() {
        RaceRules.Recorded recorded = new RaceRules.Recorded(Samples.OWN_BOOK, Samples.OWN_FROM);
        assertThat(RuleBookText.read(recorded.text())).isEqualTo(new DatedBook(Samples.OWN_BOOK, Samples.OWN_FROM));
        RuleBook withoutText =
                RuleBook.builder("a\nb").sell(BetType.WIN, PerMille.of(780)).build();
        assertThatIllegalArgumentException().isThrownBy(() -> new RaceRules.Recorded(withoutText, Samples.OWN_FROM));
    }
}
