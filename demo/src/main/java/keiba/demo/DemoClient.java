package keiba.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.application.odds.OddsSheet;
import keiba.demo.Rest.Answer;
import keiba.domain.bet.BetType;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceResult;
import keiba.wire.BetWire;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.OddsWire;

/** The client of the demonstration, which uses only the REST API. */
final class DemoClient {
    private static final String NO_TOKEN = "";

    private final Rest rest;

    DemoClient(Rest rest) {
        this.rest = rest;
    }

    /** Returns a token, which embedded services issue to every caller. */
    String token(long user, String... roles) throws InterruptedException {
        ObjectNode asked = Json.object().put("user_id", user);
        ArrayNode list = asked.putArray("roles");
        Arrays.stream(roles).forEach(list::add);
        return rest.post("/v1/demo/tokens", NO_TOKEN, asked)
                .expect(200, 201)
                .fields()
                .text("token");
    }

    // races

    /** Returns whether there is a race of this id. */
    boolean isRace(long race) throws InterruptedException {
        return rest.get(race(race), NO_TOKEN).expect(200, 404).is(200);
    }

    /**
     * Enters a race.
     *
     * @throws RefusedException if there is another race of its id
     */
    void declare(String operator, ObjectNode race) throws InterruptedException {
        commanded(rest.post("/v1/races", operator, race)).expect(200, 201);
    }

    // Commands of operators; each throws RefusedException where the race is in a state that the command does not fit.

    void schedule(String operator, long race, Instant deadline, Instant postTime) throws InterruptedException {
        ObjectNode times = Json.object().put("deadline", deadline.toString()).put("post_time", postTime.toString());
        commanded(rest.put(race(race) + "/schedule", operator, times)).expect(200);
    }

    void open(String operator, long race) throws InterruptedException {
        commanded(rest.post(race(race) + "/open", operator, Json.object())).expect(200);
    }

    void close(String operator, long race) throws InterruptedException {
        commanded(rest.post(race(race) + "/close", operator, Json.object())).expect(200, 202);
    }

    void cancel(String operator, long race) throws InterruptedException {
        commanded(rest.post(race(race) + "/cancel", operator, Json.object().put("reason", "CANCELLED")))
                .expect(200);
    }

    void scratch(String operator, long race, PlannedScratch out) throws InterruptedException {
        ObjectNode horse = Json.object()
                .put("horse_number", out.horse())
                .put("kind", out.kind().name());
        commanded(rest.post(race(race) + "/scratches", operator, horse)).expect(200, 201);
    }

    private static Answer commanded(Answer answer) {
        if (answer.is(403, 409, 422)) {
            throw new RefusedException(answer.problem(), answer.text());
        }
        return answer;
    }

    /** Returns a race as the service shows it now. */
    Card card(long race) throws InterruptedException {
        Fields card = rest.get(race(race), NO_TOKEN).expect(200).fields();
        Horses withdrawn = Horses.NONE;
        Horses out = Horses.NONE;
        for (Fields runner : card.objects("runners")) {
            int horse = runner.smallInteger("horse_number");
            switch (runner.text("status")) {
                case "WITHDRAWN" -> withdrawn = withdrawn.plus(horse);
                case "SCRATCHED", "EXCLUDED" -> out = out.plus(horse);
                default -> {
                    // it runs
                }
            }
        }
        return new Card(card.text("state"), card.instant("deadline"), withdrawn, out);
    }

    // betting

    void deposit(String cashier, long user, String key, long yen) throws InterruptedException {
        rest.post(
                        "/v1/accounts/" + user + "/deposits",
                        cashier,
                        key,
                        Json.object().put("amount", yen))
                .expect(200, 201);
    }

    long balance(String bettor) throws InterruptedException {
        return rest.get("/v1/account", bettor).expect(200).fields().integer("balance");
    }

