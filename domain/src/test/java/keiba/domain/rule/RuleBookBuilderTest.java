package keiba.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.Optional;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.race.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookBuilderTest {
    private static RuleBook.Builder own() {
        return RuleBook.builder("NAR-OWN").sell(BetType.WIN, PerMille.of(750));
    }

    @Test
    void builds_a_book_with_the_usual_values_by_default() {
        RuleBook book = own().build();

        assertThat(book.name()).isEqualTo("NAR-OWN");
        assertThat(book.types()).containsExactly(BetType.WIN);
        assertThat(book.terms(BetType.WIN))
                .isEqualTo(RuleBooks.JRA.terms(BetType.WIN).withPayback(PerMille.of(750)));
        assertThat(book.threePlacesFrom()).isEqualTo(8);
        assertThat(book.stakeUnit()).isEqualTo(Yen.of(100));
        assertThat(book.dividendStep()).isEqualTo(Yen.of(10));
        assertThat(book.minimumDividend()).isEqualTo(Yen.of(100));
        assertThat(book.plus10()).isFalse();
        assertThat(book.deadlineMinutes()).isEqualTo(2);
        assertThat(book.carryOver()).isEmpty();
    }

    @Test
    void builds_a_book_in_which_every_setting_is_given() {
        CarryOverTerms carryOver = new CarryOverTerms(PerMille.of(700), Yen.of(1_000), true);
        BetTerms place = BetTerms.of(BetType.PLACE, PerMille.of(780))
                .withFromEntries(6)
                .withPaybackBand(new PaybackBand(PerMille.of(600), PerMille.of(900)))
                .withPremium(PerMille.of(10))
                .withCap(Odds.ofTenths(500))
                .withJapaneseName("複");
        RuleBook book = own().sell(BetType.PLACE, place)
                .threePlacesFrom(9)
                .stakeUnit(Yen.of(200))
                .dividendStep(Yen.of(20))
                .minimumDividend(Yen.of(120))
                .plus10(true)
                .deadlineMinutes(5)
                .carryOver(carryOver)
                .build();

        assertThat(book)
                .isEqualTo(new RuleBook(
                        "NAR-OWN",
                        book.terms(),
                        9,
                        Yen.of(200),
                        Yen.of(20),
                        Yen.of(120),
                        true,
                        5,
                        Optional.of(carryOver)));
        assertThat(book.terms(BetType.PLACE))
                .isEqualTo(new BetTerms(
                        6,
                        PerMille.of(780),
                        new PaybackBand(PerMille.of(600), PerMille.of(900)),
                        PerMille.of(10),
                        Odds.ofTenths(500),
                        "複"));
        assertThat(book.placesPaid(Field.of(8))).isEqualTo(2);
    }

    @Test
    void can_start_from_another_book_under_a_new_name() {
        RuleBook copy = RuleBooks.JRA.toBuilder("COPY")
                .doNotSell(BetType.TRIFECTA)
                .doNotSell(BetType.TRIFECTA)
                .build();

        assertThat(copy.types()).isEqualTo(EnumSet.complementOf(EnumSet.of(BetType.TRIFECTA, BetType.BRACKET_EXACTA)));
        assertThat(RuleBooks.JRA.toBuilder("JRA").build()).isEqualTo(RuleBooks.JRA);
        assertThat(RuleBooks.JRA.types()).contains(BetType.TRIFECTA);
    }

    @Test
    void can_be_reused_without_changing_the_books_already_built() {
        RuleBook.Builder builder = own();
        RuleBook first = builder.build();
        builder.sell(BetType.WIDE, PerMille.of(750)).plus10(true);

        assertThat(first.types()).containsExactly(BetType.WIN);
        assertThat(first.plus10()).isFalse();
        assertThat(builder.build().types()).containsExactly(BetType.WIN, BetType.WIDE);
    }

    @ParameterizedTest
    @EnumSource(BetType.class)
    void has_default_terms_for_every_bet_type(BetType type) {
        assertThat(RuleBook.builder("X")
                        .sell(type, PerMille.of(700))
                        .build()
                        .terms(type)
                        .payback())
                .isEqualTo(PerMille.of(700));
    }

    @Test
    void refuses_settings_that_contradict_each_other_when_the_book_is_built() {
        RuleBook.Builder step = own().dividendStep(Yen.of(30));
        RuleBook.Builder places = own().sell(BetType.PLACE, PerMille.of(800)).threePlacesFrom(4);
        RuleBook.Builder nothing = own().doNotSell(BetType.WIN);

        assertThatIllegalArgumentException().isThrownBy(step::build).withMessageContaining("30円");
        assertThatIllegalArgumentException().isThrownBy(places::build).withMessageContaining("PLACE");
        assertThatIllegalArgumentException().isThrownBy(nothing::build).withMessageContaining("NAR-OWN");
        assertThat(step.minimumDividend(Yen.of(120)).build().dividendStep()).isEqualTo(Yen.of(30));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -100, 50, 150})
    void refuses_a_stake_unit_that_is_no_positive_multiple_of_100_yen(long yen) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> own().stakeUnit(Yen.of(yen)).build());
    }
}
