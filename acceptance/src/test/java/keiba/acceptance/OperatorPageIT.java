package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import keiba.acceptance.Browser.Screen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators do on the page, in browsers. */
class OperatorPageIT {
    private static final AtomicLong RACES = new AtomicLong(7_000);
    private static final List<String> HORSES = List.of("Alpha", "Beta", "Gamma", "Delta", "Epsilon");

    private static KeibaProcess program;
    private static Rest rest;

    private final long race = RACES.incrementAndGet();

    @BeforeAll
    static void start() {
        Browser.assumeInstalled();
        program = KeibaProcess.shared();
        rest = new Rest(program);
    }

    private static void enter(Browser browser, int... horses) {
        for (int horse : horses) {
            browser.click("#main [data-horse='" + horse + "']");
        }
    }

    @Test
    void declare_a_race_and_run_it_to_its_payouts_and_a_second_one_confirms() {
        try (Browser first = Browser.ofOperator(program, Screen.DESKTOP, false);
                Browser second = Browser.ofOperator(program, Screen.PHONE, true)) {
            first.acceptQuestions();
            first.go("operate/declare");
            first.await("#declare-id");
            first.script("document.querySelector('#declare-id').value = arguments[0]", Long.toString(race));
            first.click("#declare-send");
            first.click("#command-open");
            first.await("#command-close");
            rest.deposit(901, 100_000);
            rest.buy(901, race, "\"bet_type\":\"WIN\",\"horse_number\":2,\"amount\":10000");
            first.click("#command-close");
            first.await("#finish-title");
            Waiting.until("the final odds", () -> rest.isFinal(race));
            enter(first, 2, 1, 3);
            first.click("#finish-tied");
            enter(first, 4, 5, 6, 7);
            first.click("#finish-pulled-up");
            enter(first, 8);
            first.click("#finish-post");
            first.awaitText("#announcer", "Version 1 is posted");

            second.go("operate/" + race);
            second.awaitText("#finish-title", "Second entry");
            assertThat(second.texts("#main")).doesNotContain("Posted:");
            enter(second, 2, 1, 4, 3, 5, 6, 7);
            second.click("#finish-pulled-up");
            enter(second, 8);
            second.click("#finish-compare");
            second.awaitText("#finish-verdict", "differs");
            second.awaitText(".comparison", "Posted: 2, 1, 3 = 4, 5, 6, 7, 8 Pulled up");
            assertThat(second.count("#finish-confirm")).isZero();

            second.click("#finish-clear");
            enter(second, 2, 1, 4);
            second.click("#finish-tied");
            enter(second, 3, 5, 6, 7);
            second.click("#finish-pulled-up");
            enter(second, 8);
            second.click("#finish-compare");
            second.awaitText("#finish-verdict", "equals");
            second.awaitText("#finish-pays", "Win");
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
    void scratch_a_runner_and_suspend_and_resume_sales() {
        rest.open(race, "Operated", HORSES);
        try (Browser browser = Browser.ofOperator(program, Screen.PHONE, false)) {
            browser.acceptQuestions();
            browser.go("operate/" + race);
            browser.click("#command-suspend");
            browser.click("#command-resume");
            browser.await("#command-suspend");
            browser.script("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
            browser.script("document.querySelector('#scratch-horse').value = '4'");
            browser.click("#scratch-send");
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

    @Test
    void whoever_posted_the_order_cannot_confirm_it() {
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
    void a_bettor_does_not_see_the_operators_page() {
        try (Browser browser = Browser.ofBettorWithMoney(program, Screen.PHONE, rest)) {
            browser.go("operate");
            browser.awaitText("main", "Please log in as an operator.");
            assertThat(browser.texts("#links")).doesNotContain("Operate");
        }
    }
}
