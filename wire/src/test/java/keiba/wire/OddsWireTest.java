package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import keiba.application.odds.OddsSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Odds as JSON: decimal strings, nulls without stake, and a range for the types that have one. */
class OddsWireTest {
    @Test
    void writes_the_odds_of_the_contract() {
        Golden.assertSame(OddsWire.write(Documents.winSheet()), """
                {'race_id':100,'bet_type':'WIN','kind':'PROVISIONAL','version':17,'as_of':'2026-11-22T06:29:00Z',
                 'sales':1686000,'refunded':456000,'total':1230000,
                 'odds':[{'combination':'1','odds':'1.1','stake':1230000,'popularity':1},
                         {'combination':'4','odds':null,'stake':0},
                         {'combination':'5','odds':null,'stake':0,'mark':'SCRATCHED'}]}""");
    }

    @Test
    void writes_both_ends_of_a_range() {
        Golden.assertSame(OddsWire.write(Documents.wideSheet()), """
                {'race_id':100,'bet_type':'WIDE','kind':'FINAL','version':17,'as_of':'2026-11-22T06:29:00Z',
                 'sales':1686000,'refunded':456000,'total':1230000,
                 'odds':[{'combination':'2-3','odds_min':'11.2','odds_max':'44.2','stake':100,'popularity':2},
                         {'combination':'2-10','odds_min':'999.9','odds_max':'9999.9','stake':100,'popularity':2,'mark':'CAPPED'},
                         {'combination':'3-10','odds_min':null,'odds_max':null,'stake':0}]}""");
    }

    @Test
    void writes_ordered_combinations_with_an_arrow() {
        Golden.assertShows(
                OddsWire.write(Documents.sheets().get(2)),
                "{'bet_type':'TRIFECTA','odds':[{'combination':'3>7>1','odds':'6001.0','stake':100,'popularity':1}]}");
    }

    static List<OddsSheet> sheets() {
        return Documents.sheets();
    }

    @ParameterizedTest
    @MethodSource("sheets")
    void reads_the_odds_boards_that_it_writes(OddsSheet sheet) {
        assertThat(OddsWire.read(Fields.of(Json.read(Json.write(OddsWire.write(sheet))))))
                .isEqualTo(sheet);
    }

    /** Part of the text of a sheet, its replacement, and the field that is named. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "'race_id':100; 'race_id':0; race_id",
                "'race_id':100; 'race_id':9007199254740992; race_id",
                "'race_id':100; 'race_id':'100'; race_id",
                "'bet_type':'WIN'; 'bet_type':'win'; bet_type",
                "'bet_type':'WIN'; 'bet_type':'TRIO'; odds[0].combination",
                "'kind':'PROVISIONAL'; 'kind':null; kind",
                "'version':17; 'version':1.7; version",
                "'as_of':'2026-11-22T06:29:00Z'; 'as_of':'now'; as_of",
                "'sales':1686000; 'sales':1686000.5; sales",
                "'odds':'1.1'; 'odds':1.1; odds[0].odds",
                "'odds':'1.1'; 'odds':'1.10'; odds[0].odds",
                "'odds':'1.1'; 'odds':'1,1'; odds[0].odds",
                "'odds':'1.1'; 'odds':'0.0'; odds[0].odds",
                "'odds':'1.1'; 'odds':'-1.1'; odds[0].odds",
                "'odds':'1.1'; 'odds':''; odds[0].odds",
                "'odds':'1.1'; 'odds':'１.１'; odds[0].odds",
                "'combination':'1'; 'combination':'01'; odds[0].combination",
                "'combination':'1'; 'combination':''; odds[0].combination",
                "'combination':'1'; 'combination':'1-2'; odds[0].combination",
                "'combination':'1'; 'combination':'99999999999'; odds[0].combination",
                "'combination':'1'; 'combination':1; odds[0].combination",
                "'stake':1230000; 'stake':null; odds[0].stake",
                "'popularity':1; 'popularity':'1'; odds[0].popularity",
                "'mark':'SCRATCHED'; 'mark':'OUT'; odds[2].mark"
            })
    void names_the_invalid_field(String part, String by, String field) {
        String text = Json.text(OddsWire.write(Documents.winSheet()));
        assertThat(text).contains(part.replace('\'', '"'));
        String damaged = text.replaceFirst(part.replace('\'', '"'), by.replace('\'', '"'));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> OddsWire.read(Fields.of(Json.read(damaged))))
                .matches(refused -> refused.field().equals(field), "names " + field);
    }
}
