package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import keiba.acceptance.Browser.Screen;
import org.junit.jupiter.api.Test;

/** The page while the service is unreachable. */
class OutageOnThePageIT extends PageTest {
    private static final long RACE = 8_001;
    private static final long USER = 301;

    @Test
    void shows_the_outage_and_buys_a_line_once_when_the_service_is_back() {
        rest.open(RACE, "Outage", List.of("Alpha", "Beta", "Gamma", "Delta", "Epsilon"));
        rest.deposit(USER, 10_000);
        try (Browser browser = Browser.ofBettor(program, Screen.PHONE, USER)) {
            browser.go("race/" + RACE + "/WIN");
            browser.await("button.cell[aria-label^='Win 1 Alpha']");
            browser.tap("Win 1 Alpha");
            browser.openSlip();
            browser.click("#slip-review");
            browser.await("#slip-buy:not([disabled])");
            program.stop();
            browser.awaitText("#connection", "Not connected to the server since");
            browser.click("#slip-buy");
            browser.awaitText(".sent-unknown", "Checking");
            browser.awaitText(".sent", "It is never bought twice.");
            program.startAgain();
            browser.awaitText(".sent-bought", "Bought");
            browser.awaitScript("the connection", "return document.querySelector('#connection').hidden");
            assertThat(rest.balance(USER)).isEqualTo(9_900);
        }
    }
}
