package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import keiba.acceptance.Browser.Screen;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Mistakes of a bettor and lost answers: a bet is bought once, and only as it was reviewed. */
class ClumsyBettorIT extends PageTest {
    private static final AtomicLong RACES = new AtomicLong(5_500);
    private static final AtomicLong USERS = new AtomicLong(500);

    /** Makes the answers to purchases not reach the page; the purchases still reach the service. */
    private static final String ANSWERS_GET_LOST = """
            const real = window.fetch.bind(window);
            window.purchases = 0;
            window.fetch = async (path, options) => {
              if (path !== '/v1/purchases' || window.answersArrive) { return real(path, options); }
              await real(path, options);
              window.purchases++;
              throw new TypeError('the answer is lost');
            };
            """;

    private final long race = RACES.incrementAndGet();
    private final long user = USERS.incrementAndGet();

    /** A bettor with 10,000 yen. */
    private Browser bettor(Screen screen) {
        rest.open(race, "Keiba Cup", List.of("Alpha", "Beta", "Gamma", "Delta", "Epsilon"));
        rest.deposit(user, 10_000);
        return Browser.ofBettor(program, screen, user);
    }

    /** A bettor with 10,000 yen and a line of 100 yen in the slip, which is open. */
    private Browser bettor() {
        Browser browser = bettor(Screen.PHONE);
        browser.go("race/" + race + "/WIN");
        browser.await("button.cell[aria-label^='Win 1 Alpha']");
        browser.tap("Win 1 Alpha");
        browser.openSlip();
        return browser;
    }

    private static void review(Browser browser) {
        browser.click("#slip-review");
        browser.await("#slip-buy:not([disabled])");
    }

    @Test
    void does_not_buy_with_the_second_tap_on_the_review() {
        try (Browser browser = bettor()) {
            browser.script(
                    "window.done = false; const began = performance.now(); document.querySelector('#slip-review').click();"
                            + "const tap = () => { if (performance.now() - began > 400) { window.done = true; return; }"
                            + " document.querySelector('#slip-buy')?.click(); setTimeout(tap, 10); }; tap();");
            browser.awaitScript("the taps", "return window.done");
            browser.await("#slip-buy:not([disabled])");
            assertThat(browser.count(".sent")).isZero();
            assertThat(rest.balance(user)).isEqualTo(10_000);
        }
    }

    @Test
    void buys_once_after_two_taps_a_lost_answer_and_a_reload() {
        try (Browser browser = bettor()) {
            review(browser);
            browser.script(ANSWERS_GET_LOST);
            browser.script("const buy = document.querySelector('#slip-buy'); buy.click(); buy.click();"
                    + " document.querySelector('#slip-buy')?.click();");
            browser.awaitText(".sent-unknown", "Checking");
            browser.reload();
            browser.await("#slip");
            assertThat(browser.script("return history.state"))
                    .as("what closes the slip that was open before")
                    .isNull();
            browser.openSlip();
            browser.awaitText(".sent-bought", "Bought");
            assertThat(browser.count(".sent")).isEqualTo(1);
            assertThat(browser.count(".slip-lines .slip-line")).isZero();
            assertThat(rest.balance(user)).isEqualTo(9_900);
        }
    }

    @Test
    void does_not_buy_for_the_next_user_of_the_tab_after_a_session_ended() {
        long other = USERS.incrementAndGet();
        rest.deposit(other, 10_000);
        try (Browser browser = bettor()) {
            review(browser);
            browser.script(ANSWERS_GET_LOST);
            browser.click("#slip-buy");
            browser.awaitText(".sent-unknown", "Checking");
            browser.script("import('/page/js/login.js').then((login) => login.refused())");
            browser.awaitText("#header", "Log in");
            browser.awaitText(".sent-unknown", "Checking");
            browser.logInAsBettor(other);
            browser.awaitScript("nothing of the first user", "return document.querySelector('.sent') === null");
            Object sent = browser.script("window.answersArrive = true; return window.purchases");
            browser.go("account");
            browser.awaitText(".balance-large", "10,000");
            assertThat(browser.script("return window.purchases")).isEqualTo(sent);
            browser.go("login");
            browser.click("#login-out");
            browser.logInAsBettor(user);
            browser.openSlip();
            browser.awaitText(".sent-bought", "Bought");
            assertThat(rest.balance(user)).isEqualTo(9_900);
            assertThat(rest.balance(other)).isEqualTo(10_000);
        }
    }

