package keiba.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import keiba.acceptance.Browser.Screen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every view is accessible and fits its screen, on a phone and on a desktop, in both languages, light and dark. Pictures are kept. */
class ViewsIT {
    /** A size of a screen. */
    enum Size {
        PHONE,
        DESKTOP;

        private Screen screen() {
            return switch (this) {
                case PHONE -> Screen.PHONE;
                case DESKTOP -> Screen.DESKTOP;
            };
        }
    }

    private static final long RACE = 9_001;
    private static final long SETTLED = 9_002;
    private static final long LONG = 9_003;
    private static final long USER = 700;
    private static final List<String> HORSES = List.of(
            "ディープスカイ",
            "キタサンライト",
            "ハルカゼ",
            "サクラノミチ",
            "オウシュウコマチ",
            "ゴールドリバー",
            "ミドリノカゼ",
            "ブラックスワロー",
            "アカツキエース",
            "シロガネボーイ",
            "ユメノトビラ",
            "カゼノシルフ",
            "ナツノソラ",
            "アオゾラキング",
            "モモイロリボン",
            "ライトニングボルト",
            "フユノツキ",
            "ハナノキョウ");
    private static final List<String> BETTORS_VIEWS = List.of(
            "",
            "race/9001/WIN",
            "race/9001/QUINELLA",
            "race/9001/TRIFECTA",
            "race/9001/ENTRY",
            "race/9001/HISTORY",
            "race/9001/POOLS",
            "race/9002/RESULT",
            "tickets",
            "account");
    private static final List<String> OPERATORS_VIEWS = List.of("operate", "operate/declare", "operate/9001");

    private static final String AXE = axe();

    private static KeibaProcess program;

