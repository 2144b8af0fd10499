package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import keiba.acceptance.Browser.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bettor uses the page in a browser while other users act over REST. */
class BettorPageIT extends PageTest {
    private static final AtomicLong RACES = new AtomicLong(5_000);
    private static final AtomicLong USERS = new AtomicLong(100);
    private static final List<String> HORSES =
            IntStream.rangeClosed(1, 8).mapToObj(horse -> "Horse " + horse).toList();

    private final long race = RACES.incrementAndGet();
    private final long user = USERS.incrementAndGet();

    private Browser bettor() {
        return bettor(Screen.PHONE);
    }

    /** A bettor with 10,000 yen who looks at the open race. */
    private Browser bettor(Screen screen) {
        rest.open(race, "Keiba Cup", HORSES);
        rest.deposit(user, 10_000);
        rest.deposit(900, 1_000_000);
        rest.buy(900, race, "\"bet_type\":\"WIN\",\"horse_number\":1,\"amount\":10000");
        rest.buy(900, race, "\"bet_type\":\"WIN\",\"horse_number\":2,\"amount\":30000");
        Browser browser = Browser.ofBettor(program, screen, user);
        browser.go("race/" + race + "/WIN");
        browser.awaitText("tbody tr:nth-child(1) .col-win .odds", "3.2");
        return browser;
    }

    @Test
    void buys_a_formation_and_shows_it_as_bought() {
        try (Browser browser = bettor()) {
            browser.go("race/" + race + "/ENTRY");
            for (int[] pick : new int[][] {{1, 1}, {2, 2}, {3, 2}, {3, 3}, {4, 3}, {5, 3}}) {
                browser.click(
                        "table.picks tbody tr:nth-child(" + pick[0] + ") td:nth-child(" + (pick[1] + 1) + ") button");
            }
            browser.awaitText(".entry-sum output", "5 combinations, ¥500");
            browser.click("#entry-add");
            browser.buy();
            browser.awaitText(".sent-bought", "Bought");
            browser.awaitText("#balance", "9,500");
            browser.go("tickets");
            browser.awaitText(".ticket", "Formation 1 / 2,3 / 3,4,5");
            assertThat(rest.balance(user)).isEqualTo(9_500);
            assertThat(browser.faults()).isEmpty();
        }
    }

    @Test
    void buys_the_combinations_tapped_on_the_odds_for_the_chosen_stakes() {
        try (Browser browser = bettor(Screen.DESKTOP)) {
            browser.tap("Win 1 Horse 1");
            browser.tap("Place 2 Horse 2");
            browser.tap("Place 2 Horse 2"); // removes it again
            browser.go("race/" + race + "/EXACTA");
            browser.tap("Exacta 2 Horse 2 → 1 Horse 1");
            browser.openSlip();
            browser.awaitText("#slip .slip-total output", "2 combinations, ¥200");
            browser.script("const input = document.querySelector('.slip-line .hundreds input'); input.value = '7';"
                    + "input.dispatchEvent(new Event('change'))");
            browser.awaitText("#slip .slip-total output", "2 combinations, ¥800");
            browser.buy();
            browser.awaitScript("two tickets", "return document.querySelectorAll('.sent-bought').length === 2");
            assertThat(rest.balance(user)).isEqualTo(9_200);
            assertThat(browser.texts(".slip-lines")).isEmpty();
        }
    }

    @Test
    void enters_a_stake_with_the_keypad_of_the_page_on_a_phone() {
        try (Browser browser = bettor()) {
            browser.tap("Win 1 Horse 1");
            browser.openSlip();
            browser.click(".slip-line .stake");
            for (String key : List.of("1", "2", "0", "back", "5")) {
                browser.click("dialog [data-key='" + key + "']");
            }
            browser.awaitText("dialog .keypad-value", "¥12,500");
            browser.click("dialog [data-key='clear']");
            browser.awaitText("dialog .keypad-value", "¥0");
            assertThat(browser.isShown("#keypad-done:disabled")).isTrue();
            browser.click("dialog [data-key='7']");
            browser.click("#keypad-done");
            browser.awaitText("#slip .slip-total output", "1 combination, ¥700");
            assertThat(browser.script("return document.activeElement.className"))
                    .isEqualTo("stake");
        }
    }

    @Test
    void splits_a_line_so_that_each_combination_brings_the_wanted_profit() {
        try (Browser browser = bettor(Screen.DESKTOP)) {
            rest.buy(
                    900,
                    race,
                    "\"bet_type\":\"EXACTA\",\"amount\":1000,\"selection\":{\"method\":\"BOX\",\"numbers\":[1,2,3]}");
            browser.go("race/" + race + "/ENTRY");
            browser.press("Exacta");
            browser.press("Box");
            browser.click("table.picks tbody tr:nth-child(1) button");
            browser.click("table.picks tbody tr:nth-child(2) button");
            browser.click("#entry-add");
            browser.click("#slip [id^='slip-split-']");
            browser.click("#split-profit");
            browser.script("const input = document.querySelector('#split-amount'); input.value = '1000000000000';"
                    + "input.dispatchEvent(new Event('input'))");
            browser.awaitText("dialog .warning", "These odds cannot bring this profit.");
            browser.script("const input = document.querySelector('#split-amount'); input.value = '1000';"
                    + "input.dispatchEvent(new Event('input'))");
            browser.awaitText("#split-sum", "¥800 in all, profit ¥1,000 or more");
            browser.click("#split-apply");
            browser.awaitText("#slip .slip-total output", "2 combinations, ¥800");
            assertThat(browser.count(".slip-lines .slip-line")).isEqualTo(2);
        }
    }

