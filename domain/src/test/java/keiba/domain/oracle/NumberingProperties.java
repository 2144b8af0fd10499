package keiba.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Expansion;
import keiba.domain.bet.Numbering;
import keiba.domain.bet.Offering;
import keiba.domain.bet.Selection;
import keiba.domain.race.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of the numbering of combinations, for every bet type, field size and index. */
class NumberingProperties {

    @ParameterizedTest
    @EnumSource
    void index_combination_and_text_convert_into_each_other_without_loss(BetType type) {
        for (int runners = Field.MIN_RUNNERS; runners <= Field.MAX_RUNNERS; runners++) {
            Numbering numbering = Numbering.of(type, runners);
            for (int index = 0; index < numbering.count(); index++) {
                Combination combination = numbering.combination(index);
                assertThat(Combination.parse(type, combination.toString())).contains(combination);
                assertThat(numbering.index(combination)).isEqualTo(index);
                assertThat(Combination.of(type, combination.numbers())).isEqualTo(combination);
                for (int place = 0; place < type.places(); place++) {
                    assertThat(numbering.number(index, place)).isEqualTo(combination.number(place));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void holds_every_combination_once_and_in_numeric_order(BetType type) {
        for (int runners = Field.MIN_RUNNERS; runners <= Field.MAX_RUNNERS; runners++) {
            Numbering numbering = Numbering.of(type, runners);
            List<Combination> all = IntStream.range(0, numbering.count())
                    .mapToObj(numbering::combination)
                    .toList();
            assertThat(all).isSorted().doesNotHaveDuplicates().hasSize(count(type, runners));
        }
    }

    /** Rules A.1. */
    private static int count(BetType type, int n) {
        return switch (type) {
            case WIN, PLACE -> n;
            case QUINELLA, WIDE -> n * (n - 1) / 2;
            case EXACTA -> n * (n - 1);
            case TRIO -> n * (n - 1) * (n - 2) / 6;
            case TRIFECTA -> n * (n - 1) * (n - 2);
            case BRACKET_QUINELLA -> 36;
            case BRACKET_EXACTA -> 64;
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_straight_selection_expands_to_its_combination_if_it_is_on_sale(BetType type) {
        for (int runners = Field.MIN_RUNNERS; runners <= Field.MAX_RUNNERS; runners++) {
            Offering offering = selling(type, runners);
            CombinationSet onSale = offering.onSale(type);
            Numbering numbering = Numbering.of(type, runners);
            for (int index = 0; index < numbering.count(); index++) {
                Expansion expansion = Selection.Straight.of(
                                numbering.combination(index).numbers())
                        .expand(type, offering);
                if (onSale.contains(index)) {
                    assertThat(expansion).isEqualTo(new Expansion.Combinations(CombinationSet.of(numbering, index)));
                } else {
                    assertThat(expansion).isInstanceOf(Expansion.Invalid.class);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WIN", "PLACE"})
    void a_formation_of_all_numbers_expands_to_every_combination_on_sale(BetType type) {
        for (int runners = type.places(); runners <= Field.MAX_RUNNERS; runners++) {
            Offering offering = selling(type, runners);
            List<Integer> all =
                    new ArrayList<>(IntStream.rangeClosed(1, type.onBrackets() ? Math.min(runners, 8) : runners)
                            .boxed()
                            .toList());
            Collections.reverse(all);
            Selection formation = new Selection.Formation(Collections.nCopies(type.places(), all));
            assertThat(formation.expand(type, offering)).isEqualTo(new Expansion.Combinations(offering.onSale(type)));
        }
    }

    private static Offering selling(BetType type, int runners) {
        return new Offering(Field.of(runners), EnumSet.of(type), 3);
    }
}
