package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path directory;

    @Test
    void is_held_once_at_a_time_and_names_its_holder_when_refused() throws IOException {
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThat(DirectoryLock.tryTake(directory)).isEmpty();
            assertThatThrownBy(() -> DirectoryLock.take(directory))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage(directory.toRealPath() + " is in use by this process ("
                            + ProcessHandle.current().pid() + "): stop that first, or choose another directory");
        }
    }

    @Test
    void is_not_lost_by_a_refused_attempt() throws IOException {
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThat(DirectoryLock.tryTake(directory)).isEmpty();
            assertThat(DirectoryLock.tryTake(directory)).isEmpty();
        }
    }

    @Test
    void can_be_taken_again_after_its_release() throws IOException {
        DirectoryLock.take(directory).close();

        try (DirectoryLock again = DirectoryLock.take(directory)) {
            assertThat(again).isNotNull();
        }
    }
}
