package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import keiba.adapter.http.Served.Answer;
import keiba.application.UseCases;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.fake.Samples;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutePayouts;
import keiba.application.settlement.ExecutePayouts.Running;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.SettlementUseCases;
import keiba.domain.money.Yen;
import keiba.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payouts: calculating, looking up, claiming and holding them; and the report of a race. */
class PayoutTest {
    private static final String ORDER = "[[6],[4],[3,5],[1,2,7,8]]";

    @TempDir
    private Path files;

    private RaceDay day;
    private Served served;

    @BeforeEach
    void open() {
        day = new RaceDay(files);
        served = day.served();
    }

    @AfterEach
    void stop() {
        assertThat(day.world().books().audit()).isEmpty();
        day.close();
    }

    private Answer execute(String id, UserId user) {
        return served.post("/v1/payouts/" + id + "/execution", day.bettor(user));
    }

    private JsonNode payouts(UserId user, String query) {
        return served.get("/v1/payouts" + query, day.bettor(user)).json(200);
    }

    @Test
    void calculates_payouts_only_after_the_result_is_official() {
        day.win(Samples.ALICE, 3, 1_000);
        day.win(Samples.BOB, 6, 2_000);
        day.command("payouts/calculation").assertProblem(409, "illegal-transition");
        day.finish(ORDER);
        JsonNode done = day.command("payouts/calculation").json(200);
        assertThat(done).isEqualTo(Json.read("{\"race_id\":100,\"state\":\"PAYABLE\",\"payouts\":1,\"amount\":2400}"));
        assertThat(day.command("payouts/calculation").json(200)).isEqualTo(done);
        served.post("/v1/races/999/payouts/calculation", day.operator()).assertProblem(404, "not-found");
    }

    @Test
    void refuses_to_calculate_payouts_before_the_final_odds() {
        day.endSales();
        day.postResult(ORDER).json(200);
        day.confirm(1).assertProblem(409, "final-odds-missing");
        day.command("payouts/calculation").assertProblem(409, "illegal-transition");
        assertThat(day.get("result").get("outcomes")).isEmpty();
        day.declareFinalOdds();
        day.confirm(1).json(200);
        day.command("payouts/calculation").json(200);
    }

    @Test
    void refuses_payouts_of_a_void_race() {
        day.post("cancel", "{\"reason\":\"CANCELLED\"}").json(200);
        day.command("payouts/calculation").assertProblem(409, "illegal-transition");
        day.command("payouts/execution").assertProblem(409, "illegal-transition");
    }

