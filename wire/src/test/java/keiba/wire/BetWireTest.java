package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import keiba.application.fake.Samples;
import keiba.application.purchase.Bet;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.bet.Selection.Box;
import keiba.domain.bet.Selection.Formation;
import keiba.domain.bet.Selection.Straight;
import keiba.domain.bet.Selection.Wheel;
import keiba.domain.money.Yen;
import keiba.wire.WireException.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bets as JSON: the examples of the contract, and what is refused. */
class BetWireTest {
    /** The examples of the contract, in their order. */
    static Stream<Arguments> examples() {
        return Stream.of(
                example("{'bet_type':'WIN','horse_number':5,'amount':1000}", BetType.WIN, Straight.of(5), 1000),
                example(
                        "{'bet_type':'QUINELLA','selection':{'method':'STRAIGHT','numbers':[3,7]},'amount':100}",
                        BetType.QUINELLA,
                        Straight.of(3, 7),
                        100),
                example(
                        "{'bet_type':'TRIO','selection':{'method':'BOX','numbers':[1,3,5,9]},'amount':100}",
                        BetType.TRIO,
                        Box.of(1, 3, 5, 9),
                        100),
                example(
                        "{'bet_type':'EXACTA','selection':{'method':'WHEEL','axis':[3],'partners':[1,5],'position':1},'amount':100}",
                        BetType.EXACTA,
                        Wheel.of(List.of(3), List.of(1, 5)).at(1),
                        100),
                example(
                        "{'bet_type':'TRIFECTA','selection':{'method':'WHEEL','axis':[3,8],'partners':[1,5],'position':[1,3]},'amount':100}",
                        BetType.TRIFECTA,
                        Wheel.of(List.of(3, 8), List.of(1, 5)).at(1, 3),
                        100),
                example(
                        "{'bet_type':'TRIFECTA','selection':{'method':'WHEEL','axis':[3],'partners':[1,5,7],'multi':true},'amount':100}",
                        BetType.TRIFECTA,
                        Wheel.of(List.of(3), List.of(1, 5, 7)).inEveryPosition(),
                        100),
                example(
                        "{'bet_type':'TRIFECTA','selection':{'method':'FORMATION','columns':[[3],[5,7],[1,5,7,8]]},'amount':100}",
                        BetType.TRIFECTA,
                        Formation.of(List.of(3), List.of(5, 7), List.of(1, 5, 7, 8)),
                        100));
    }