    @Test
    void starts_a_wheel_from_the_axis_selected_on_the_odds() {
        try (Browser browser = bettor()) {
            rest.buy(
                    900,
                    race,
                    "\"bet_type\":\"TRIFECTA\",\"amount\":100,\"selection\":{\"method\":\"BOX\",\"numbers\":[1,3,5]}");
            browser.go("race/" + race + "/TRIFECTA");
            browser.click(".axis-numbers button:nth-child(3)");
            browser.awaitScript(
                    "the combinations that horse 3 wins",
                    "return [...document.querySelectorAll('.beside .cell')]"
                            + ".every((cell) => cell.getAttribute('aria-label').startsWith('Trifecta 3 '))"
                            + " && document.querySelectorAll('.beside .cell').length === 2");
            browser.click(".beside li:first-child .cell");
            browser.awaitScript(
                    "both cells of a combination",
                    "return document.querySelectorAll('.cell[aria-pressed=true]').length === 2");
            browser.click("#axis-wheel");
            browser.click("table.picks tbody tr:nth-child(1) td:nth-child(3) button");
            browser.click("table.picks tbody tr:nth-child(5) td:nth-child(3) button");
            browser.awaitText(".entry-sum output", "2 combinations, ¥200");
        }
    }

    @Test
    void lists_the_combinations_of_an_axis_as_soon_as_they_have_votes() {
        try (Browser browser = bettor()) {
            browser.go("race/" + race + "/TRIFECTA");
            browser.awaitScript(
                    "a board without votes", "return document.querySelector('.totals')?.textContent.includes('¥0')");
            browser.click(".axis-numbers button:nth-child(3)");
            browser.awaitText(".beside .hint", "none");
            rest.buy(
                    900,
                    race,
                    "\"bet_type\":\"TRIFECTA\",\"amount\":100,\"selection\":{\"method\":\"BOX\",\"numbers\":[1,3,5]}");
            browser.awaitScript(
                    "the combinations that horse 3 wins",
                    "return document.querySelectorAll('.beside .cell').length === 2");
        }
    }

    @Test
    void marks_short_odds_only_if_the_setting_is_on() {
        String decoration = "return getComputedStyle(document.querySelector('.col-win .odds')).textDecorationLine";
        try (Browser browser = bettor()) {
            assertThat(browser.script(decoration)).isEqualTo("none");
            browser.click(".settings summary");
            browser.click("#setting-short");
            assertThat(browser.script(decoration)).isEqualTo("underline");
            browser.reload();
            browser.awaitText("tbody tr:nth-child(1) .col-win .odds", "3.2");
            assertThat(browser.script(decoration)).isEqualTo("underline");
        }
    }

    @Test
    void announces_a_summary_of_the_odds_every_30_seconds_at_most() {
        try (Browser browser = Browser.open(program, Screen.PHONE)) {
            browser.script("import('/page/js/spoken.js').then(({ Spoken }) => {"
                    + " const heard = []; const spoken = new Spoken((text) => heard.push(text), 30000, 1000);"
                    + " for (let at = 1000; at <= 200000; at += 1000) { spoken.offer(() => `odds ${Math.min(at, 95000)}`, at); }"
                    + " window.heard = heard.join(', '); })");
            browser.awaitScript("the summaries", "return window.heard !== undefined");
            assertThat(browser.script("return window.heard"))
                    .isEqualTo("odds 31000, odds 61000, odds 91000, odds 95000");
        }
    }

    @Test
    void odds_on_the_page_change_after_a_purchase() {
        try (Browser browser = bettor()) {
            rest.buy(900, race, "\"bet_type\":\"WIN\",\"horse_number\":1,\"amount\":40000");
            browser.awaitText("tbody tr:nth-child(1) .col-win .odds", "1.2");
            browser.awaitText("tbody tr:nth-child(1) .col-win .arrow", "▼");
            browser.awaitText("tbody tr:nth-child(2) .col-win .arrow", "▲");
        }
    }

    @Test
    void shows_that_the_race_closed_and_keeps_the_slip() {
        try (Browser browser = bettor()) {
            browser.tap("Win 1 Horse 1");
            browser.openSlip();
            browser.click("#slip-review");
            browser.await("#slip-buy:not([disabled])");
            rest.command(race, "close");
            browser.awaitText("#slip .warning", "Bets on this race are not taken (Closed). Your lines are kept.");
            browser.awaitText("#announcer", "Keiba Cup: Closed");
            browser.awaitScript("no way to buy", "return document.querySelector('#slip-buy').disabled");
            browser.reload();
            browser.openSlip();
            assertThat(browser.count(".slip-line")).isEqualTo(1);
            assertThat(rest.balance(user)).isEqualTo(10_000);
        }
    }

