package keiba.application.purchase;

import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.bet.Selection.Box;
import keiba.domain.bet.Selection.Formation;
import keiba.domain.bet.Selection.Straight;
import keiba.domain.bet.Selection.Wheel;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fingerprints are stored, so their text is a contract between the versions of this program: an expected text in this test is never
 * changed. Another form needs a new version.
 */
class FingerprintTest {

    private static Bet bet(BetType type, Selection selection) {
        return new Bet(type, selection, Yen.of(100));
    }

    static Stream<Arguments> everyMethodAndBetType() {
        return Stream.of(
                Arguments.of(win(5, 1_000), "v1:WIN:STRAIGHT:numbers=5:1000"),
                Arguments.of(bet(BetType.PLACE, Straight.of(12)), "v1:PLACE:STRAIGHT:numbers=12:100"),
                Arguments.of(
                        bet(BetType.BRACKET_QUINELLA, Straight.of(7, 7)),
                        "v1:BRACKET_QUINELLA:STRAIGHT:numbers=7,7:100"),
                Arguments.of(
                        bet(BetType.BRACKET_QUINELLA, Wheel.of(List.of(3), List.of(3, 1))),
                        "v1:BRACKET_QUINELLA:WHEEL:axis=3:partners=1,3:100"),
                Arguments.of(bet(BetType.QUINELLA, Straight.of(7, 3)), "v1:QUINELLA:STRAIGHT:numbers=3,7:100"),
                Arguments.of(box(BetType.QUINELLA, 200, 10, 9, 1), "v1:QUINELLA:BOX:numbers=1,9,10:200"),
                Arguments.of(
                        bet(BetType.QUINELLA, Formation.of(List.of(7, 5), List.of(3))),
                        "v1:QUINELLA:FORMATION:columns=3/5,7:100"),
                Arguments.of(
                        bet(BetType.WIDE, Wheel.of(List.of(3), List.of(5, 1))),
                        "v1:WIDE:WHEEL:axis=3:partners=1,5:100"),
                Arguments.of(bet(BetType.EXACTA, Straight.of(7, 3)), "v1:EXACTA:STRAIGHT:numbers=7,3:100"),
                Arguments.of(
                        bet(BetType.EXACTA, Wheel.of(List.of(3), List.of(1, 5)).at(2)),
                        "v1:EXACTA:WHEEL:axis=3:partners=1,5:position=2:100"),
                Arguments.of(box(BetType.TRIO, 100, 1, 3, 5, 9), "v1:TRIO:BOX:numbers=1,3,5,9:100"),
                Arguments.of(
                        bet(BetType.TRIO, Wheel.of(List.of(8, 3), List.of(1))),
                        "v1:TRIO:WHEEL:axis=3,8:partners=1:100"),
                Arguments.of(
                        bet(BetType.TRIFECTA, Formation.of(List.of(3), List.of(7, 5), List.of(1, 5, 7, 8))),
                        "v1:TRIFECTA:FORMATION:columns=3/5,7/1,5,7,8:100"),
                Arguments.of(
                        bet(
                                BetType.TRIFECTA,
                                Wheel.of(List.of(3, 8), List.of(1, 5)).at(1, 3)),
                        "v1:TRIFECTA:WHEEL:axis=3,8:partners=1,5:position=1,3:100"),
                Arguments.of(
                        bet(
                                BetType.TRIFECTA,
                                Wheel.of(List.of(3), List.of(7, 1, 5)).inEveryPosition()),
                        "v1:TRIFECTA:WHEEL:axis=3:partners=1,5,7:multi:100"),
                Arguments.of(box(BetType.BRACKET_EXACTA, 100, 2, 1), "v1:BRACKET_EXACTA:BOX:numbers=1,2:100"));
    }

    @ParameterizedTest
    @MethodSource("everyMethodAndBetType")
    void has_a_fixed_text_for_every_method_and_bet_type(Bet bet, String text) {
        assertThat(bet.fingerprint()).isEqualTo(text);
        assertThat(bet.hasFingerprint(text)).isTrue();
    }

    @Test
    void the_fixed_texts_cover_every_bet_type_and_every_method() {
        List<Bet> bets = everyMethodAndBetType()
                .map(arguments -> (Bet) arguments.get()[0])
                .toList();
        assertThat(bets).extracting(Bet::type).containsAll(Arrays.asList(BetType.values()));
        assertThat(bets)
                .<Class<?>>extracting(bet -> bet.selection().getClass())
                .containsAll(Arrays.asList(Selection.class.getPermittedSubclasses()));
    }

