package keiba.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keiba.application.caller.UserId;
import keiba.application.race.Announced;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.Posting;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceProposal;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Offering;
import keiba.domain.pool.Market;
import keiba.domain.race.Brackets;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Course;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.Race;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;

/** A race as JSON: what everybody is shown, and with it what is needed to read the whole card back. */
public final class CardWire {
    /** The member that holds what only the service itself reads. */
    private static final String RECORD = "record";

    private CardWire() {}

    /** The card as {@code GET /races/{id}} shows it. */
    public static ObjectNode show(RaceCard card) {
        ObjectNode json = ProposalWire.write(card.declared());
        json.put("date", card.day().toString());
        json.put("post_time", card.postTime().toString());
        json.put("deadline", card.deadline().toString());
        json.put("state", card.state().name());
        card.closing().ifPresent(closing -> json.put("closed_at", closing.at().toString()));
        json.put("version", card.version());
        Market market = card.market();
        Offering offering = market.offering();
        ArrayNode onSale = json.putArray("on_sale");
        offering.types().forEach(type -> onSale.add(type.name()));
        json.put("places_paid", offering.placesPaid());
        Field field = card.race().field();
        json.put("announcement_version", card.announced().version());
        if (!card.course().equals(Course.UNKNOWN)) {
            json.set("course", AnnouncementWire.write(card.course()));
        }
        card.weather().ifPresent(weather -> json.put("weather", weather.name()));
        ArrayNode runners = json.putArray("runners");
        for (RaceProposal.Entry entry : card.declared().runners()) {
            ObjectNode runner = runners.addObject();
            ProposalWire.write(entry, runner);
            runner.put("jockey", card.jockeyOf(entry.horseNumber()));
            card.bodyWeightOf(entry.horseNumber()).ifPresent(weight -> AnnouncementWire.put(weight, runner));
            runner.put("bracket", field.brackets().bracketOf(entry.horseNumber()));
            runner.put("status", card.race().statusOf(entry.horseNumber()).name());
        }
        ObjectNode brackets = json.putObject("brackets");
        field.declared().stream()
                .forEach(horse ->
                        brackets.put(Integer.toString(horse), field.brackets().bracketOf(horse)));
        json.set("withdrawn", list(field.withdrawn()));
        ObjectNode paybacks = json.putObject("payback_per_mille");
        for (BetType type : offering.types()) {
            paybacks.put(type.name(), market.rules().terms(type).payback().value());
        }
        return json;
    }

    /** The card with the time of the answer, by which clients set their countdowns. */
    public static ObjectNode show(RaceCard card, Instant now) {
        return show(card).put("server_time", now.toString());
    }

    /** The shown card and everything that {@link #read} needs. */
    public static ObjectNode write(RaceCard card) {
        ObjectNode json = show(card);
        ObjectNode record = json.putObject(RECORD);
        record.set("declared", ProposalWire.record(card.declared()));
        record.set("standing", standing(card));
        return json;
    }

    /** How a race stands, apart from its declaration, its day, its times and its version. */
    public static ObjectNode standing(RaceCard card) {
        ObjectNode json = write(card.race());
        json.put("expires_on", card.expiresOn().toString());
        card.openedAt().ifPresent(at -> json.put("opened_at", at.toString()));
        card.closing().ifPresent(closing -> json.set("closing", write(closing)));
        card.posting().ifPresent(posting -> json.set("posting", write(posting)));
        if (card.announced().version() > 0) {
            json.set(
                    "announced",
                    AnnouncementWire.write(card.announced().facts())
                            .put("version", card.announced().version()));
        }
        return json;
    }

    private static ObjectNode write(Closing closing) {
        ObjectNode json = Json.object()
                .put("id", closing.id().toString())
                .put("at", closing.at().toString())
                .put("was_selling", closing.wasSelling())
                .put("phase", closing.phase().name());
        if (!closing.differing().isEmpty()) {
            ArrayNode differing = json.putArray("differing");
            closing.differing().forEach(type -> differing.add(type.name()));
        }
        return json;
    }

    private static ObjectNode write(Posting posting) {
        ObjectNode json = Json.object()
                .put("version", posting.version())
                .put("by", posting.by().value());
        posting.confirmedAt().ifPresent(at -> json.put("confirmed_at", at.toString()));
        return json;
    }

