package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import keiba.application.fake.Samples;
import keiba.application.race.RaceProposal;
import keiba.application.race.RaceProposal.Entry;
import keiba.application.race.RaceRules;
import keiba.domain.bet.BetType;
import keiba.domain.race.Course;
import keiba.domain.rule.RuleBookText;
import keiba.wire.WireException.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declarations as JSON: what an operator sends, and what is refused before the application receives it. */
class ProposalWireTest {
    private static final RaceProposal EXAMPLE = new RaceProposal(
            100,
            LocalDate.of(2026, 11, 22),
            "Sapporo",
            11,
            "Keiba Cup",
            RaceRules.named("JRA"),
            Instant.parse("2026-11-22T06:40:00Z"),
            Optional.of(Instant.parse("2026-11-22T06:39:00Z")),
            List.of(
                    new Entry(1, "Alpha", "A. Sato"),
                    new Entry(2, "Bravo", "B. Ito"),
                    new Entry(3, "Charlie", "C. Kato")),
            new TreeMap<>(Map.of(1, 1, 2, 2, 3, 2)),
            List.of(3),
            Map.of(BetType.TRIFECTA, 725),
            Map.of(BetType.WIN, 50),
            Course.UNKNOWN);

    @Test
    void reads_the_declaration_of_the_contract() {
        assertThat(read(Documents.proposal())).isEqualTo(EXAMPLE);
    }

    @Test
    void writes_the_declaration_unchanged() {
        Golden.assertSame(ProposalWire.write(EXAMPLE), Json.text(Documents.proposal()));
    }

    @Test
    void reads_the_declarations_that_it_writes() {
        assertThat(read(Json.read(Json.write(ProposalWire.write(Documents.declared())))))
                .isEqualTo(Documents.declared());
    }

    @Test
    void stores_and_reads_the_whole_own_rule_book_of_a_race() {
        RaceProposal own = Samples.proposal(Samples.RACE, Samples.OWN_RULES);
        ObjectNode recorded = Json.read(Json.write(ProposalWire.record(own)));

        assertThat(recorded.get("rules").textValue()).isEqualTo("NAR-OWN №1");
        assertThat(recorded.get("rule_book").textValue())
                .isEqualTo(RuleBookText.write(Samples.OWN_BOOK, Samples.OWN_FROM));
        assertThat(ProposalWire.readRecord(Fields.of(recorded))).isEqualTo(own);
    }

    @Test
    void stores_only_the_name_of_a_known_rule_book() {
        assertThat(ProposalWire.record(EXAMPLE)).isEqualTo(ProposalWire.write(EXAMPLE));
        assertThat(ProposalWire.readRecord(Fields.of(ProposalWire.record(EXAMPLE))))
                .isEqualTo(EXAMPLE);
    }