    Answered buy(String bettor, long race, String key, Order order) throws InterruptedException {
        ObjectNode purchase = Json.object().put("race_id", race);
        BetWire.write(order.bet(), purchase);
        Answer answer = rest.post("/v1/purchases", bettor, key, purchase).expect(202, 409);
        if (answer.is(202)) {
            Fields taken = answer.fields();
            return new Answered.Taken(taken.text("message_id"), taken.smallInteger("combinations"));
        }
        return new Answered.TurnedAway(answer.problem());
    }

    Verdict verdict(String bettor, String messageId) throws InterruptedException {
        Answer answer = rest.get("/v1/purchases/" + messageId, bettor).expect(200, 404);
        if (answer.is(404)) {
            return new Verdict.Unknown();
        }
        Fields purchase = answer.fields();
        String status = purchase.text("status");
        return switch (status) {
            case "PENDING" -> new Verdict.Pending();
            case "COMPLETED" -> new Verdict.Ticket(purchase.object("ticket").integer("total_amount"));
            case "FAILED" -> new Verdict.Refusal(purchase.text("reason"));
            default ->
                throw new UnexpectedAnswerException(
                        "purchase " + messageId + " has the unknown status \"" + status + "\"");
        };
    }

    // odds

    OddsSheet odds(long race, BetType type) throws InterruptedException {
        return OddsWire.read(
                rest.get(race(race) + "/odds/" + type, NO_TOKEN).expect(200).fields());
    }

    /** Returns all boards of a race. */
    SortedMap<BetType, OddsSheet> odds(long race) throws InterruptedException {
        Fields boards =
                rest.get(race(race) + "/odds", NO_TOKEN).expect(200).fields().object("boards");
        SortedMap<BetType, OddsSheet> sheets = new TreeMap<>();
        for (String type : boards.names()) {
            sheets.put(BetType.valueOf(type), OddsWire.read(boards.object(type)));
        }
        return sheets;
    }

    // result and payouts

    /**
     * Enters a result.
     *
     * @return its version
     */
    long result(String operator, long race, RaceResult result) throws InterruptedException {
        ObjectNode entered = Json.object();
        ArrayNode order = entered.putArray("order");
        for (Horses group : result.crossing().groups()) {
            ArrayNode level = order.addArray();
            group.stream().forEach(level::add);
        }
        ArrayNode others = entered.putArray("not_placed");
        notPlaced(others, result.pulledUp(), "PULLED_UP");
        notPlaced(others, result.disqualified(), "DISQUALIFIED");
        return commanded(rest.put(race(race) + "/result", operator, entered))
                .expect(200, 201)
                .fields()
                .integer("result_version");
    }

    private static void notPlaced(ArrayNode list, Horses horses, String status) {
        horses.stream()
                .forEach(horse -> list.addObject().put("horse_number", horse).put("status", status));
    }

    void confirm(String operator, long race, long version) throws InterruptedException {
        commanded(rest.post(
                        race(race) + "/result/confirmation",
                        operator,
                        Json.object().put("result_version", version)))
                .expect(200);
    }

    Declared result(long race) throws InterruptedException {
        Fields result = rest.get(race(race) + "/result", NO_TOKEN).expect(200).fields();
        SortedMap<BetType, String> outcomes = new TreeMap<>();
        SortedMap<BetType, Map<String, Long>> dividends = new TreeMap<>();
        SortedMap<BetType, Long> specials = new TreeMap<>();
        Fields byType = result.object("outcomes");
        byType.names().forEach(type -> outcomes.put(BetType.valueOf(type), byType.text(type)));
        if (result.has("dividends")) {
            Fields paid = result.object("dividends");
            paid.names().forEach(type -> dividends.put(BetType.valueOf(type), dividends(paid.objects(type))));
        }
        if (result.has("special")) {
            Fields special = result.object("special");
            special.names().forEach(type -> specials.put(BetType.valueOf(type), special.integer(type)));
        }
        return new Declared(outcomes, dividends, specials);
    }

