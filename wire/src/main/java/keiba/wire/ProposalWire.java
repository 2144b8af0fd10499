package keiba.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.application.race.RaceProposal;
import keiba.application.race.RaceProposal.Entry;
import keiba.application.race.RaceRules;
import keiba.domain.bet.BetType;
import keiba.domain.race.Course;
import keiba.domain.rule.RuleBookText;

/** The declaration of a race as JSON. */
public final class ProposalWire {
    /** The member of a recorded declaration that holds the whole rule book of a race that has one of its own. */
    private static final String RULE_BOOK = "rule_book";

    private ProposalWire() {}

    /** The declaration as it is recorded: as it was given, and with the rule book if the race keeps one. */
    public static ObjectNode record(RaceProposal proposal) {
        ObjectNode json = write(proposal);
        switch (proposal.rules()) {
            case RaceRules.Named named -> {}
            case RaceRules.Recorded recorded -> json.put(RULE_BOOK, recorded.text());
        }
        return json;
    }

    /**
     * Reads what {@link #record} wrote.
     *
     * @throws WireException if it is anything else
     */
    public static RaceProposal readRecord(Fields fields) {
        return read(fields, fields.has(RULE_BOOK) ? readRules(fields.text(RULE_BOOK)) : readRules(fields));
    }

    private static RaceRules readRules(String text) {
        return switch (RuleBookText.read(text)) {
            case RuleBookText.DatedBook dated -> new RaceRules.Recorded(dated.book(), dated.from());
            case RuleBookText.Invalid invalid -> throw WireException.impossible(RULE_BOOK, invalid.fault());
        };
    }

    private static RaceRules readRules(Fields fields) {
        return RaceRules.named(fields.text("rules", "JRA"));
    }

    /** The declaration as it was given. */
    public static ObjectNode write(RaceProposal proposal) {
        ObjectNode json = Json.object();
        json.put("race_id", proposal.raceId());
        json.put("date", proposal.day().toString());
        json.put("venue", proposal.venue());
        json.put("race_number", proposal.raceNumber());
        json.put("name", proposal.name());
        json.put("rules", proposal.rules().name());
        json.put("post_time", proposal.postTime().toString());
        proposal.deadline().ifPresent(deadline -> json.put("deadline", deadline.toString()));
        if (!proposal.course().equals(Course.UNKNOWN)) {
            json.set("course", AnnouncementWire.write(proposal.course()));
        }
        ArrayNode runners = json.putArray("runners");
        proposal.runners().forEach(entry -> write(entry, runners.addObject()));
        ObjectNode brackets = json.putObject("brackets");
        proposal.brackets().forEach((horse, bracket) -> brackets.put(Integer.toString(horse), bracket));
        json.set("withdrawn", BetWire.list(proposal.withdrawn()));
        write(proposal.paybackPerMille(), json.putObject("payback_per_mille"));
        write(proposal.premiumPerMille(), json.putObject("premium_per_mille"));
        return json;
    }

    static void write(Entry entry, ObjectNode into) {
        into.put("horse_number", entry.horseNumber());
        into.put("name", entry.name());
        into.put("jockey", entry.jockey());
    }

    private static void write(Map<BetType, Integer> rates, ObjectNode into) {
        rates.forEach((type, rate) -> into.put(type.name(), rate));
    }

    /**
     * Reads the declaration in a request, which contains only the name of the rule book. The application checks whether the declaration is valid.
     *
     * @throws WireException as {@link BetWire#read}
     */
    public static RaceProposal read(Fields fields) {
        return read(fields, readRules(fields));
    }

    private static RaceProposal read(Fields fields, RaceRules rules) {
        return new RaceProposal(
                fields.integer("race_id"),
                fields.date("date"),
                fields.text("venue"),
                fields.smallInteger("race_number"),
                fields.text("name"),
                rules,
                fields.instant("post_time"),
                fields.optionalInstant("deadline"),
                fields.objects("runners").stream().map(ProposalWire::readEntry).toList(),
                fields.has("brackets") ? readBrackets(fields.object("brackets")) : new TreeMap<>(),
                fields.has("withdrawn") ? fields.integers("withdrawn") : List.of(),
                readRates(fields, "payback_per_mille"),
                readRates(fields, "premium_per_mille"),
                fields.has("course") ? AnnouncementWire.readCourse(fields.object("course")) : Course.UNKNOWN);
    }

    private static Entry readEntry(Fields fields) {
        return new Entry(fields.smallInteger("horse_number"), fields.text("name"), fields.trimmed("jockey", ""));
    }

    private static SortedMap<Integer, Integer> readBrackets(Fields fields) {
        SortedMap<Integer, Integer> brackets = new TreeMap<>();
        for (String horse : fields.names()) {
            if (!horse.matches("[1-9]\\d?")) {
                throw WireException.impossible(fields.path(horse), "the key must be a horse number");
            }
            brackets.put(Integer.valueOf(horse), fields.smallInteger(horse));
        }
        return brackets;
    }

    private static Map<BetType, Integer> readRates(Fields fields, String name) {
        Map<BetType, Integer> rates = new EnumMap<>(BetType.class);
        if (fields.has(name)) {
            Fields byType = fields.object(name);
            for (String type : byType.names()) {
                rates.put(Fields.constant(BetType.class, type, byType.path(type)), byType.smallInteger(type));
            }
        }
        return rates;
    }
}
