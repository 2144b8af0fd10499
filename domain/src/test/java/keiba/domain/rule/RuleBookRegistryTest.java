package keiba.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import org.junit.jupiter.api.Test;

class RuleBookRegistryTest {
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);

    private static RuleBook own(int paybackOfWin) {
        return RuleBook.builder("NAR-OWN")
                .sell(BetType.WIN, PerMille.of(paybackOfWin))
                .build();
    }

    @Test
    void finds_a_book_from_its_first_day_until_the_next_book() {
        RuleBookRegistry books =
                RuleBookRegistry.EMPTY.with(own(760), APRIL.plusYears(1)).with(own(780), APRIL);

        assertThat(books.find("NAR-OWN", APRIL.minusDays(1))).isEmpty();
        assertThat(books.find("NAR-OWN", APRIL)).contains(own(780));
        assertThat(books.find("NAR-OWN", APRIL.plusYears(1).minusDays(1))).contains(own(780));
        assertThat(books.find("NAR-OWN", APRIL.plusYears(1))).contains(own(760));
        assertThat(books.find("NAR-OWN")).contains(own(760));
    }

    @Test
    void returns_the_first_day_of_a_book_and_the_names_on_a_day() {
        RuleBookRegistry books = RuleBooks.registry().with(own(780), APRIL).with(own(760), APRIL.plusYears(1));

        assertThat(books.findDated("NAR-OWN", APRIL.minusDays(1))).isEmpty();
        assertThat(books.findDated("NAR-OWN", APRIL.plusDays(9))).contains(new RuleBookText.DatedBook(own(780), APRIL));
        assertThat(books.findDated("NAR-OWN", APRIL.plusYears(2)))
                .contains(new RuleBookText.DatedBook(own(760), APRIL.plusYears(1)));
        assertThat(books.findDated("UNKNOWN", APRIL)).isEmpty();
        assertThat(books.names(APRIL.minusDays(1))).containsExactlyElementsOf(RuleBooks.names());
        assertThat(books.names(APRIL))
                .endsWith("NAR-OWN")
                .hasSize(RuleBooks.names().size() + 1);
        assertThat(books.names(RuleBooks.FIRST_DAY.minusDays(1))).isEmpty();
    }

    @Test
    void adds_a_book_and_leaves_the_known_books_unchanged() {
        RuleBookRegistry books = RuleBooks.registry().with(own(780), APRIL);

        assertThat(books.names()).containsAll(RuleBooks.names()).contains("NAR-OWN");
        assertThat(books.find("JRA", APRIL)).isEqualTo(RuleBooks.find("JRA", APRIL));
        assertThat(RuleBooks.names()).doesNotContain("NAR-OWN");
        assertThat(RuleBooks.find("NAR-OWN")).isEmpty();
    }

    @Test
    void refuses_a_different_book_with_the_same_name_and_first_day() {
        RuleBookRegistry books = RuleBookRegistry.EMPTY.with(own(780), APRIL);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> books.with(own(760), APRIL))
                .withMessageContainingAll("NAR-OWN", "2026-04-01");
        assertThat(books.with(own(780), APRIL).find("NAR-OWN")).contains(own(780));
    }

    @Test
    void finds_nothing_under_an_unknown_name_and_cannot_be_changed_from_outside() {
        RuleBookRegistry books = RuleBookRegistry.EMPTY.with(own(780), APRIL);

        assertThat(books.find("nar-own")).isEmpty();
        assertThat(books.find("", APRIL)).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> books.names().clear());
    }
}