    @Test
    void ignores_a_rule_book_that_a_client_sends() {
        ObjectNode json = Documents.proposal().put("rule_book", RuleBookText.write(Samples.OWN_BOOK, Samples.OWN_FROM));
        assertThat(read(json)).isEqualTo(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name = X", "name = X\nfrom = 2026-04-01\nWIN.payback = 2000"})
    void refuses_a_stored_declaration_with_an_unreadable_rule_book(String text) {
        ObjectNode json = ProposalWire.record(EXAMPLE).put("rule_book", text);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> ProposalWire.readRecord(Fields.of(json)))
                .matches(refused -> refused.field().equals("rule_book"));
    }

    @Test
    void fills_in_optional_fields() {
        ObjectNode json = Documents.proposal();
        json.remove(List.of("rules", "deadline", "brackets", "withdrawn", "payback_per_mille", "premium_per_mille"));
        ((ObjectNode) json.get("runners").get(0)).remove("jockey");
        RaceProposal read = read(json);
        assertThat(read.rules()).isEqualTo(RaceRules.named("JRA"));
        assertThat(read.deadline()).isEmpty();
        assertThat(read.brackets()).isEmpty();
        assertThat(read.withdrawn()).isEmpty();
        assertThat(read.paybackPerMille()).isEmpty();
        assertThat(read.premiumPerMille()).isEmpty();
        assertThat(read.runners().get(0)).isEqualTo(new Entry(1, "Alpha", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {" A. Sato", "A. Sato ", "\u3000A. Sato\u3000", "\u00a0A. Sato"})
    void trims_the_spaces_at_the_ends_of_the_name_of_a_jockey(String jockey) {
        ObjectNode json = Documents.proposal();
        ((ObjectNode) json.get("runners").get(0)).put("jockey", jockey);
        assertThat(read(json)).isEqualTo(EXAMPLE);
    }

    @Test
    void reads_a_jockey_of_spaces_as_empty() {
        ObjectNode json = Documents.proposal();
        ((ObjectNode) json.get("runners").get(0)).put("jockey", " \u3000");
        assertThat(read(json).runners().get(0)).isEqualTo(new Entry(1, "Alpha", ""));
    }

    @Test
    void ignores_unknown_fields() {
        ObjectNode json = Documents.proposal().put("state", "OPEN").put("version", "x");
        json.putObject("server_time").putArray("deep");
        assertThat(read(json)).isEqualTo(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"race_id", "date", "venue", "race_number", "name", "post_time", "runners"})
    void names_a_missing_field(String name) {
        assertRefused(FaultKind.MALFORMED, name, Documents.without(Documents.proposal(), name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "MALFORMED; race_id; 'race_id'; '100'",
                "MALFORMED; race_id; 'race_id'; 100.5",
                "MALFORMED; race_id; 'race_id'; 1e2",
                "MALFORMED; date; 'date'; 20261122",
                "MALFORMED; date; 'date'; '2026-11-31'",
                "MALFORMED; date; 'date'; '2026-11-22T00:00:00Z'",
                "MALFORMED; venue; 'venue'; 7",
                "IMPOSSIBLE; race_number; 'race_number'; 3000000000",
                "MALFORMED; name; 'name'; ['Keiba Cup']",
                "MALFORMED; rules; 'rules'; 1",
                "MALFORMED; post_time; 'post_time'; '2026-11-22T06:40:00'",
                "MALFORMED; deadline; 'deadline'; 'soon'",
                "MALFORMED; runners; 'runners'; {'1':'Alpha'}",
                "MALFORMED; runners[0]; 'runners'; ['Alpha']",
                "MALFORMED; runners[0].horse_number; 'runners'; [{'name':'Alpha'}]",
                "MALFORMED; runners[0].name; 'runners'; [{'horse_number':1}]",
                "MALFORMED; runners[0].jockey; 'runners'; [{'horse_number':1,'name':'Alpha','jockey':7}]",
                "MALFORMED; brackets; 'brackets'; [1,2,2]",
                "MALFORMED; brackets.1; 'brackets'; {'1':'1'}",
                "IMPOSSIBLE; brackets.0; 'brackets'; {'0':1}",
                "IMPOSSIBLE; brackets.-1; 'brackets'; {'-1':1}",
                "IMPOSSIBLE; brackets.01; 'brackets'; {'01':1}",
                "IMPOSSIBLE; brackets.100; 'brackets'; {'100':1}",
                "IMPOSSIBLE; brackets.１; 'brackets'; {'１':1}",
                "IMPOSSIBLE; brackets.1２; 'brackets'; {'1２':1}",
                "IMPOSSIBLE; brackets.; 'brackets'; {'':1}",
                "IMPOSSIBLE; brackets.1; 'brackets'; {'1':99999999999}",
                "MALFORMED; withdrawn; 'withdrawn'; 3",
                "MALFORMED; withdrawn[0]; 'withdrawn'; ['3']",
                "MALFORMED; payback_per_mille; 'payback_per_mille'; 750",
                "MALFORMED; payback_per_mille.WIN; 'payback_per_mille'; {'WIN':0.8}",
                "MALFORMED; payback_per_mille.WIN; 'payback_per_mille'; {'WIN':null}",
                "IMPOSSIBLE; payback_per_mille.win; 'payback_per_mille'; {'win':800}",
                "IMPOSSIBLE; premium_per_mille.WIN5; 'premium_per_mille'; {'WIN5':50}",
                "IMPOSSIBLE; premium_per_mille.WIN; 'premium_per_mille'; {'WIN':4294967346}"
            })
    void names_the_invalid_field(FaultKind kind, String field, String name, String value) {
        ObjectNode changed = Golden.object("{" + name + ":" + value + "}");
        ObjectNode json = Documents.proposal();
        json.setAll(changed);
        assertRefused(kind, field, json);
    }

    private static RaceProposal read(ObjectNode json) {
        return ProposalWire.read(Fields.of(json));
    }

    private static void assertRefused(FaultKind kind, String field, ObjectNode json) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> read(json))
                .matches(refused -> refused.kind() == kind, "is " + kind)
                .matches(refused -> refused.field().equals(field), "names " + field);
    }
}
