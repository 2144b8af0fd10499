package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Race cards as JSON: the form that clients see, and the form that Redis and PostgreSQL store. */
class CardWireTest {
    @Test
    void shows_a_race_on_sale_as_in_the_contract() {
        Golden.assertShows(CardWire.show(Documents.open()), """
                {'race_id':100,'date':'2026-11-22','venue':'Sapporo','race_number':11,'name':'優駿 \uD83D\uDC0E Cup','rules':'JRA',
                 'post_time':'2026-11-22T06:40:00Z','deadline':'2026-11-22T06:39:00Z',
                 'runners':[{'horse_number':1,'name':'Horse 1','jockey':'Jockey 1','bracket':1,'status':'ENTERED'},
                            {'horse_number':2,'name':'Horse 2','jockey':'Jockey 2','bracket':2,'status':'ENTERED'},
                            {'horse_number':3,'name':'Horse 3','jockey':'Jockey 3','bracket':3,'status':'ENTERED'},
                            {'horse_number':4,'name':'Horse 4','jockey':'Jockey 4','bracket':4,'status':'SCRATCHED'},
                            {'horse_number':5,'name':'Horse 5','jockey':'Jockey 5','bracket':5,'status':'ENTERED'},
                            {'horse_number':6,'name':'Horse 6','jockey':'Jockey 6','bracket':6,'status':'ENTERED'},
                            {'horse_number':7,'name':'Horse 7','jockey':'Jockey 7','bracket':7,'status':'WITHDRAWN'},
                            {'horse_number':8,'name':'Horse 8','jockey':'Jockey 8','bracket':8,'status':'ENTERED'},
                            {'horse_number':9,'name':'Horse 9','jockey':'Jockey 9','bracket':8,'status':'EXCLUDED'}],
                 'brackets':{'1':1,'2':2,'3':3,'4':4,'5':5,'6':6,'7':7,'8':8,'9':8},
                 'withdrawn':[7],
                 'payback_per_mille':{'WIN':800,'PLACE':800,'BRACKET_QUINELLA':775,'QUINELLA':775,'WIDE':775,'EXACTA':750,'TRIO':750,'TRIFECTA':725},
                 'premium_per_mille':{'WIN':50},
                 'state':'OPEN',
                 'on_sale':['WIN','PLACE','BRACKET_QUINELLA','QUINELLA','WIDE','EXACTA','TRIO','TRIFECTA'],
                 'places_paid':3}""");
    }

    @Test
    void shows_the_state_of_each_race() {
        assertThat(Documents.cards().stream()
                        .map(card -> CardWire.show(card).get("state").textValue()))
                .containsExactly("DECLARED", "OPEN", "OFFICIAL", "VOID", "OPEN", "DECLARED");
    }

    @Test
    void shows_the_end_of_sales_once_they_have_ended() {
        assertThat(CardWire.show(Documents.official()).get("closed_at").textValue())
                .isEqualTo("2026-11-22T06:39:00Z");
        assertThat(Golden.names(CardWire.show(Documents.open()))).doesNotContain("closed_at");
    }

    @Test
    void does_not_show_internal_fields_to_clients() {
        assertThat(Golden.names(CardWire.show(Documents.official())))
                .doesNotContain("record", "closing", "posting", "by");
    }

    @Test
    void shows_only_the_name_of_an_own_rule_book_but_stores_all_of_it() {
        RaceCard own = Documents.underOwnRules();
        assertThat(CardWire.show(own).get("rules").textValue()).isEqualTo("NAR-OWN №1");
        assertThat(CardWire.show(own).has("rule_book")).isFalse();
        assertThat(CardWire.write(own).at("/record/declared/rule_book").textValue())
                .startsWith("name = NAR-OWN №1\nfrom = 2026-04-01\n");
        assertThat(read(CardWire.write(own)).rules()).isEqualTo(own.rules());
    }

    static List<RaceCard> cards() {
        return Documents.cards();
    }

    @ParameterizedTest
    @MethodSource("cards")
    void reads_the_race_cards_that_it_writes(RaceCard card) {
        assertThat(read(Json.read(Json.write(CardWire.write(card))))).isEqualTo(card);
    }

