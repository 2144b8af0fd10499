package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import keiba.acceptance.Browser.Screen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every view is accessible and fits its screen, on a phone and on a desktop, in both languages, light and dark. Pictures are kept. */
class ViewsIT {
    private static final long RACE = 9_001;
    private static final long SETTLED = 9_002;
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
            "account",
            "login");
    private static final List<String> OPERATORS_VIEWS = List.of("operate", "operate/declare", "operate/9001");

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
    @CsvSource({"PHONE,ja,light", "PHONE,en,dark", "DESKTOP,en,light", "DESKTOP,ja,dark"})
    void have_no_serious_findings_and_are_not_wider_than_the_screen(String size, String language, String theme) {
        Screen screen = (size.equals("PHONE") ? Screen.PHONE : Screen.DESKTOP).in(language);
        String name = size + "-" + language + "-" + theme + "-";
        try (Browser browser = Browser.ofBettor(program, screen, USER)) {
            browser.script("localStorage.setItem('keiba.theme', arguments[0])", theme);
            browser.reload();
            look(browser, name, BETTORS_VIEWS);
            browser.go("race/9001/WIN");
            browser.click("tr:nth-child(1) .col-win .cell");
            browser.click("tr:nth-child(3) .col-win .cell");
            browser.openSlip();
            inspect(browser, name + "slip");
            browser.click("#slip-review");
            browser.await("#slip-buy:not([disabled])");
            inspect(browser, name + "review");
        }
        try (Browser browser = Browser.ofOperator(program, screen, false)) {
            browser.script("localStorage.setItem('keiba.theme', arguments[0])", theme);
            browser.reload();
            look(browser, name, OPERATORS_VIEWS);
        }
    }

    private static void look(Browser browser, String name, List<String> views) {
        for (String view : views) {
            browser.go(view);
            browser.awaitScript(
                    "the view " + view,
                    "return document.querySelector('#main [aria-busy]') === null && !['読み込み中…', 'Loading…']"
                            + ".some((text) => document.querySelector('#main').textContent.includes(text))");
            inspect(browser, name + (view.isEmpty() ? "races" : view.replace('/', '-')));
        }
    }

    private static void inspect(Browser browser, String name) {
        browser.awaitScript(
                "the fades of changed odds",
                "return document.getAnimations().every((animation) => animation.playState !== 'running')");
        browser.picture(name);
        List<String> findings = new AxeBuilder()
                .analyze(browser.driver()).getViolations().stream()
                        .filter(finding -> Set.of("serious", "critical").contains(finding.getImpact()))
                        .map(ViewsIT::describe)
                        .toList();
        assertThat(findings).as(name).isEmpty();
        assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as(name + " fits the width of the screen")
                .isEqualTo(true);
    }

    private static String describe(Rule finding) {
        return finding.getId() + " "
                + finding.getNodes().stream()
                        .limit(3)
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .toList();
    }
}