    static Stream<Arguments> sameBets() {
        return Stream.of(
                Arguments.of(BetType.QUINELLA, Straight.of(3, 7), Straight.of(7, 3)),
                Arguments.of(BetType.TRIFECTA, Box.of(1, 2, 3), Box.of(3, 1, 2)),
                Arguments.of(
                        BetType.TRIO, Wheel.of(List.of(3, 8), List.of(1, 5)), Wheel.of(List.of(8, 3), List.of(5, 1))),
                Arguments.of(
                        BetType.TRIFECTA,
                        Wheel.of(List.of(3, 8), List.of(1, 5)).at(1, 3),
                        Wheel.of(List.of(8, 3), List.of(5, 1)).at(3, 1)),
                Arguments.of(
                        BetType.TRIFECTA,
                        Wheel.of(List.of(3, 8), List.of(1)).inEveryPosition(),
                        Wheel.of(List.of(8, 3), List.of(1)).inEveryPosition()),
                Arguments.of(
                        BetType.WIDE,
                        Formation.of(List.of(1, 2), List.of(3, 4)),
                        Formation.of(List.of(4, 3), List.of(2, 1))),
                Arguments.of(
                        BetType.EXACTA,
                        Formation.of(List.of(1, 2), List.of(3, 4)),
                        Formation.of(List.of(2, 1), List.of(4, 3))));
    }

    @ParameterizedTest
    @MethodSource("sameBets")
    void does_not_depend_on_the_order_of_numbers_if_order_is_irrelevant(BetType type, Selection one, Selection other) {
        assertThat(bet(type, one).fingerprint()).isEqualTo(bet(type, other).fingerprint());
    }

    static Stream<Arguments> differentBets() {
        return Stream.of(
                Arguments.of(win(5, 100), win(5, 200)),
                Arguments.of(win(5, 100), win(6, 100)),
                Arguments.of(win(5, 100), bet(BetType.PLACE, Straight.of(5))),
                Arguments.of(bet(BetType.EXACTA, Straight.of(3, 7)), bet(BetType.EXACTA, Straight.of(7, 3))),
                Arguments.of(box(BetType.QUINELLA, 100, 1, 23), box(BetType.QUINELLA, 100, 12, 3)),
                Arguments.of(bet(BetType.QUINELLA, Straight.of(3, 7)), box(BetType.QUINELLA, 100, 3, 7)),
                Arguments.of(
                        bet(
                                BetType.TRIFECTA,
                                Wheel.of(List.of(3, 8), List.of(1)).at(1, 3)),
                        bet(
                                BetType.TRIFECTA,
                                Wheel.of(List.of(8, 3), List.of(1)).at(1, 3))),
                Arguments.of(
                        bet(
                                BetType.TRIFECTA,
                                Wheel.of(List.of(3), List.of(1, 5)).at(1)),
                        bet(
                                BetType.TRIFECTA,
                                Wheel.of(List.of(3), List.of(1, 5)).inEveryPosition())),
                Arguments.of(
                        bet(BetType.EXACTA, Formation.of(List.of(1, 2), List.of(3))),
                        bet(BetType.EXACTA, Formation.of(List.of(3), List.of(1, 2)))));
    }

    @ParameterizedTest
    @MethodSource("differentBets")
    void differs_for_different_bets(Bet one, Bet other) {
        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
        assertThat(one.hasFingerprint(other.fingerprint())).isFalse();
    }

    static Stream<Arguments> storedBeforeVersions() {
        return Stream.of(
                Arguments.of(win(5, 1_000), "WIN|Straight[numbers=[5]]|1000"),
                Arguments.of(box(BetType.TRIO, 100, 9, 5, 3), "TRIO|Box[numbers=[9, 5, 3]]|100"),
                Arguments.of(
                        bet(
                                BetType.TRIFECTA,
                                Wheel.of(List.of(3, 8), List.of(1, 5)).at(1, 3)),
                        "TRIFECTA|Wheel[axis=[3, 8], partners=[1, 5], positions=[1, 3], multi=false]|100"),
                Arguments.of(
                        bet(BetType.QUINELLA, Formation.of(List.of(3), List.of(5, 7))),
                        "QUINELLA|Formation[columns=[[3], [5, 7]]]|100"));
    }

    @ParameterizedTest
    @MethodSource("storedBeforeVersions")
    void recognises_fingerprints_stored_before_they_had_versions(Bet bet, String stored) {
        assertThat(bet.hasFingerprint(stored)).isTrue();
        assertThat(new Bet(bet.type(), bet.selection(), Yen.of(300)).hasFingerprint(stored))
                .isFalse();
        assertThat(win(6, 1_000).hasFingerprint(stored)).isFalse();
    }

    @Test
    void accepts_any_fingerprint_of_a_newer_version() {
        assertThat(win(5, 100).hasFingerprint("v2:anything")).isTrue();
        assertThat(win(5, 100).hasFingerprint("v17:")).isTrue();
        assertThat(win(5, 100).hasFingerprint("value:other")).isFalse();
    }
}