    @ParameterizedTest
    @MethodSource("cards")
    void reads_the_stored_state_of_a_race(RaceCard card) {
        Fields standing = Fields.of(Json.read(Json.text(CardWire.standing(card))));
        assertThat(CardWire.read(
                        card.declared(), card.day(), card.postTime(), card.deadline(), standing, card.version()))
                .isEqualTo(card);
    }

    @Test
    void shows_a_rescheduled_race_with_its_new_day_and_keeps_its_declaration() {
        RaceCard declared = Documents.justDeclared();
        RaceCard moved = new RaceCard(
                declared.declared(),
                LocalDate.of(2026, 11, 28),
                Instant.parse("2026-11-28T06:40:00Z"),
                Instant.parse("2026-11-28T06:39:00Z"),
                LocalDate.of(2027, 1, 27),
                declared.race(),
                declared.closing(),
                declared.posting(),
                2);
        assertThat(CardWire.show(moved).get("date").textValue()).isEqualTo("2026-11-28");
        assertThat(read(CardWire.write(moved))).isEqualTo(moved);
        assertThat(read(CardWire.write(moved)).declared()).isEqualTo(declared.declared());
    }

    @Test
    void stores_the_opening_time_but_does_not_show_it() {
        RaceCard open = Documents.open();
        RaceCard noted = new RaceCard(
                open.declared(),
                open.day(),
                open.postTime(),
                open.deadline(),
                open.expiresOn(),
                open.race(),
                Optional.of(Instant.parse("2026-11-21T22:00:00.123456Z")),
                open.closing(),
                open.posting(),
                open.announced(),
                open.version());
        assertThat(read(CardWire.write(noted))).isEqualTo(noted);
        assertThat(Json.text(CardWire.show(noted))).doesNotContain("opened_at");
    }

    @Test
    void stores_the_differing_bet_types_but_does_not_show_them() {
        RaceCard blocked = Documents.official().blockedBy(Set.of(BetType.TRIO, BetType.WIN));
        assertThat(read(CardWire.write(blocked))).isEqualTo(blocked);
        assertThat(Json.text(CardWire.standing(blocked))).contains("\"differing\":[\"WIN\",\"TRIO\"]");
        assertThat(Json.text(CardWire.show(blocked))).doesNotContain("differing");
    }

    /** Part of the text of a stored card, and its replacement. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "'brackets':[1,2,; 'brackets':[0,2,",
                "'brackets':[1,2,; 'brackets':[9,2,",
                "'brackets':[1,2,3,4,5,6,7,8,8]; 'brackets':[]",
                "'withdrawn':[7],'scratched'; 'withdrawn':[7,7],'scratched'",
                "'withdrawn':[7],'scratched'; 'withdrawn':[31],'scratched'",
                "'withdrawn':[7],'scratched'; 'withdrawn':[10],'scratched'",
                "'scratched':[4]; 'scratched':[-4]",
                "'crossing':[[6],[1],[3,5]]; 'crossing':[[6],[],[3,5]]",
                "'crossing':[[6],[1],[3,5]]; 'crossing':[[6],[6],[3,5]]",
                "'crossing':[[6],[1],[3,5]]; 'crossing':[[6],[1],[3,3]]",
                "'demotions':[]; 'demotions':[{'horse':0,'behind':0}]",
                "'by':67890; 'by':0",
                "'by':67890; 'by':9007199254740992",
                "'phase':'FINAL'; 'phase':'final'",
                "'expires_on':'2027-01-21'; 'expires_on':'2027-02-30'",
                "'state':'OFFICIAL','brackets'; 'state':'official','brackets'"
            })
    void refuses_a_stored_race_card_with_invalid_values(String part, String by) {
        String text = Json.text(CardWire.write(Documents.official()));
        assertThat(text).contains(part.replace('\'', '"'));
        String damaged = text.replace(part.replace('\'', '"'), by.replace('\'', '"'));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> read(Json.read(damaged)));
    }

    private static RaceCard read(ObjectNode json) {
        return CardWire.read(Fields.of(json));
    }
}
