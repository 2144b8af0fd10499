package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.settlement.TypeSettlement;
import keiba.application.settlement.TypeSettlement.Paying;
import keiba.application.settlement.TypeSettlement.Sums;
import keiba.application.settlement.ViewSettlement.SettledResult;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceResult.Fault;
import keiba.wire.ResultWire.InvalidResult;
import keiba.wire.ResultWire.Valid;
import keiba.wire.WireException.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results as JSON: the form that an operator posts, and the form that clients see. */
class ResultWireTest {
    @Test
    void reads_the_result_of_the_contract() {
        assertThat(read("{'order':[[6],[4],[3,5]],'not_placed':[{'horse_number':2,'status':'PULLED_UP'}]}"))
                .isEqualTo(new Valid(new RaceResult(
                        new OrderOfFinish(List.of(Horses.of(6), Horses.of(4), Horses.of(3, 5))),
                        Horses.of(2),
                        Horses.NONE,
                        List.of())));
    }

    @Test
    void reads_a_result_without_finishers() {
        assertThat(read("{'order':[],'not_placed':[{'horse_number':1,'status':'DISQUALIFIED'}],'new':1}"))
                .isEqualTo(
                        new Valid(new RaceResult(new OrderOfFinish(List.of()), Horses.NONE, Horses.of(1), List.of())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "NOT_A_RUNNER; 0; {'order':[[0]]}",
                "NOT_A_RUNNER; -3,31; {'order':[[31],[-3]]}",
                "NOT_A_RUNNER; 2147483647; {'order':[],'not_placed':[{'horse_number':2147483647,'status':'PULLED_UP'}]}",
                "TWICE; 3; {'order':[[3,3]]}",
                "TWICE; 1,3; {'order':[[3],[1],[3],[1]]}",
                "TWICE; 6; {'order':[[6]],'not_placed':[{'horse_number':6,'status':'DISQUALIFIED'}]}"
            })
    void reports_horse_numbers_that_are_invalid_or_occur_twice(Fault fault, String horses, String json) {
        assertThat(read(json))
                .isEqualTo(new InvalidResult(
                        fault,
                        List.of(horses.split(",")).stream()
                                .map(Integer::valueOf)
                                .toList()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "MALFORMED; order; {}",
                "MALFORMED; order; {'order':null}",
                "MALFORMED; order; {'order':'6,4'}",
                "MALFORMED; order[0]; {'order':[6,4]}",
                "MALFORMED; order[0][0]; {'order':[['6']]}",
                "MALFORMED; order[0][0]; {'order':[[6.0]]}",
                "IMPOSSIBLE; order[0][0]; {'order':[[4294967302]]}",
                "IMPOSSIBLE; order[1]; {'order':[[6],[],[4]]}",
                "MALFORMED; not_placed; {'order':[],'not_placed':{}}",
                "MALFORMED; not_placed[0]; {'order':[],'not_placed':[2]}",
                "MALFORMED; not_placed[0].horse_number; {'order':[],'not_placed':[{'status':'PULLED_UP'}]}",
                "MALFORMED; not_placed[0].status; {'order':[],'not_placed':[{'horse_number':2}]}",
                "IMPOSSIBLE; not_placed[0].status; {'order':[],'not_placed':[{'horse_number':2,'status':'FELL'}]}"
            })
    void names_the_invalid_field(FaultKind kind, String field, String json) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> read(json))
                .matches(refused -> refused.kind() == kind, "is " + kind)
                .matches(refused -> refused.field().equals(field), "names " + field);
    }

    private static ResultWire.Read read(String json) {
        return ResultWire.read(Golden.fields(json));
    }

    @Test
    void shows_order_outcomes_and_dividends_as_in_the_contract() {
        Numbering trifecta = Numbering.of(BetType.TRIFECTA, 9);
        SettledResult result = new SettledResult(
                Documents.official(),
                List.of(
                        settled(
                                CombinationSet.of(Numbering.of(BetType.WIN, 9), 5),
                                TypeSettlement.SettlementKind.DIVIDEND,
                                List.of(new Paying(5, Yen.of(560), OptionalInt.of(2))),
                                Optional.empty()),
                        settled(
                                CombinationSet.none(Numbering.of(BetType.PLACE, 9)),
                                TypeSettlement.SettlementKind.NO_SALES,
                                List.of(),
                                Optional.empty()),
                        settled(
                                CombinationSet.of(trifecta, trifecta.index(6, 1, 3), trifecta.index(6, 1, 5)),
                                TypeSettlement.SettlementKind.SPECIAL,
                                List.of(new Paying(0, Yen.of(70), OptionalInt.of(1))),
                                Optional.of(Yen.of(70)))));
        Golden.assertShows(ResultWire.write(result), """
                {'race_id':100,'state':'OFFICIAL','result_version':2,'order':[[6],[1],[3,5]],
                 'not_placed':[{'horse_number':2,'status':'PULLED_UP'},{'horse_number':8,'status':'DISQUALIFIED'}],
                 'confirmed_at':'2026-11-22T06:50:00Z','expires_on':'2027-01-21','places_paid':3,
                 'outcomes':{'WIN':'DIVIDEND','PLACE':'NO_SALES','TRIFECTA':'SPECIAL'},
                 'dividends':{'WIN':[{'combination':'6','dividend':560,'popularity':2}]},
                 'special':{'TRIFECTA':70},
                 'refunds':{'horses':[4,9],'brackets':[4],'same_brackets':[8]}}""");
    }

    private static TypeSettlement settled(
            CombinationSet winning, TypeSettlement.SettlementKind kind, List<Paying> paying, Optional<Yen> special) {
        return new TypeSettlement(winning, kind, paying, special, Sums.NONE);
    }

    @Test
    void shows_values_that_are_not_known_yet_as_null_or_empty() {
        Golden.assertShows(ResultWire.write(new SettledResult(Documents.justDeclared(), List.of())), """
                {'race_id':100,'state':'DECLARED','result_version':0,'order':null,'not_placed':[],'confirmed_at':null,
                 'expires_on':'2027-01-21','outcomes':{},'dividends':{},'special':{},
                 'refunds':{'horses':[],'brackets':[],'same_brackets':[]}}""");
    }

    @Test
    void shows_every_type_of_a_cancelled_race_as_void() {
        Golden.assertShows(ResultWire.write(new SettledResult(Documents.cancelled(), List.of())), """
                {'race_id':100,'state':'VOID','order':null,'not_placed':[],
                 'outcomes':{'WIN':'VOID','PLACE':'VOID','BRACKET_QUINELLA':'VOID','QUINELLA':'VOID','WIDE':'VOID','EXACTA':'VOID','TRIO':'VOID','TRIFECTA':'VOID'},
                 'dividends':{},'special':{}}""");
    }
}