    @Test
    void returns_a_line_to_the_slip_if_the_service_refuses_it() {
        try (Browser browser = bettor()) {
            browser.tap("Win 1 Horse 1");
            browser.openSlip();
            browser.click("#slip-review");
            browser.await("#slip-buy:not([disabled])");
            browser.script("document.querySelector('#slip-buy').disabled = false; window.EventSource = null;"
                    + "const buy = document.querySelector('#slip-buy'); window.pressed = () => buy.click();");
            rest.command(race, "suspend");
            browser.script("window.pressed()");
            browser.awaitText("#slip", "The race is not open.");
            assertThat(browser.count(".slip-lines .slip-line")).isEqualTo(1);
            assertThat(browser.count(".sent")).isZero();
        }
    }

    @Test
    void shows_which_line_of_the_slip_contains_a_scratched_horse() {
        try (Browser browser = bettor()) {
            browser.tap("Win 3 Horse 3");
            browser.tap("Win 4 Horse 4");
            browser.openSlip();
            rest.scratch(race, 3);
            browser.awaitText("#slip .warning", "Contains horses that do not run: 3. This line cannot be bought.");
            browser.awaitText("#announcer", "Number 3, Horse 3: Scratched");
            browser.awaitText("tbody tr:nth-child(3) .col-win .odds", "void");
            browser.buy();
            browser.awaitText(".sent-bought", "Bought");
            assertThat(browser.count(".slip-lines .slip-line")).isEqualTo(1);
            assertThat(rest.balance(user)).isEqualTo(9_900);
        }
    }

    @Test
    void shows_the_payout_and_the_new_balance_of_a_won_ticket() {
        try (Browser browser = bettor()) {
            browser.tap("Win 1 Horse 1");
            browser.buy();
            browser.awaitText(".sent-bought", "Bought");
            rest.command(race, "close");
            rest.settle(race, "[[1],[2],[3],[4],[5],[6],[7],[8]]");
            browser.go("race/" + race + "/RESULT");
            browser.awaitText(".dividends", "Win");
            browser.awaitText(".tickets", "Won");
            browser.go("race/" + race + "/WIN");
            browser.await("table.runners");
            assertThat(browser.count("tr.is-out")).isZero();
            assertThat(browser.texts("#announcer")).doesNotContain("Number ");
            browser.go("tickets");
            browser.click(".payout button");
            browser.awaitText("main", "There are no payouts to take.");
            long balance = rest.balance(user);
            assertThat(balance).isGreaterThan(9_900);
            browser.awaitText("#balance", String.format("%,d", balance));
            browser.go("account");
            browser.awaitText(".statement", "Payout");
            assertThat(rest.isBalanced(race)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"ja,単勝・複勝,締切まで,発売中", "en,Win and place,left to bet,Open"})
    void shows_the_page_in_both_languages(String language, String type, String left, String state) {
        try (Browser browser = bettor(Screen.DESKTOP.in(language))) {
            browser.awaitText(".tabs", type);
            browser.awaitText(".race-clock", left);
            browser.awaitText(".race-head", state);
            assertThat(browser.script("return document.documentElement.lang")).isEqualTo(language);
        }
    }

    @Test
    void both_languages_have_the_same_texts() {
        try (Browser browser = Browser.open(program, Screen.PHONE)) {
            browser.script("Promise.all([import('/page/js/texts/ja.js'), import('/page/js/texts/en.js')])"
                    + ".then((both) => { window.both = both.map((each) => Object.keys(each.default).join(' ')); })");
            browser.awaitScript("the texts", "return window.both !== undefined");
            assertThat(browser.script("return window.both[0]"))
                    .isEqualTo(browser.script("return window.both[1]"))
                    .asString()
                    .contains("slip.title");
        }
    }

    @Test
    void shows_names_with_markup_as_text() {
        String name = "<img src=x onerror=alert(1)><b>&amp;\"'";
        rest.open(race, name, Collections.nCopies(5, name));
        try (Browser browser = Browser.open(program, Screen.PHONE)) {
            browser.awaitText(".race-name", name);
            browser.go("race/" + race + "/WIN");
            browser.awaitText("h1", name);
            browser.awaitText(".horse", name);
            assertThat(browser.count("#main img")).isZero();
            assertThat(browser.count("#main b")).isZero();
            assertThat(browser.faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "race/999999999999/WIN,There is no such race.",
        "nowhere,There is no such page.",
        "tickets,Log in to bet"
    })
    void shows_a_message_for_unknown_views_and_views_that_need_a_login(String view, String text) {
        try (Browser browser = Browser.open(program, Screen.PHONE)) {
            browser.go(view);
            browser.awaitText("main", text);
        }
    }
}
