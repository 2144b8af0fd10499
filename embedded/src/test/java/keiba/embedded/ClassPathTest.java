package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClassPathTest {
    @Test
    void of_kafka_is_the_class_path_of_the_application_with_absolute_entries() {
        String classPath = EmbeddedKafka.classPath(ClassLoader.getSystemClassLoader());

        assertThat(classPath.split(File.pathSeparator, -1))
                .isNotEmpty()
                .allMatch(entry -> Path.of(entry).isAbsolute());
    }

    @Test
    void of_kafka_consists_of_the_urls_of_a_separate_class_loader() throws IOException {
        URL[] urls = {
            Path.of("/a b/kafka.jar").toUri().toURL(),
            Path.of("/a b/embedded.jar").toUri().toURL()
        };
        try (URLClassLoader apart = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertThat(EmbeddedKafka.classPath(apart)).isEqualTo("/a b/kafka.jar:/a b/embedded.jar");
        }
    }
}
