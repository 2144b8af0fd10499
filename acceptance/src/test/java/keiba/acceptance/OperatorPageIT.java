package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import keiba.acceptance.Browser.Screen;
import org.junit.jupiter.api.Test;

/** Operators use the page in browsers. */
class OperatorPageIT extends PageTest {
    private static final AtomicLong RACES = new AtomicLong(7_000);
    private static final List<String> HORSES = List.of("Alpha", "Beta", "Gamma", "Delta", "Epsilon");

    private final long race = RACES.incrementAndGet();

    private static void enter(Browser browser, int... horses) {
        for (int horse : horses) {
            browser.click("#main [data-horse='" + horse + "']");
        }
    }

    /** Enters 2, 1, a dead heat of two horses, 5, 6 and 7; 8 was pulled up. */
    private static void enterWithDeadHeat(Browser browser, int one, int other) {
        enter(browser, 2, 1, one);
        browser.click("#finish-tied");
        enter(browser, other, 5, 6, 7);
        browser.click("#finish-pulled-up");
        enter(browser, 8);
    }

    @Test
    void two_operators_run_a_race_from_its_declaration_to_its_payouts() {
        try (Browser first = Browser.ofOperator(program, Screen.DESKTOP, false);
                Browser second = Browser.ofOperator(program, Screen.PHONE, true)) {
            first.go("operate/declare");
            first.await("#declare-id");
            first.script("document.querySelector('#declare-id').value = arguments[0]", Long.toString(race));
            first.click("#declare-send");
            first.click("#command-open");
            first.await("#command-close");
            rest.deposit(901, 100_000);
            rest.buy(901, race, "\"bet_type\":\"WIN\",\"horse_number\":2,\"amount\":10000");
            first.click("#command-close");
            first.click("#command-start");
            first.awaitText("#main .badge", "Running");
            first.await("#finish-title");
            Waiting.until("the final odds", () -> rest.isFinal(race));
            enterWithDeadHeat(first, 3, 4);
            first.click("#finish-post");
            first.awaitText("#announcer", "Version 1 is posted");

            first.click("#command-inquiry");
            second.go("operate/" + race);
            second.awaitText("#main .badge", "Inquiry");
            second.awaitText("#finish-title", "Second entry");
            assertThat(second.texts("#main")).doesNotContain("Posted:");
            enter(second, 2, 1, 4, 3, 5, 6, 7);
            second.click("#finish-pulled-up");
            enter(second, 8);
            second.click("#finish-compare");
            second.awaitText("#finish-verdict", "differs");
            assertThat(second.texts("#main")).doesNotContain("Posted:");
            second.click("#finish-reveal");
            second.awaitText(".comparison", "Posted: 2, 1, 3 = 4, 5, 6, 7, 8 Pulled up");
            assertThat(second.count("#finish-confirm")).isZero();

            second.click("#finish-clear");
            enterWithDeadHeat(second, 4, 3);
            second.click("#finish-compare");
            second.awaitText("#finish-verdict", "equals");
            second.awaitText("#finish-pays", "Win");
            second.click("#finish-first-three");
            second.awaitText("#announcer", "The first three placings are confirmed.");
            first.awaitText("#main .badge", "First three final");
            enterWithDeadHeat(second, 4, 3);
            second.click("#finish-compare");
            second.awaitText("#finish-verdict", "equals");
            assertThat(second.count("#finish-first-three")).isZero();
            second.click("#finish-confirm");
            Waiting.until("the payouts", () -> rest.state(race).equals("PAYABLE"));
            first.awaitText("#main .badge", "Payable");
            first.awaitText(".report-table", "balanced");
            assertThat(rest.isBalanced(race)).isTrue();
            assertThat(first.faults()).isEmpty();
            assertThat(second.faults()).isEmpty();
        }
    }

