package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A race day of its own over HTTP for each test, whose books must be in order when it ends. */
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
