package keiba.domain.bet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfferingTest {
    private static final Set<BetType> ALL = EnumSet.allOf(BetType.class);

    private static List<String> onSale(Offering offering, BetType type) {
        return offering.onSale(type).combinations().stream()
                .map(Combination::toString)
                .toList();
    }

    @Test
    void sells_every_combination_of_a_full_field() {
        Offering offering = new Offering(Field.of(18), ALL, 3);

        assertThat(offering.onSale(BetType.WIN).size()).isEqualTo(18);
        assertThat(offering.onSale(BetType.TRIFECTA).size()).isEqualTo(4_896);
        assertThat(offering.onSale(BetType.BRACKET_QUINELLA).size()).isEqualTo(36);
        assertThat(offering.onSale(BetType.BRACKET_EXACTA).size()).isEqualTo(64);
    }

    @Test
    void never_sells_a_withdrawn_horse() {
        Offering offering = new Offering(Field.of(4).withdraw(Horses.of(2)), ALL, 2);

        assertThat(onSale(offering, BetType.WIN)).containsExactly("1", "3", "4");
        assertThat(onSale(offering, BetType.QUINELLA)).containsExactly("1-3", "1-4", "3-4");
        assertThat(onSale(offering, BetType.EXACTA)).containsExactly("1>3", "1>4", "3>1", "3>4", "4>1", "4>3");
        assertThat(onSale(offering, BetType.TRIO)).containsExactly("1-3-4");
    }

    @Test
    void sells_a_bracket_with_itself_only_if_two_horses_are_entered_in_it() {
        Offering offering = new Offering(Field.of(10).withdraw(Horses.of(7, 3)), ALL, 3);

        assertThat(offering.sellsSameBracket(8)).isTrue();
        assertThat(offering.sellsSameBracket(7)).isFalse();
        assertThat(offering.sellsSameBracket(1)).isFalse();
        assertThat(offering.sellsSameBracket(3)).isFalse();
        assertThat(onSale(offering, BetType.BRACKET_QUINELLA))
                .containsExactly(
                        "1-2", "1-4", "1-5", "1-6", "1-7", "1-8", "2-4", "2-5", "2-6", "2-7", "2-8", "4-5", "4-6",
                        "4-7", "4-8", "5-6", "5-7", "5-8", "6-7", "6-8", "7-8", "8-8");
        assertThat(offering.onSale(BetType.BRACKET_EXACTA).size()).isEqualTo(43);
    }

    @Test
    void sells_only_the_given_types_in_the_order_of_bet_types() {
        Offering offering = new Offering(Field.of(8), Set.of(BetType.TRIO, BetType.WIN, BetType.EXACTA), 3);

        assertThat(offering.types()).containsExactly(BetType.WIN, BetType.EXACTA, BetType.TRIO);
        assertThat(offering.sells(BetType.WIN)).isTrue();
        assertThat(offering.sells(BetType.PLACE)).isFalse();
        assertThat(offering.onSale(BetType.PLACE).isEmpty()).isTrue();
        assertThat(new Offering(Field.of(8), Set.of(), 3).types()).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> offering.types().clear());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, -1})
    void refuses_places_paid_other_than_2_or_3(int places) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Offering(Field.of(8), ALL, places));
        assertThat(new Offering(Field.of(8), ALL, 2).placesPaid()).isEqualTo(2);
        assertThat(new Offering(Field.of(8), ALL, 3).placesPaid()).isEqualTo(3);
    }

    @Test
    void offerings_with_the_same_field_types_and_places_are_equal() {
        Offering offering = new Offering(Field.of(8), ALL, 3);

        assertThat(offering).isEqualTo(new Offering(Field.of(8), ALL, 3));
        assertThat(offering).hasSameHashCodeAs(new Offering(Field.of(8), ALL, 3));
        assertThat(offering.hashCode()).isNotEqualTo(new Offering(Field.of(9), ALL, 3).hashCode());
        assertThat(offering)
                .isNotEqualTo(new Offering(Field.of(8), ALL, 2))
                .isNotEqualTo(new Offering(Field.of(9), ALL, 3))
                .isNotEqualTo(new Offering(Field.of(8), Set.of(BetType.WIN), 3))
                .isNotEqualTo("an offering");
        assertThat(new Offering(Field.of(8), Set.of(BetType.WIN), 3).toString()).contains("WIN", "3 places");
    }
}