    @Test
    void an_operator_scratches_a_runner_and_suspends_and_resumes_sales() {
        rest.open(race, "Operated", HORSES);
        try (Browser browser = Browser.ofOperator(program, Screen.PHONE, false)) {
            browser.go("operate/" + race);
            browser.click("#command-suspend");
            browser.click("#command-resume");
            browser.await("#command-suspend");
            browser.script("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
            browser.script("document.querySelector('#scratch-horse').value = '4'");
            browser.click("#scratch-send");
            browser.awaitText("#dialog-title", "Take out 4 Delta? Bets on it will be refunded.");
            browser.click("#dialog-no");
            browser.awaitScript("the answer no", "return document.querySelector('dialog') === null");
            assertThat(browser.script("return document.activeElement.id")).isEqualTo("scratch-send");
            browser.click("#scratch-send");
            browser.sayYes();
            Waiting.until(
                    "the scratch",
                    () -> rest.get("/v1/races/" + race)
                            .path("runners")
                            .path(3)
                            .path("status")
                            .asText()
                            .equals("SCRATCHED"));
            assertThat(rest.state(race)).isEqualTo("OPEN");
        }
    }

    /** Fills a field as if a user had typed into it. */
    private static void type(Browser browser, String field, String text) {
        browser.script(
                "const field = document.querySelector(arguments[0]); field.value = arguments[1];"
                        + "field.dispatchEvent(new Event('input', { bubbles: true }))",
                field,
                text);
    }

    @Test
    void an_announcement_appears_on_the_page_of_a_bettor_without_a_reload() {
        rest.open(race, "Announced", HORSES);
        try (Browser operator = Browser.ofOperator(program, Screen.DESKTOP, false);
                Browser bettor = Browser.open(program, Screen.PHONE)) {
            bettor.go("race/" + race + "/WIN");
            bettor.awaitText("table.runners", "J. Gamma");
            bettor.script("window.isTheSamePage = true");
            operator.go("operate/" + race);
            operator.await(".announcements summary");
            operator.script("document.querySelector('.announcements').open = true");
            type(operator, "#announce-jockey-3", "<b>C. Lemaire</b>");
            operator.click("#announce-send");
            bettor.awaitText("table.runners", "<b>C. Lemaire</b>");
            bettor.awaitText(".race-news", "New jockey of number 3, Gamma: <b>C. Lemaire</b>.");
            bettor.awaitText("#announcer", "New jockey of number 3");
            assertThat(bettor.count("table.runners b")).as("markup").isZero();

            for (int horse = 1; horse <= HORSES.size(); horse++) {
                type(operator, "#announce-weight-" + horse, Integer.toString(480 + horse));
                type(operator, "#announce-change-" + horse, Integer.toString(horse - 3));
            }
            type(operator, "#announce-going", "YIELDING");
            type(operator, "#announce-weather", "RAIN");
            operator.click("#announce-send");
            bettor.awaitText("table.runners", "481 kg (−2)");
            bettor.awaitText("table.runners", "485 kg (+2)");
            bettor.awaitText(".race-facts", "Yielding · Rain");
            bettor.awaitText(".race-news", "The body weights of 5 horses are announced.");
            bettor.script("document.querySelector('.news').open = true");
            bettor.awaitText(".news-list", "Weather: Rain.");
            bettor.awaitText(".news-list", "New jockey of number 3");
            assertThat(bettor.script("return window.isTheSamePage")).isEqualTo(true);
            assertThat(operator.isShown(".announcements .failure")).isFalse();
            bettor.picture("announced-bettor");
            operator.picture("announced-operator");
            assertThat(operator.faults()).isEmpty();
            assertThat(bettor.faults()).isEmpty();
        }
    }

    @Test
    void shows_the_announcement_of_another_operator_and_keeps_typed_text() {
        rest.open(race, "Announced", List.of("Alpha ", "Beta", "Gamma\u3000", "Delta", "Epsilon"));
        try (Browser operator = Browser.ofOperator(program, Screen.DESKTOP, false)) {
            operator.go("operate/" + race);
            operator.await(".announcements summary");
            operator.script("document.querySelector('.announcements').open = true");
            type(operator, "#announce-jockey-2", "Y. Take");
            type(operator, "#announce-weight-4", "470");
            type(operator, "#schedule-post", "2030-01-01T10:00");
            type(operator, "#race-hold-reason", "a question");
            operator.script("document.querySelector('#scratch-horse').value = '5'");
            assertThat(rest.send(
                                    "PUT",
                                    "/v1/races/" + race + "/announcements",
                                    rest.token(2, "operator"),
                                    "{\"announcement_version\":0,\"weather\":\"SNOW\",\"runners\":[{\"horse_number\":4,"
                                            + "\"body_weight_kg\":480,\"body_weight_change_kg\":2}]}")
                            .status())
                    .isEqualTo(200);
            operator.awaitScript("the weather", "return document.querySelector('#announce-weather').value === 'SNOW'");
            operator.click("#announce-send");
            operator.awaitText(".announcements .failure", "Something else was announced meanwhile.");
            assertThat(operator.script("return document.querySelector('#announce-jockey-2').value"))
                    .isEqualTo("Y. Take");
            assertThat(operator.script("return ['#announce-weight-4', '#announce-change-4', '#schedule-post',"
                            + " '#race-hold-reason', '#scratch-horse']"
                            + ".map((field) => document.querySelector(field).value)"))
                    .isEqualTo(List.of("470", "", "2030-01-01T10:00", "a question", "5"));
            operator.click("#announce-send");
            Waiting.until(
                    "the jockey",
                    () -> rest.get("/v1/races/" + race)
                            .path("runners")
                            .path(1)
                            .path("jockey")
                            .asText()
                            .equals("Y. Take"));
            assertThat(runner(4).path("body_weight_kg").asInt()).isEqualTo(470);
            assertThat(runner(4).has("body_weight_change_kg"))
                    .as("the change of another weight")
                    .isFalse();
            assertThat(rest.get("/v1/races/" + race + "/announcements").toString())
                    .as("jockeys that were not typed")
                    .doesNotContain("Alpha")
                    .doesNotContain("Gamma");

            type(operator, "#announce-change-4", "9");
            Waiting.until("the change", () -> {
                operator.click("#announce-send"); // again, where the page did not have the newest card yet
                return runner(4).path("body_weight_change_kg").asInt() == 9;
            });
            Waiting.until("a weight without a change", () -> {
                type(operator, "#announce-change-4", "");
                operator.click("#announce-send");
                return !runner(4).has("body_weight_change_kg");
            });
            assertThat(runner(4).path("body_weight_kg").asInt()).isEqualTo(470);
        }
    }

    private JsonNode runner(int horse) {
        return rest.get("/v1/races/" + race).path("runners").path(horse - 1);
    }

    @Test
    void the_operator_who_posted_the_order_cannot_confirm_it() {
        rest.open(race, "Operated", HORSES);
        rest.command(race, "close");
        Waiting.until("the final odds", () -> rest.isFinal(race));
        try (Browser browser = Browser.ofOperator(program, Screen.DESKTOP, false)) {
            browser.go("operate/" + race);
            enter(browser, 1, 2, 3, 4, 5);
            browser.click("#finish-post");
            browser.awaitText("#finish-title", "Second entry");
            enter(browser, 1, 2, 3, 4, 5);
            browser.click("#finish-compare");
            browser.click("#finish-confirm");
            browser.awaitText(".finish .failure", "Another operator confirms.");
            assertThat(rest.state(race)).isEqualTo("UNOFFICIAL");
        }
    }

    @Test
    void a_bettor_cannot_open_the_page_for_operators() {
        try (Browser browser = Browser.ofBettorWithMoney(program, Screen.PHONE, rest)) {
            browser.go("operate");
            browser.awaitText("main", "Please log in as an operator.");
            assertThat(browser.texts("#links")).doesNotContain("Operate");
        }
    }
}
