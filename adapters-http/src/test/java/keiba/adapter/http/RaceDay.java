package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import keiba.adapter.http.Served.Answer;
import keiba.application.UseCases;
import keiba.application.caller.UserId;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;

/** Race 100 of eight horses over HTTP from its sales to its payouts, with operators, bettors and the other roles. */
final class RaceDay implements AutoCloseable {
    static final UserId SECOND_OPERATOR = new UserId(9);
    static final String RACE = "/v1/races/100";

    private final Served served;

    RaceDay(Path files) {
        this(new Served(files));
    }

    RaceDay(Path files, UnaryOperator<UseCases> change) {
        this(new Served(files, change));
    }

    private RaceDay(Served served) {
        this.served = served;
        world().openRace(Samples.RACE);
        world().deposit(Samples.ALICE, 10_000);
        world().deposit(Samples.BOB, 10_000);
    }

    Served served() {
        return served;
    }

    FakeWorld world() {
        return served.world();
    }

    String operator() {
        return served.token(Samples.OPERATOR.user().orElseThrow(), Role.OPERATOR);
    }

    String secondOperator() {
        return served.token(SECOND_OPERATOR, Role.OPERATOR);
    }

    String bettor(UserId user) {
        return served.token(user, Role.BETTOR);
    }

    /** An operator's POST without a body. */
    Answer command(String name) {
        return served.post(RACE + "/" + name, operator());
    }

    /** An operator's POST. */
    Answer post(String name, String body) {
        return served.post(RACE + "/" + name, operator(), body);
    }

    /** An operator's PUT. */
    Answer put(String name, String body) {
        return served.put(RACE + "/" + name, operator(), body);
    }

    JsonNode get(String name) {
        return served.get(RACE + "/" + name).json(200);
    }

    /** Tries to buy a ticket after every instance has the current state of the race. */
    Answer tryToBuy(UserId user, String bet) {
        world().clock().advance(Duration.ofSeconds(1));
        return served.post("/v1/purchases", bettor(user), "{\"race_id\":100," + bet + "}");
    }

    /** Buys a WIN ticket on one horse, has it recorded, and returns its id. */
    String win(UserId user, int horse, long yen) {
        return buy(user, "\"bet_type\":\"WIN\",\"horse_number\":" + horse + ",\"amount\":" + yen);
    }

    /** Buys a ticket, has it recorded, and returns its id. */
    String buy(UserId user, String bet) {
        String id = served.post("/v1/purchases", bettor(user), "{\"race_id\":100," + bet + "}")
                .json(202)
                .get("message_id")
                .textValue();
        world().reader().readAll();
        return id;
    }

    JsonNode ticket(UserId user, String id) {
        return served.get("/v1/purchases/" + id, bettor(user)).json(200).get("ticket");
    }

    long balance(UserId user) {
        return served.get("/v1/account", bettor(user)).json(200).get("balance").longValue();
    }

    /** Ends sales, and records the rest of the queue. */
    void endSales() {
        command("close").json(200);
        passMarkers();
    }

    /** Records the rest of the queues of closed races. */
    void passMarkers() {
        world().useCases().races().close().sendMarkers();
        world().reader().readAll();
    }

    void declareFinalOdds() {
        world().useCases().odds().declareFinal().declareDue();
    }

    void refund() {
        world().useCases().settlement().refund().refundDue();
    }

    Answer postResult(String order) {
        return put("result", "{\"order\":" + order + "}");
    }

    Answer confirm(long version) {
        return served.post(RACE + "/result/confirmation", secondOperator(), "{\"result_version\":" + version + "}");
    }

    Answer confirmFirstThree(long version) {
        return served.post(RACE + "/result/first-three", secondOperator(), "{\"result_version\":" + version + "}");
    }

    /** From the end of sales to a result that is official. */
    void finish(String order) {
        endSales();
        declareFinalOdds();
        long version = postResult(order).json(200).get("result_version").longValue();
        confirm(version).json(200);
    }

    /** As {@link #finish}, and the payouts are calculated. */
    void settle(String order) {
        finish(order);
        command("payouts/calculation").json(200);
    }

    @Override
    public void close() {
        served.close();
    }
}