    /** Returns the result that was entered last, whether it is official yet or not. */
    Posted posted(long race) throws InterruptedException {
        Fields result = rest.get(race(race) + "/result", NO_TOKEN).expect(200).fields();
        List<Horses> groups = new ArrayList<>();
        if (result.has("order")) {
            result.integerLists("order").forEach(group -> groups.add(Horses.of(group)));
        }
        Horses pulledUp = Horses.NONE;
        Horses disqualified = Horses.NONE;
        for (Fields other : result.objects("not_placed")) {
            Horses horse = Horses.of(other.smallInteger("horse_number"));
            if (other.text("status").equals("DISQUALIFIED")) {
                disqualified = disqualified.plus(horse);
            } else {
                pulledUp = pulledUp.plus(horse);
            }
        }
        return new Posted(
                result.text("state"),
                result.integer("result_version"),
                new RaceResult(new OrderOfFinish(groups), pulledUp, disqualified, List.of()));
    }

    private static Map<String, Long> dividends(List<Fields> lines) {
        Map<String, Long> dividends = new LinkedHashMap<>();
        lines.forEach(line -> dividends.put(line.text("combination"), line.integer("dividend")));
        return dividends;
    }

    /** Returns whether the payouts of a race have been calculated; asks for it in any case. */
    boolean calculates(String operator, long race) throws InterruptedException {
        return rest.post(race(race) + "/payouts/calculation", operator, Json.object())
                .expect(200, 202)
                .is(200);
    }

    /** Returns whether everything of a race has been paid; asks for it in any case. */
    boolean executes(String operator, long race) throws InterruptedException {
        return commanded(rest.post(race(race) + "/payouts/execution", operator, Json.object()))
                .expect(200, 202)
                .is(200);
    }

    /** Returns whether an operator holds the payouts of a race. */
    boolean isHeld(String operator, long race) throws InterruptedException {
        return rest.get(race(race) + "/payouts/hold", operator)
                .expect(200)
                .fields()
                .truth("held");
    }

    /** Returns the receipt numbers of a bettor's payouts of a race, collected or not. */
    List<String> payouts(String bettor, long race) throws InterruptedException {
        List<String> waiting = new ArrayList<>();
        String page = "/v1/payouts?limit=100";
        String after = "";
        do {
            Fields payouts = rest.get(page + after, bettor).expect(200).fields();
            payouts.objects("items").stream()
                    .filter(payout -> payout.integer("race_id") == race)
                    .forEach(payout -> waiting.add(payout.text("message_id")));
            after = payouts.has("next") ? "&after=" + payouts.text("next") : "";
        } while (!after.isEmpty());
        return waiting;
    }

    /**
     * Collects a payout.
     *
     * @return the whole answer, which is the same however often this is asked
     */
    ObjectNode collect(String bettor, String messageId) throws InterruptedException {
        return commanded(rest.post("/v1/payouts/" + messageId + "/execution", bettor, Json.object()))
                .expect(200)
                .body();
    }

    Report report(String operator, long race) throws InterruptedException {
        Fields report = rest.get(race(race) + "/report", operator).expect(200).fields();
        Fields types = report.object("types");
        SortedMap<BetType, Report.Line> lines = new TreeMap<>();
        types.names().forEach(type -> lines.put(BetType.valueOf(type), line(types.object(type))));
        return new Report(
                lines,
                line(report.object("total")),
                report.integer("tickets"),
                report.integer("paid"),
                report.integer("unpaid"),
                report.truth("balanced", false));
    }

    private static Report.Line line(Fields fields) {
        return new Report.Line(
                fields.integer("sales"),
                fields.integer("refunds"),
                fields.integer("payouts"),
                fields.integer("takeout"),
                fields.integer("breakage"),
                fields.integer("top_ups"));
    }

    private static String race(long id) {
        return "/v1/races/" + id;
    }
}