    private static ObjectNode write(Race race) {
        ObjectNode json = Json.object();
        json.put("state", race.state().name());
        ArrayNode brackets = json.putArray("brackets");
        race.field().declared().stream()
                .forEach(horse -> brackets.add(race.field().brackets().bracketOf(horse)));
        json.set("withdrawn", list(race.field().withdrawn()));
        json.set("scratched", list(race.scratched()));
        json.set("excluded", list(race.excluded()));
        race.result().ifPresent(result -> json.set("result", write(result)));
        race.cancelled().ifPresent(reason -> json.put("cancelled", reason.name()));
        return json;
    }

    private static ObjectNode write(RaceResult result) {
        ObjectNode json = Json.object();
        ArrayNode crossing = json.putArray("crossing");
        result.crossing().groups().forEach(group -> crossing.add(list(group)));
        json.set("pulled_up", list(result.pulledUp()));
        json.set("disqualified", list(result.disqualified()));
        ArrayNode demotions = json.putArray("demotions");
        result.demotions()
                .forEach(demotion ->
                        demotions.addObject().put("horse", demotion.horse()).put("behind", demotion.behind()));
        return json;
    }

    private static ArrayNode list(Horses horses) {
        return BetWire.list(horses.stream().boxed().toList());
    }

    /**
     * Reads what {@link #write(RaceCard)} wrote.
     *
     * @throws WireException if it is anything else
     */
    public static RaceCard read(Fields fields) {
        Fields record = fields.object(RECORD);
        return read(
                ProposalWire.readRecord(record.object("declared")),
                fields.date("date"),
                fields.instant("post_time"),
                fields.instant("deadline"),
                record.object("standing"),
                fields.integer("version"));
    }

    /**
     * A card whose standing was written by {@link #standing}.
     *
     * @throws WireException if it is anything else
     */
    public static RaceCard read(
            RaceProposal declared, LocalDate day, Instant postTime, Instant deadline, Fields standing, long version) {
        return WireException.built("standing", () -> card(declared, day, postTime, deadline, standing, version));
    }

    private static RaceCard card(
            RaceProposal declared, LocalDate day, Instant postTime, Instant deadline, Fields standing, long version) {
        return new RaceCard(
                declared,
                day,
                postTime,
                deadline,
                standing.date("expires_on"),
                readRace(standing),
                standing.optionalInstant("opened_at"),
                standing.has("closing") ? Optional.of(readClosing(standing.object("closing"))) : Optional.empty(),
                standing.has("posting") ? Optional.of(readPosting(standing.object("posting"))) : Optional.empty(),
                standing.has("announced") ? readAnnounced(standing.object("announced")) : Announced.NOTHING,
                version);
    }

    private static Closing readClosing(Fields fields) {
        return new Closing(
                new CloseId(fields.uuid("id")),
                fields.instant("at"),
                fields.truth("was_selling", false),
                fields.constant("phase", Closing.Phase.class),
                readTypes(fields, "differing"));
    }

    private static Set<BetType> readTypes(Fields fields, String name) {
        Set<BetType> types = EnumSet.noneOf(BetType.class);
        if (fields.has(name)) {
            fields.texts(name).forEach(type -> types.add(Fields.constant(BetType.class, type, fields.path(name))));
        }
        return types;
    }

    private static Posting readPosting(Fields fields) {
        return new Posting(
                fields.integer("version"),
                new UserId(fields.integer("by")),
                fields.has("confirmed_at") ? Optional.of(fields.instant("confirmed_at")) : Optional.empty());
    }

    private static Announced readAnnounced(Fields fields) {
        return new Announced(fields.smallInteger("version"), AnnouncementWire.read(fields));
    }

    private static Race readRace(Fields fields) {
        List<Integer> brackets = fields.integers("brackets");
        Field field = new Field(
                brackets.size(),
                Brackets.of(brackets.stream().mapToInt(Integer::intValue).toArray()),
                horses(fields, "withdrawn"));
        return new Race(
                field,
                fields.constant("state", RaceState.class),
                horses(fields, "scratched"),
                horses(fields, "excluded"),
                fields.has("result") ? Optional.of(readResult(fields.object("result"))) : Optional.empty(),
                fields.has("cancelled")
                        ? Optional.of(fields.constant("cancelled", CancelReason.class))
                        : Optional.empty());
    }

    private static RaceResult readResult(Fields fields) {
        return new RaceResult(
                new OrderOfFinish(
                        fields.integerLists("crossing").stream().map(Horses::of).toList()),
                horses(fields, "pulled_up"),
                horses(fields, "disqualified"),
                fields.objects("demotions").stream()
                        .map(demotion -> new RaceResult.Demotion(
                                demotion.smallInteger("horse"), demotion.smallInteger("behind")))
                        .toList());
    }

    private static Horses horses(Fields fields, String name) {
        return Horses.of(fields.integers(name));
    }
}
