package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import keiba.bootstrap.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./keiba demo --exit} on its own servers, twice with the same data directory. */
class DemoIT {
    private static final String DEMO = "./keiba demo --exit --races 1 --bettors 30 --seed 7 --speed 8 --port 0";

    @TempDir
    private Path data;

    @Test
    void all_checks_hold_and_the_same_seed_gives_the_same_races() throws IOException, InterruptedException {
        Shell.Typed first = Shell.type(DEMO, data);
        assertThat(first.exitCode()).as(first.said()).isZero();
        assertThat(first.said())
                .contains("meeting 1 of ", "the books balance", " checks: all hold", "no difference")
                .doesNotContain("The service goes on", "Helidon");

        Shell.Typed second = Shell.type(DEMO, data);
        assertThat(second.exitCode()).as(second.said()).isZero();
        assertThat(second.said()).contains("meeting 2 of ", " checks: all hold", "no difference");
        assertThat(card(second)).isNotEmpty().isEqualTo(card(first));
    }

    /** Returns the lines that announce races without the number of the meeting. */
    private static List<String> card(Shell.Typed demo) {
        return demo.said()
                .lines()
                .filter(line -> line.startsWith("Race ") && line.contains(" rules"))
                .map(line -> line.substring(0, line.indexOf(" rules")))
                .toList();
    }
}