    @Test
    void buys_the_typed_stake_and_no_line_that_could_not_be_sent_in_time() {
        try (Browser browser = bettor(Screen.DESKTOP)) {
            browser.go("race/" + race + "/ENTRY");
            browser.press("Win");
            browser.click("table.picks tbody tr:nth-child(1) button");
            type(browser, "#entry-amount", "7");
            pressSlowly(browser, "#entry-add");
            browser.awaitText("#slip .slip-total output", "1 combination, ¥700");

            browser.openSlip();
            String field = "#slip .slip-line .hundreds input";
            type(browser, field, "50");
            browser.script(
                    "window.former = document.querySelector(arguments[0]);"
                            + "import('/page/js/balance.js').then((balance) => balance.refresh())",
                    field);
            browser.awaitScript(
                    "the slip to be drawn again",
                    "return document.querySelector(arguments[0]) !== window.former",
                    field);
            assertThat(browser.script("return document.querySelector(arguments[0]).value", field))
                    .isEqualTo("50");
            browser.awaitText("#slip .slip-total output", "1 combination, ¥5,000");
            type(browser, field, "60");
            pressSlowly(browser, "#slip-review");
            browser.awaitText("#slip-buy", "6,000");
            browser.click("#slip-back");

            browser.click("table.picks tbody tr:nth-child(2) button");
            browser.click("#entry-add");
            browser.awaitText("#slip .slip-total output", "2 combinations, ¥6,700");
            browser.script(ANSWERS_GET_LOST);
            review(browser);
            browser.click("#slip-buy");
            browser.awaitText(".sent-unknown", "Checking");
            assertThat(browser.count(".sent.is-sending")).isEqualTo(1);
            browser.script("import('/page/js/slip.js').then((slip) => slip.note("
                    + "slip.sent().find((each) => each.status === 'sending').id, { sentAt: Date.now() - 121_000 }))");
            browser.awaitText(".slip-lines .slip-line", "It was not sent within two minutes.");
            browser.reload();
            browser.openSlip();
            browser.awaitText(".sent-bought", "Bought");
            assertThat(browser.count(".sent")).isEqualTo(1);
            assertThat(browser.count(".slip-lines .slip-line")).isEqualTo(1);
            assertThat(rest.balance(user)).isEqualTo(4_000);
            assertThat(browser.faults()).isEmpty();
        }
    }

    /** Applies an action to an element. Returns false if the page was redrawn between the look-up and the action. */
    private static boolean isDone(Browser browser, String selector, BiFunction<Actions, WebElement, Actions> action) {
        try {
            action.apply(new Actions(browser.driver()), browser.await(selector)).perform();
            return true;
        } catch (StaleElementReferenceException drawnAgain) {
            return false;
        }
    }

    /** Replaces the value of a field by typing. */
    private static void type(Browser browser, String field, String text) {
        Waiting.until("a click on " + field, () -> isDone(browser, field, Actions::click));
        new Actions(browser.driver())
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .sendKeys(text)
                .perform();
    }

    /** Keeps the mouse button pressed for some frames, in which the page may be redrawn. */
    private static void pressSlowly(Browser browser, String selector) {
        browser.script("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", selector);
        Waiting.until("the mouse over " + selector, () -> isDone(browser, selector, Actions::moveToElement));
        new Actions(browser.driver())
                .clickAndHold()
                .pause(Duration.ofMillis(150))
                .release()
                .perform();
    }

    @Test
    void the_back_button_leads_from_the_review_to_the_lines_and_the_race() {
        try (Browser browser = bettor()) {
            review(browser);
            browser.driver().navigate().back();
            browser.await("#slip-review");
            browser.driver().navigate().back();
            browser.awaitScript(
                    "the closed slip", "return !document.querySelector('#slip').classList.contains('is-open')");
            assertThat(browser.script("return location.hash")).isEqualTo("#/race/" + race + "/WIN");
            browser.openSlip();
            browser.click("#slip-bar");
            browser.awaitScript(
                    "the closed slip", "return !document.querySelector('#slip').classList.contains('is-open')");
            assertThat(browser.count(".slip-lines .slip-line")).isEqualTo(1);
        }
    }

