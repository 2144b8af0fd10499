package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives each test its own race day over HTTP and checks the records of the race day at its end. */
abstract class RaceDayTest {
    @TempDir
    private Path files;

    RaceDay day;

    @BeforeEach
    final void open() {
        day = new RaceDay(files);
    }

    @AfterEach
    final void stop() {
        assertThat(day.world().books().audit()).isEmpty();
        day.close();
    }
}