    private static Arguments example(String json, BetType type, Selection selection, long yen) {
        return Arguments.of(json, new Bet(type, selection, Yen.of(yen)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void reads_the_examples_of_the_contract(String json, Bet expected) {
        assertThat(BetWire.read(Golden.fields(json))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void reads_the_bets_that_it_writes(String json, Bet bet) {
        ObjectNode written = written(bet);
        assertThat(BetWire.read(Fields.of(Json.read(Json.write(written))))).isEqualTo(bet);
        assertThat(Golden.names(written))
                .containsExactlyInAnyOrderElementsOf(Golden.fields(json).names());
    }

    @ParameterizedTest
    @EnumSource(
            value = BetType.class,
            names = {"WIN", "PLACE"})
    void writes_a_single_horse_as_its_number(BetType type) {
        Golden.assertSame(
                written(new Bet(type, Straight.of(5), Yen.of(1000))),
                "{'horse_number':5,'bet_type':'%s','amount':1000}".formatted(type));
    }

    @ParameterizedTest
    @EnumSource(
            value = BetType.class,
            names = {"WIN", "PLACE"})
    void reads_a_single_horse_as_a_straight_selection_too(BetType type) {
        String json = "{'bet_type':'%s','selection':{'method':'STRAIGHT','numbers':[5]},'amount':1000}".formatted(type);
        assertThat(BetWire.read(Golden.fields(json))).isEqualTo(new Bet(type, Straight.of(5), Yen.of(1000)));
    }

    @Test
    void writes_a_selection_with_its_own_fields_only() {
        assertWrites(Straight.of(7, 7), "{'method':'STRAIGHT','numbers':[7,7]}");
        assertWrites(Box.of(1, 3, 5, 9), "{'method':'BOX','numbers':[1,3,5,9]}");
        assertWrites(Wheel.of(List.of(3), List.of(1, 5)), "{'method':'WHEEL','axis':[3],'partners':[1,5]}");
        assertWrites(
                Wheel.of(List.of(3, 8), List.of(1)).at(1, 3),
                "{'method':'WHEEL','axis':[3,8],'partners':[1],'position':[1,3]}");
        assertWrites(
                Wheel.of(List.of(3), List.of(1)).inEveryPosition(),
                "{'method':'WHEEL','axis':[3],'partners':[1],'multi':true}");
        assertWrites(Formation.of(List.of(3), List.of(5, 7)), "{'method':'FORMATION','columns':[[3],[5,7]]}");
    }

    private static void assertWrites(Selection selection, String expected) {
        Golden.assertSame(BetWire.write(selection), expected);
        assertThat(BetWire.readSelection(Golden.fields(expected))).isEqualTo(selection);
    }

    @Test
    void ignores_unknown_fields() {
        Fields fields = Golden.fields("""
                {'bet_type':'TRIO','selection':{'method':'BOX','numbers':[1,3,5],'axis':'x','new':{}},'amount':100,
                 'odds':'1.5','combination':{'deep':[[]]},'horseNumber':7}""");
        assertThat(BetWire.read(fields)).isEqualTo(Samples.box(BetType.TRIO, 100, 1, 3, 5));
    }

    @Test
    void treats_null_as_a_missing_field() {
        assertThat(BetWire.read(Golden.fields("{'bet_type':'WIN','horse_number':5,'selection':null,'amount':100}")))
                .isEqualTo(Samples.win(5, 100));
        assertThat(BetWire.readSelection(
                        Golden.fields("{'method':'WHEEL','axis':[3],'partners':[1],'position':null,'multi':null}")))
                .isEqualTo(Wheel.of(List.of(3), List.of(1)));
    }

    /** The application decides whether an amount or a number is valid; it must receive the value that was sent. */
    @ParameterizedTest
    @ValueSource(longs = {150, 0, -100, Long.MAX_VALUE, Long.MIN_VALUE})
    void passes_on_invalid_amounts_and_horse_numbers_unchanged(long yen) {
        assertThat(BetWire.read(Golden.fields("{'bet_type':'WIN','horse_number':-7,'amount':%d}".formatted(yen))))
                .isEqualTo(Samples.win(-7, yen));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.9", "100.0", "1e2", "'100'", "true", "null", "[100]", "{}", "1e-999999999"})
    void refuses_an_amount_that_is_not_a_whole_number(String amount) {
        assertRefused(
                FaultKind.MALFORMED, "amount", "{'bet_type':'WIN','horse_number':5,'amount':%s}".formatted(amount));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.9", "5.0", "5e0", "'5'", "true", "[5]", "{}"})
    void refuses_a_horse_number_that_is_not_a_whole_number(String horse) {
        assertRefused(
                FaultKind.MALFORMED,
                "horse_number",
                "{'bet_type':'WIN','horse_number':%s,'amount':100}".formatted(horse));
    }

    @Test
    void refuses_a_horse_number_beyond_32_bits() {
        assertRefused(
                FaultKind.IMPOSSIBLE, "horse_number", "{'bet_type':'WIN','horse_number':4294967301,'amount':100}");
    }

    @Test
    void refuses_both_or_neither_of_horse_number_and_selection() {
        assertRefused(FaultKind.IMPOSSIBLE, "selection", "{'bet_type':'WIN','amount':100}");
        assertRefused(FaultKind.IMPOSSIBLE, "selection", "{'bet_type':'WIN','horse_number':null,'amount':100}");
        assertRefused(
                FaultKind.IMPOSSIBLE,
                "selection",
                "{'bet_type':'WIN','horse_number':5,'selection':{'method':'STRAIGHT','numbers':[5]},'amount':100}");
    }

    @ParameterizedTest
    @EnumSource(
            value = BetType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WIN", "PLACE"})
    void refuses_a_horse_number_for_a_type_of_several_horses(BetType type) {
        assertRefused(
                FaultKind.IMPOSSIBLE,
                "horse_number",
                "{'bet_type':'%s','horse_number':5,'amount':100}".formatted(type));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "MALFORMED; selection; []",
                "MALFORMED; selection; 'BOX'",
                "MALFORMED; selection.method; {}",
                "MALFORMED; selection.method; {'method':null}",
                "MALFORMED; selection.method; {'method':1}",
                "IMPOSSIBLE; selection.method; {'method':'box'}",
                "IMPOSSIBLE; selection.method; {'method':'ALL'}",
                "MALFORMED; selection.numbers; {'method':'BOX'}",
                "MALFORMED; selection.numbers; {'method':'BOX','numbers':5}",
                "MALFORMED; selection.numbers; {'method':'BOX','numbers':'1,2,3'}",
                "MALFORMED; selection.numbers[1]; {'method':'BOX','numbers':[1,null,3]}",
                "MALFORMED; selection.numbers[0]; {'method':'STRAIGHT','numbers':[1.0,2,3]}",
                "IMPOSSIBLE; selection.numbers[2]; {'method':'STRAIGHT','numbers':[1,2,4294967299]}",
                "MALFORMED; selection.axis; {'method':'WHEEL','partners':[1]}",
                "MALFORMED; selection.partners; {'method':'WHEEL','axis':[1]}",
                "MALFORMED; selection.axis; {'method':'WHEEL','axis':3,'partners':[1]}",
                "MALFORMED; selection.position; {'method':'WHEEL','axis':[3],'partners':[1],'position':'1'}",
                "MALFORMED; selection.position[0]; {'method':'WHEEL','axis':[3],'partners':[1],'position':[[1]]}",
                "MALFORMED; selection.multi; {'method':'WHEEL','axis':[3],'partners':[1],'multi':1}",
                "MALFORMED; selection.multi; {'method':'WHEEL','axis':[3],'partners':[1],'multi':'true'}",
                "MALFORMED; selection.columns; {'method':'FORMATION'}",
                "MALFORMED; selection.columns[0]; {'method':'FORMATION','columns':[1,2,3]}",
                "MALFORMED; selection.columns[1][0]; {'method':'FORMATION','columns':[[1],['2'],[3]]}"
            })
    void names_the_invalid_field_of_a_selection(FaultKind kind, String field, String selection) {
        assertRefused(kind, field, "{'bet_type':'TRIFECTA','selection':%s,'amount':100}".formatted(selection));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bet_type", "amount"})
    void names_a_missing_field(String name) {
        ObjectNode bet = Documents.without(Golden.object("{'bet_type':'WIN','horse_number':5,'amount':100}"), name);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> BetWire.read(Fields.of(bet)))
                .matches(refused -> refused.kind() == FaultKind.MALFORMED)
                .withMessage(name + ": missing; the field is required");
    }

    private static ObjectNode written(Bet bet) {
        ObjectNode json = Json.object();
        BetWire.write(bet, json);
        return json;
    }

    private static void assertRefused(FaultKind kind, String field, String json) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> BetWire.read(Golden.fields(json)))
                .matches(refused -> refused.kind() == kind, "is " + kind)
                .matches(refused -> refused.field().equals(field), "names " + field);
    }
}