    @Test
    void keeps_the_scroll_position_of_a_long_slip_when_a_stake_changes() {
        try (Browser browser = bettor()) {
            for (String horse : List.of("2", "3", "4", "5")) {
                browser.script("document.querySelector(`.cell[aria-label^='Win ${arguments[0]} ']`).click()", horse);
            }
            browser.awaitScript("five lines", "return document.querySelectorAll('.slip-line').length === 5");
            browser.click(".slip-all summary");
            browser.click(".slip-line:last-child .quick");
            browser.awaitText(".slip-line:last-child .stake", "¥200");
            assertThat((Long) browser.script("return Math.round(document.querySelector('#slip-body').scrollTop)"))
                    .isPositive();
            assertThat(browser.isShown("#slip-amount-all")).isTrue();
            assertThat(browser.script("return document.activeElement.textContent"))
                    .isEqualTo("+100");
        }
    }

    @Test
    void a_key_that_is_held_down_presses_no_button_of_the_slip() {
        try (Browser browser = bettor(Screen.PHONE)) {
            browser.go("race/" + race + "/WIN");
            browser.click("button.cell[aria-label^='Win 2 Beta']");
            browser.click("#slip-bar");
            browser.await("#slip-review");
            Object pressed = browser.script(
                    "return [false, true].map((repeat) => document.querySelector('#slip-review')"
                            + ".dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true })));");
            assertThat(pressed).isEqualTo(List.of(true, false));
        }
    }

    @Test
    void a_line_that_was_refused_for_lack_of_money_can_be_put_back() {
        try (Browser browser = bettor(Screen.PHONE)) {
            browser.go("race/" + race + "/WIN");
            browser.click("button.cell[aria-label^='Win 2 Beta']");
            browser.click("#slip-bar");
            for (int i = 0; i < 4; i++) {
                browser.click("[id^=slip-more-][id$='-5000']");
            }
            browser.awaitText(".slip-line .stake", "¥20,000");
            browser.buy();
            browser.awaitText(".sent-failed", "Not bought");
            browser.click("[id^=sent-again-]");
            browser.awaitText(".slip-line .stake", "¥20,000");
            assertThat(browser.isShown(".slip-sent")).isFalse();
            assertThat(rest.balance(user)).isEqualTo(10_000);
        }
    }

    @Test
    void buys_a_ticket_with_the_keyboard_only() {
        try (Browser browser = bettor(Screen.PHONE)) {
            browser.go("race/" + race + "/WIN");
            browser.await("button.cell[aria-label^='Win 2 Beta']");
            tabTo(browser, ".cell[aria-label^='Win 2 Beta']");
            tabTo(browser, "#slip-bar");
            tabTo(browser, ".stake");
            browser.await("dialog");
            new Actions(browser.driver()).sendKeys("25", Keys.ENTER).perform();
            browser.awaitText(".slip-line .stake", "¥2,500");
            tabTo(browser, "#slip-review");
            browser.awaitScript(
                    "the focus on the title of the review", "return document.activeElement.id === 'slip-review-title'");
            tabTo(browser, "#slip-buy");
            new Actions(browser.driver()).sendKeys(Keys.ENTER).perform();
            browser.awaitText(".sent-bought", "Bought");
            assertThat(rest.balance(user)).isEqualTo(7_500);
        }
    }

    /** Presses the key Tab until an element has the focus, then Enter. */
    private static void tabTo(Browser browser, String selector) {
        browser.await(selector);
        for (int i = 0; i < 80; i++) {
            new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
            if (Boolean.TRUE.equals(browser.script("return document.activeElement.matches(arguments[0])", selector))) {
                new Actions(browser.driver()).sendKeys(Keys.ENTER).perform();
                return;
            }
        }
        throw new AssertionError("the key Tab does not reach " + selector);
    }

    @Test
    void shows_no_animations_if_the_user_prefers_reduced_motion() {
        try (Browser browser = bettor()) {
            String fade =
                    "const cell = document.querySelector('.cell'); cell.classList.add('flash'); return getComputedStyle(cell).animationName";
            assertThat(browser.script(fade)).isEqualTo("flash");
            browser.driver()
                    .executeCdpCommand(
                            "Emulation.setEmulatedMedia",
                            Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
            assertThat(browser.script(fade)).isEqualTo("none");
        }
    }
}
