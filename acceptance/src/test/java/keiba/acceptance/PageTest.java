package keiba.acceptance;

import org.junit.jupiter.api.BeforeAll;

/** Tests of the page in a browser, on the program that all of them share; without a browser they are skipped. */
abstract class PageTest {
    static KeibaProcess program;
    static Rest rest;

    @BeforeAll
    static void start() {
        Browser.assumeInstalled();
        program = KeibaProcess.shared();
        rest = new Rest(program);
    }
}
