package keiba.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser with the page of a program. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;
    private final String address;

    private Browser(ChromeDriver driver, String address) {
        this.driver = driver;
        this.address = address;
    }

    /** The size of the window of a browser, and its language. */
    record Screen(int width, int height, String language) {
        static final Screen PHONE = new Screen(390, 844, "en");
        static final Screen DESKTOP = new Screen(1280, 900, "en");

        Screen in(String chosen) {
            return new Screen(width, height, chosen);
        }
    }

    /** Skips the tests of a class if there is no browser. */
    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "skipped: " + CHROMIUM + " and " + DRIVER + " are needed for tests in a browser");
    }

    /** Starts Chromium without a window, with these additional options. */
    static ChromeDriver start(ChromeOptions options) {
        System.setProperty("webdriver.chrome.driver", DRIVER.toString());
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        ChromeDriver driver = new ChromeDriver(options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        return driver;
    }

    /** Opens the page of a program without logging in. */
    static Browser open(KeibaProcess program, Screen screen) {
        assumeInstalled();
        ChromeOptions options = new ChromeOptions();
        options.addArguments("--hide-scrollbars", "--lang=" + screen.language());
        options.setExperimentalOption(
                "mobileEmulation",
                Map.of(
                        "deviceMetrics",
                        Map.of(
                                "width",
                                screen.width(),
                                "height",
                                screen.height(),
                                "pixelRatio",
                                1.0,
                                "mobile",
                                screen.width() < 600)));
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", screen.language()));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriver driver = start(options);
        Browser browser = new Browser(driver, program.address());
        browser.go("");
        return browser;
    }

    /** Opens the page and logs in as a demo bettor. */
    static Browser ofBettor(KeibaProcess program, Screen screen, long user) {
        Browser browser = open(program, screen);
        browser.logInAsBettor(user);
        return browser;
    }

    /** Opens the page and logs in as a bettor who has not used it before. */
    static Browser ofBettorWithMoney(KeibaProcess program, Screen screen, Rest rest) {
        rest.deposit(999, 10_000);
        return ofBettor(program, screen, 999);
    }

    /** Opens the page and logs in as a demo operator: the first or the second one. */
    static Browser ofOperator(KeibaProcess program, Screen screen, boolean second) {
        Browser browser = open(program, screen);
        browser.logInAsOperator(second);
        return browser;
    }

    /** Logs in as a demo operator: the first or the second one. */
    void logInAsOperator(boolean second) {
        go("login");
        click(second ? "#login-second" : "#login-operator");
        await("main .operate");
    }

    /** Logs in as a demo bettor. */
    void logInAsBettor(long user) {
        go("login");
        await("#login-demo-user");
        script("document.querySelector('#login-demo-user').value = arguments[0]", Long.toString(user));
        click("#login-bettor");
        await("#balance");
        awaitScript("the balance", "return document.querySelector('#balance').textContent !== ''");
    }

    /** Goes to a view, such as race/100/WIN. */
    void go(String view) {
        driver.get(address + "/#/" + view);
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** Waits for a visible element. */
    WebElement await(String selector) {
        Waiting.until(selector, () -> isShown(selector));
        return driver.findElement(By.cssSelector(selector));
    }

    boolean isShown(String selector) {
        try {
            return driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
        } catch (StaleElementReferenceException redrawn) {
            return false;
        }
    }

    /** Waits until an element contains a text. */
    void awaitText(String selector, String text) {
        Waiting.until(
                selector + " to say " + text,
                () -> texts(selector).contains(text),
                () -> texts(selector + ", .failure"));
    }

    /** Returns the texts of all matching elements together. */
    String texts(String selector) {
        return String.valueOf(script(
                "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent).join('\\n')",
                selector));
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** Waits until an element can be clicked, and clicks it. */
    void click(String selector) {
        awaitScript(
                selector + " to be pressed",
                "const element = document.querySelector(arguments[0]);"
                        + "if (element === null || element.disabled || element.offsetParent === null) { return false; }"
                        + "element.scrollIntoView({ block: 'center' }); element.focus({ preventScroll: true }); element.click();"
                        + "return true;",
                selector);
    }

    /** Presses the button with this text. */
    void press(String text) {
        awaitScript(
                "the button " + text,
                "const button = [...document.querySelectorAll('#main button')].find((each) => each.textContent === arguments[0]);"
                        + "if (button === undefined || button.disabled) { return false; } button.click(); return true;",
                text);
    }

    /** Adds a cell of a board to the slip. */
    void tap(String label) {
        click("button.cell[aria-label^='" + label + "']");
    }

    /** Opens the slip if it is closed. */
    void openSlip() {
        await("#slip");
        if (!isShown(".slip-body")) {
            click(".slip-bar");
        }
    }

    /** Reviews the slip and buys its lines. */
    void buy() {
        openSlip();
        click("#slip-review");
        click("#slip-buy");
    }

    @Nullable
    Object script(String text, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(text, arguments);
    }

    /** Waits until a script returns true. */
    void awaitScript(String what, String text, Object... arguments) {
        Waiting.until(what, () -> Boolean.TRUE.equals(script(text, arguments)));
    }

    /** Confirms the question of the page. */
    void sayYes() {
        click("#dialog-yes");
    }

    /** Returns the errors in the console: errors of scripts and violations of the Content-Security-Policy. */
    List<String> faults() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(entry -> entry.getMessage())
                .filter(message -> !message.contains("Failed to load resource")
                        && !message.contains("net::ERR_CONNECTION_REFUSED")
                        && !message.contains("net::ERR_INCOMPLETE_CHUNKED_ENCODING"))
                .toList();
    }

    /** Saves a screenshot in the build directory. */
    void picture(String name) {
        try {
            Path file = Path.of("target", "screenshots", name + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    ChromeDriver driver() {
        return driver;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