    @BeforeAll
    static void start() {
        Browser.assumeInstalled();
        program = KeibaProcess.shared();
        Rest rest = new Rest(program);
        rest.deposit(USER, 50_000);
        rest.deposit(902, 10_000_000);
        rest.open(RACE, "札幌記念", HORSES);
        rest.open(SETTLED, "ポプラ特別", HORSES.subList(0, 8));
        for (long race : new long[] {RACE, SETTLED}) {
            IntStream.rangeClosed(1, 8)
                    .forEach(horse -> rest.buy(
                            902,
                            race,
                            "\"bet_type\":\"WIN\",\"horse_number\":" + horse + ",\"amount\":" + horse * 7_300));
            for (String type : List.of("QUINELLA", "WIDE", "EXACTA", "TRIO", "TRIFECTA")) {
                rest.buy(
                        902,
                        race,
                        "\"bet_type\":\"" + type
                                + "\",\"amount\":300,\"selection\":{\"method\":\"BOX\",\"numbers\":[1,2,3,5,8]}");
            }
            rest.buy(USER, race, "\"bet_type\":\"WIN\",\"horse_number\":1,\"amount\":500");
        }
        rest.command(SETTLED, "close");
        rest.settle(SETTLED, "[[1],[2],[3,5],[4],[6],[7],[8]]");
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void every_view_is_accessible_and_not_wider_than_the_screen(Size size) {
        try (Browser browser = Browser.open(program, size.screen())) {
            browser.go("login");
            inspect(browser, size, "login");
            browser.logInAsBettor(USER);
            look(browser, size, BETTORS_VIEWS);
            browser.go("race/9001/WIN");
            browser.click("tr:nth-child(1) .col-win .cell");
            browser.click("tr:nth-child(3) .col-win .cell");
            browser.openSlip();
            inspect(browser, size, "slip");
            browser.click("#slip-review");
            browser.await("#slip-buy:not([disabled])");
            inspect(browser, size, "review");
            browser.click("#slip-back");
            browser.click(".slip-line .remove");
            browser.click(".slip-line .remove");
            browser.go("login");
            inspect(browser, size, "logged-in");
            browser.click("#login-out");
            browser.logInAsOperator(false);
            look(browser, size, OPERATORS_VIEWS);
        }
    }

    @Test
    void every_view_fits_320_pixels_with_very_long_names_and_huge_stakes() {
        String name = "W".repeat(80);
        new Rest(program).open(LONG, name, Collections.nCopies(18, name));
        try (Browser browser = Browser.open(program, new Screen(320, 640, "en"))) {
            browser.logInAsBettor(USER);
            browser.go("race/9003/WIN");
            browser.await(".cell");
            browser.script("import('/page/js/slip.js').then(async (slip) => {"
                    + " const card = await (await fetch('/v1/races/9003')).json();"
                    + " for (let i = 0; i < 28; i++) { slip.add(card, 'TRIFECTA', { method: 'BOX', numbers: Array.from({ length: 18 }, (unused, j) => j + 1) }, 100000000); }"
                    + " window.filled = true; })");
            browser.awaitScript("28 lines", "return window.filled === true");
            browser.openSlip();
            checkFits(browser, "narrow-slip");
            browser.click("#slip-review");
            browser.await("#slip-buy");
            checkFits(browser, "narrow-review");
            for (String view : BETTORS_VIEWS) {
                browser.go(view.replace("9001", "9003"));
                awaitReady(browser, view);
                checkFits(browser, "narrow-" + (view.isEmpty() ? "races" : view.replace('/', '-')));
            }
            browser.script("import('/page/js/slip.js').then((slip) => slip.clear())");
            browser.go("login");
            browser.click("#login-out");
            browser.logInAsOperator(false);
            for (String view : OPERATORS_VIEWS) {
                browser.go(view.replace("9001", "9003"));
                awaitReady(browser, view);
                checkFits(browser, "narrow-" + view.replace('/', '-'));
            }
        }
    }

    private static void checkFits(Browser browser, String name) {
        browser.picture(name);
        assertThat(
                        browser.script(
                                "return document.documentElement.scrollWidth <= 320"
                                        + " && [...document.querySelectorAll('#slip-body, dialog')].every((each) => each.scrollWidth <= each.clientWidth)"))
                .as(name + " fits the width of the screen")
                .isEqualTo(true);
    }

    private static void look(Browser browser, Size size, List<String> views) {
        for (String view : views) {
            browser.go(view);
            inspect(browser, size, view.isEmpty() ? "races" : view.replace('/', '-'));
        }
    }

    /** Checks views in both languages, light and dark; the language changes only once, because that reloads everything. */
    private static void inspect(Browser browser, Size size, String name) {
        boolean isJapanese = "ja".equals(browser.script("return document.documentElement.lang"));
        for (String language : isJapanese ? List.of("ja", "en") : List.of("en", "ja")) {
            use(browser, "i18n", "useLanguage", language);
            awaitReady(browser, name);
            for (String theme : List.of("light", "dark")) {
                use(browser, "theme", "useTheme", theme);
                String full = size + "-" + language + "-" + theme + "-" + name;
                browser.awaitScript(
                        "the fades of changed odds",
                        "return document.getAnimations().every((animation) => animation.playState !== 'running')");
                browser.picture(full);
                assertThat(browser.script(
                                "return document.documentElement.scrollWidth <= arguments[0]",
                                size.screen().width()))
                        .as(full + " fits the width of the screen")
                        .isEqualTo(true);
                if (language.equals("ja") == theme.equals("light")) { // colours do not depend on the language
                    assertThat(findings(browser)).as(full).isEmpty();
                }
            }
        }
    }

    /** Calls a function of a module of the page with a name that differs from the present one. */
    private static void use(Browser browser, String module, String function, String name) {
        browser.script(
                "window.used = false; import('/page/js/' + arguments[0] + '.js').then((module) => {"
                        + " if (document.documentElement.lang !== arguments[2] && document.documentElement.dataset.theme !== arguments[2]) {"
                        + " module[arguments[1]](arguments[2]); } window.used = true; })",
                module,
                function,
                name);
        browser.awaitScript(name, "return window.used");
    }

    private static void awaitReady(Browser browser, String view) {
        browser.awaitScript(
                "the view " + view,
                "return document.querySelector('#main [aria-busy]') === null && !['読み込み中…', 'Loading…']"
                        + ".some((text) => document.querySelector('#main').textContent.includes(text))");
    }

    /** Returns the serious and critical findings of axe-core, whose script is loaded once for all views. */
    private static List<?> findings(Browser browser) {
        if (Boolean.TRUE.equals(browser.script("return window.axe === undefined"))) {
            browser.script(AXE + "; window.axe = axe;");
        }
        browser.script(
                "window.findings = null; axe.run(document, { resultTypes: ['violations'] }).then((results) => {"
                        + " window.findings = results.violations.filter((each) => ['serious', 'critical'].includes(each.impact))"
                        + " .map((each) => `${each.id} ${each.nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`)}`); })");
        browser.awaitScript("the findings", "return window.findings !== null");
        return (List<?>) Objects.requireNonNull(browser.script("return window.findings"));
    }

    private static String axe() {
        try (InputStream script = Objects.requireNonNull(AxeBuilder.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