    @Test
    void lists_own_payouts_in_pages_newest_first() {
        String first = day.win(Samples.ALICE, 6, 100);
        String second = day.win(Samples.ALICE, 6, 200);
        day.win(Samples.ALICE, 3, 500);
        day.win(Samples.BOB, 6, 100);
        assertThat(payouts(Samples.ALICE, "").get("items")).isEmpty();
        day.settle(ORDER);
        JsonNode page = payouts(Samples.ALICE, "?limit=1");
        assertThat(page.get("items").get(0))
                .isEqualTo(
                        Json.read(
                                "{\"message_id\":\"" + second
                                        + "\",\"race_id\":100,\"amount\":360,\"refunded\":0,\"status\":\"CALCULATED\",\"expires_on\":\"2027-01-21\",\"held\":false}"));
        assertThat(page.get("next").textValue()).isEqualTo(second);
        JsonNode rest = payouts(Samples.ALICE, "?after=" + second);
        assertThat(rest.get("items").findValuesAsText("message_id")).containsExactly(first);
        assertThat(rest.get("next").isNull()).isTrue();
        execute(first, Samples.ALICE).json(200);
        assertThat(payouts(Samples.ALICE, "?status=PAID").get("items").findValuesAsText("message_id"))
                .containsExactly(first);
        assertThat(payouts(Samples.ALICE, "?status=CALCULATED").get("items").findValuesAsText("message_id"))
                .containsExactly(second);
        assertThat(payouts(Samples.ALICE, "?status=EXPIRED").get("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=paid", "status=", "limit=0", "after=1", "status=PAID&limit=x"})
    void answers_400_to_a_malformed_query(String query) {
        served.get("/v1/payouts?" + query, day.bettor(Samples.ALICE)).assertProblem(400, "malformed-request");
    }

    @Test
    void pays_a_payout_once_and_repeats_the_same_answer_later() {
        String id = day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        JsonNode paid = execute(id, Samples.ALICE).json(200);
        assertThat(paid)
                .isEqualTo(
                        Json.read(
                                "{\"message_id\":\"" + id
                                        + "\",\"amount\":1000,\"status\":\"PAID\",\"paid_at\":\"2026-11-22T06:29:00Z\",\"balance\":10000}"));
        day.world().deposit(Samples.ALICE, 5);
        day.world().clock().advance(Duration.ofDays(100));
        assertThat(execute(id, Samples.ALICE).json(200)).isEqualTo(paid);
        assertThat(day.balance(Samples.ALICE)).isEqualTo(10_005);
        assertThat(day.ticket(Samples.ALICE, id).get("payout").longValue()).isEqualTo(1_000);
    }

    @Test
    void answers_404_for_a_payout_that_does_not_exist() {
        String id = day.win(Samples.ALICE, 6, 1_000);
        String lost = day.win(Samples.ALICE, 3, 1_000);
        execute(id, Samples.ALICE).assertProblem(404, "not-found");
        day.finish(ORDER);
        execute(id, Samples.ALICE).assertProblem(404, "not-found");
        day.command("payouts/calculation").json(200);
        execute(id, Samples.BOB).assertProblem(404, "not-found");
        execute(lost, Samples.ALICE).assertProblem(404, "not-found");
        execute("00000000-0000-0000-0000-000000000000", Samples.ALICE).assertProblem(404, "not-found");
        for (String none : new String[] {"1", "hold", "%00", "a-b-c-d-e"}) {
            execute(none, Samples.ALICE).assertProblem(404, "not-found");
        }
    }

    @Test
    void refuses_a_payout_after_its_last_day() {
        String id = day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        day.world().clock().advance(Duration.ofDays(61));
        Answer late = execute(id, Samples.ALICE);
        late.assertProblem(409, "payout-expired");
        assertThat(late.json().get("expires_on").textValue()).isEqualTo("2027-01-21");
        day.command("payouts/execution").assertProblem(409, "payout-expired");
        day.world().useCases().settlement().execute().expireDue();
        execute(id, Samples.ALICE).assertProblem(409, "payout-expired");
        day.command("payouts/execution").assertProblem(409, "payout-expired");
        assertThat(payouts(Samples.ALICE, "").get("items").get(0).get("status").textValue())
                .isEqualTo("EXPIRED");
        assertThat(report().get("expired").longValue()).isEqualTo(1_000);
        assertThat(report().get("unpaid").longValue()).isZero();
    }

    @Test
    void an_operator_executes_all_payouts_and_a_bettor_only_their_own() {
        day.win(Samples.ALICE, 6, 1_000);
        day.win(Samples.BOB, 6, 2_000);
        String execution = RaceDay.RACE + "/payouts/execution";
        served.post(execution, day.bettor(Samples.ALICE)).assertProblem(409, "illegal-transition");
        day.settle(ORDER);
        assertThat(served.post(execution, day.bettor(Samples.ALICE)).json(200)).isEqualTo(executed(1, 1_000));
        assertThat(day.balance(Samples.ALICE)).isEqualTo(10_000);
        assertThat(day.balance(Samples.BOB)).isEqualTo(8_000);
        assertThat(day.command("payouts/execution").json(200)).isEqualTo(executed(2, 3_000));
        assertThat(day.command("payouts/execution").json(200)).isEqualTo(executed(2, 3_000));
        assertThat(day.balance(Samples.BOB)).isEqualTo(10_000);
        served.post("/v1/races/999/payouts/execution", day.operator()).assertProblem(404, "not-found");
        served.post("/v1/races/999/payouts/execution", day.bettor(Samples.BOB)).assertProblem(404, "not-found");
    }

    private static JsonNode executed(int payouts, long yen) {
        return Json.read("{\"race_id\":100,\"payouts\":%1$d,\"amount\":%2$d,\"paid\":%1$d,\"paid_amount\":%2$d,"
                        .formatted(payouts, yen)
                + "\"unpaid\":0,\"unpaid_amount\":0,\"expired\":0,\"expired_amount\":0}");
    }

    @Test
    void answers_202_with_the_progress_of_a_long_execution() {
        RaceCard card = day.world().books().races().find(Samples.RACE).orElseThrow();
        PayoutTotals totals = new PayoutTotals(sum(3, 500), sum(4, 600), PayoutTotals.Sum.NONE);
        try (RaceDay other = new RaceDay(files, useCases -> executing(useCases, new Running(card, totals)))) {
            Answer running = other.command("payouts/execution");
            assertThat(running.json(202)).isEqualTo(Json.read("""
                    {"race_id":100,"payouts":7,"amount":1100,"paid":4,"paid_amount":600,"unpaid":3,"unpaid_amount":500,
                     "expired":0,"expired_amount":0}"""));
            assertThat(running.header("Retry-After")).isEqualTo("1");
        }
    }

    private static PayoutTotals.Sum sum(long payouts, long yen) {
        return new PayoutTotals.Sum(payouts, Yen.of(yen));
    }

    /** Returns the use cases with an execution that always has the same outcome. */
    private static UseCases executing(UseCases useCases, ExecutePayouts.ExecutionOutcome always) {
        ExecutePayouts execution = new ExecutePayouts() {
            @Override
            public ExecutionBook.One one(MessageId id, UserId bettor) {
                return new ExecutionBook.NotFound();
            }

            @Override
            public ExecutionOutcome own(RaceId race, UserId bettor) {
                return always;
            }

            @Override
            public ExecutionOutcome all(RaceId race, Actor operator) {
                return always;
            }

            @Override
            public void executeOrdered() {}

            @Override
            public void expireDue() {}
        };
        SettlementUseCases settlement = useCases.settlement();
        return new UseCases(
                useCases.races(),
                useCases.accounts(),
                useCases.purchases(),
                useCases.odds(),
                new SettlementUseCases(
                        settlement.refund(),
                        settlement.calculate(),
                        execution,
                        settlement.hold(),
                        settlement.extend(),
                        settlement.preview(),
                        settlement.view()));
    }

    @Test
    void a_caller_with_both_roles_acts_as_an_operator() {
        day.win(Samples.BOB, 6, 2_000);
        day.settle(ORDER);
        String both = served.token(Samples.ALICE, Role.BETTOR, Role.OPERATOR);
        served.post(RaceDay.RACE + "/payouts/execution", both).json(200);
        assertThat(day.balance(Samples.BOB)).isEqualTo(10_000);
    }

    @Test
    void a_hold_stops_the_payouts_of_a_race_until_it_is_released() {
        String id = day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        assertThat(held()).isFalse();
        assertThat(hold(RaceDay.RACE + "/payouts/hold", true)).isTrue();
        assertThat(hold(RaceDay.RACE + "/payouts/hold", true)).isTrue();
        assertThat(held()).isTrue();
        execute(id, Samples.ALICE).assertProblem(409, "payouts-held");
        day.command("payouts/execution").assertProblem(409, "payouts-held");
        assertThat(hold(RaceDay.RACE + "/payouts/hold", false)).isFalse();
        execute(id, Samples.ALICE).json(200);
    }

    @Test
    void repeats_the_answer_of_a_payment_made_before_a_hold() {
        String id = day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        JsonNode paid = execute(id, Samples.ALICE).json(200);
        assertThat(hold("/v1/payouts/hold", true)).isTrue();
        assertThat(execute(id, Samples.ALICE).json(200)).isEqualTo(paid);
    }

    @Test
    void payouts_of_a_race_are_held_while_all_payouts_are_held() {
        String id = day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        assertThat(hold("/v1/payouts/hold", true)).isTrue();
        assertThat(hold(RaceDay.RACE + "/payouts/hold", false)).isTrue();
        execute(id, Samples.ALICE).assertProblem(409, "payouts-held");
        assertThat(hold("/v1/payouts/hold", false)).isFalse();
        assertThat(held()).isFalse();
        execute(id, Samples.ALICE).json(200);
    }

    /** The races because of which a hold is not released. */
    private JsonNode release(String path) {
        Answer refused = served.put(path, day.operator(), "{\"held\":false,\"reason\":\"settled\"}");
        refused.assertProblem(409, "claim-period-over");
        return refused.json().get("race_ids");
    }

    private Answer extend(String day) {
        return this.day.post("payouts/extension", "{\"expires_on\":\"" + day + "\"}");
    }

    @Test
    void a_held_payout_does_not_expire_and_is_claimed_after_an_extension() {
        String id = day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        hold(RaceDay.RACE + "/payouts/hold", true);
        day.world().clock().advance(Duration.ofDays(61));
        day.world().useCases().settlement().execute().expireDue();

        execute(id, Samples.ALICE).assertProblem(409, "payouts-held");
        day.command("payouts/execution").assertProblem(409, "payouts-held");
        served.post(RaceDay.RACE + "/payouts/execution", day.bettor(Samples.ALICE))
                .assertProblem(409, "payouts-held");
        JsonNode shown =
                payouts(Samples.ALICE, "?status=CALCULATED").get("items").get(0);
        assertThat(shown.get("expires_on").textValue()).isEqualTo("2027-01-21");
        assertThat(shown.get("held").booleanValue()).isTrue();
        assertThat(payouts(Samples.ALICE, "?status=EXPIRED").get("items")).isEmpty();

        assertThat(release(RaceDay.RACE + "/payouts/hold").toString()).isEqualTo("[100]");
        hold("/v1/payouts/hold", true);
        assertThat(hold(RaceDay.RACE + "/payouts/hold", false)).isTrue();
        assertThat(release("/v1/payouts/hold").toString()).isEqualTo("[100]");
        assertThat(held()).isTrue();
        assertThat(extend("2027-02-15").json(200))
                .isEqualTo(Json.read("{\"race_id\":100,\"state\":\"PAYABLE\",\"expires_on\":\"2027-02-15\"}"));
        assertThat(hold("/v1/payouts/hold", false)).isFalse();
        assertThat(execute(id, Samples.ALICE).json(200).get("amount").longValue())
                .isEqualTo(1_000);
    }

    @Test
    void an_operator_extends_the_claim_period_of_a_race() {
        day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        JsonNode extended = extend("2027-02-15").json(200);
        assertThat(extend("2027-02-15").json(200)).isEqualTo(extended);
        assertThat(day.get("result").get("expires_on").textValue()).isEqualTo("2027-02-15");
        assertThat(payouts(Samples.ALICE, "")
                        .get("items")
                        .get(0)
                        .get("expires_on")
                        .textValue())
                .isEqualTo("2027-02-15");
        for (String impossible : new String[] {"2027-02-14", "2027-01-21", "2026-01-01", "2027-11-24", "9999-12-31"}) {
            Answer refused = extend(impossible);
            refused.assertProblem(422, "invalid-extension");
            assertThat(refused.json().get("detail").textValue())
                    .contains("must be from 2027-02-16 to 2027-11-23")
                    .contains(impossible);
        }
        assertThat(day.get("result").get("expires_on").textValue()).isEqualTo("2027-02-15");
    }

    @Test
    void refuses_an_extension_by_a_bettor_of_an_unknown_race_or_after_expiry() {
        String path = RaceDay.RACE + "/payouts/extension";
        String body = "{\"expires_on\":\"2027-02-15\"}";
        for (String malformed : new String[] {"{}", "{\"expires_on\":\"2027-02-30\"}", "{\"expires_on\":20270215}"}) {
            day.post("payouts/extension", malformed).assertProblem(400, "malformed-request");
        }
        served.post(path, day.bettor(Samples.ALICE), body).assertProblem(403, "forbidden");
        served.post("/v1/races/999/payouts/extension", day.operator(), body).assertProblem(404, "not-found");
        day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        day.world().clock().advance(Duration.ofDays(61));
        day.world().useCases().settlement().execute().expireDue();
        Answer late = served.post(path, day.operator(), "{\"expires_on\":\"2027-03-15\"}");
        late.assertProblem(409, "illegal-transition");
        assertThat(late.json().get("state").textValue()).isEqualTo("EXPIRED");
    }

    @Test
    void an_execution_refused_during_a_hold_does_not_run_after_the_release() {
        day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        hold(RaceDay.RACE + "/payouts/hold", true);
        day.command("payouts/execution").assertProblem(409, "payouts-held");
        hold(RaceDay.RACE + "/payouts/hold", false);
        day.world().useCases().settlement().execute().executeOrdered();
        assertThat(day.balance(Samples.ALICE)).isEqualTo(9_000);
    }

    @Test
    void repeats_the_answer_for_a_fully_paid_race_during_a_hold() {
        day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        JsonNode done = day.command("payouts/execution").json(200);
        hold(RaceDay.RACE + "/payouts/hold", true);
        assertThat(day.command("payouts/execution").json(200)).isEqualTo(done);
        assertThat(served.post(RaceDay.RACE + "/payouts/execution", day.bettor(Samples.ALICE))
                        .json(200))
                .isEqualTo(done);
    }

    private boolean hold(String path, boolean held) {
        return served.put(path, day.operator(), "{\"held\":" + held + ",\"reason\":\"photo\"}")
                .json(200)
                .get("held")
                .booleanValue();
    }

    private boolean held() {
        String auditor = served.token(Samples.BOB, Role.AUDITOR);
        return served.get(RaceDay.RACE + "/payouts/hold", auditor)
                .json(200)
                .get("held")
                .booleanValue();
    }

    static List<String> reasons() {
        return List.of("\"\"", "\" \"", "\"\\u0000\"", "\"a\\nb\"", "\"\\ud800\"", "\"" + "x".repeat(201) + "\"");
    }

    @Test
    void refuses_a_hold_without_a_valid_reason_or_for_an_unknown_race() {
        for (String reason : reasons()) {
            String body = "{\"held\":true,\"reason\":" + reason + "}";
            day.put("payouts/hold", body).assertProblem(422, "invalid-hold");
            served.put("/v1/payouts/hold", day.operator(), body).assertProblem(422, "invalid-hold");
        }
        String body = "{\"held\":true,\"reason\":\"" + "馬".repeat(200) + "\"}";
        served.put("/v1/races/999/payouts/hold", day.operator(), body).assertProblem(404, "not-found");
        served.get("/v1/races/999/payouts/hold", day.operator()).assertProblem(404, "not-found");
        assertThat(held()).isFalse();
        day.put("payouts/hold", body).json(200);
    }

    private JsonNode report() {
        return served.get(RaceDay.RACE + "/report", served.token(Samples.BOB, Role.AUDITOR))
                .json(200);
    }

    @Test
    void the_report_of_a_race_balances_to_the_yen() {
        day.win(Samples.ALICE, 3, 1_000);
        String id = day.win(Samples.BOB, 6, 2_000);
        day.win(Samples.ALICE, 4, 500);
        day.post("scratches", "{\"horse_number\":4,\"kind\":\"SCRATCHED\"}").json(200);
        day.refund();
        JsonNode before = report();
        assertThat(before.get("balanced").booleanValue()).isTrue();
        assertThat(before.get("types").get("WIN")).isEqualTo(Json.read("""
                {"sales":3500,"refunds":500,"payouts":0,"takeout":0,"breakage":0,"top_ups":0}"""));
        day.settle("[[6],[3,5],[1,2,7,8]]");
        execute(id, Samples.BOB).json(200);
        JsonNode sums = Json.read("""
                {"sales":3500,"refunds":500,"payouts":2400,"takeout":600,"breakage":0,"top_ups":0}""");
        JsonNode after = report();
        assertThat(after.get("state").textValue()).isEqualTo("PAYABLE");
        assertThat(after.get("types")).isEqualTo(Json.object().set("WIN", sums));
        assertThat(after.get("total")).isEqualTo(sums);
        assertThat(after.get("tickets").longValue()).isEqualTo(3);
        assertThat(after.get("paid").longValue()).isEqualTo(2_400);
        assertThat(after.get("unpaid").longValue()).isZero();
        assertThat(after.get("expired").longValue()).isZero();
        assertThat(after.get("balanced").booleanValue()).isTrue();
        assertThat(served.get(RaceDay.RACE + "/report", day.operator()).json(200))
                .isEqualTo(after);
        served.get("/v1/races/999/report", day.operator()).assertProblem(404, "not-found");
    }

    @Test
    void tickets_show_their_refund_and_their_payout() {
        String won = day.buy(Samples.ALICE, """
                "bet_type":"QUINELLA","selection":{"method":"BOX","numbers":[3,4,6]},"amount":100""");
        day.win(Samples.BOB, 6, 100);
        String lost = day.win(Samples.ALICE, 1, 100);
        day.post("scratches", "{\"horse_number\":4,\"kind\":\"SCRATCHED\"}").json(200);
        day.refund();
        day.settle("[[6],[3],[5],[1,2,7,8]]");
        List<Long> refunded = new ArrayList<>();
        JsonNode tickets =
                served.get("/v1/tickets", day.bettor(Samples.ALICE)).json(200).get("items");
        tickets.forEach(ticket -> refunded.add(ticket.get("refunded").longValue()));
        assertThat(refunded).containsExactly(0L, 200L);
        assertThat(tickets.get(0).get("payout").isNull()).isTrue();
        assertThat(tickets.get(1)).isEqualTo(day.ticket(Samples.ALICE, won));
        assertThat(tickets.get(1).get("payout").longValue()).isEqualTo(100);
        assertThat(day.ticket(Samples.ALICE, lost).get("payout").isNull()).isTrue();
        assertThat(payouts(Samples.ALICE, "")
                        .get("items")
                        .get(0)
                        .get("refunded")
                        .longValue())
                .isEqualTo(200);
    }
}
