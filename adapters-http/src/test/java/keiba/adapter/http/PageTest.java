package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import keiba.adapter.http.Served.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serving the files of the page to browsers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
    private Path files;
    private Served served;

    @BeforeAll
    void serve(@TempDir Path directory) {
        files = directory;
        served = new Served(files);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/,text/html; charset=utf-8",
        "/page/index.html,text/html; charset=utf-8",
        "/page/js/start.js,text/javascript; charset=utf-8",
        "/page/icon.svg,image/svg+xml",
        "/page/lib/uplot/uPlot.esm.js,text/javascript; charset=utf-8",
        "/page/lib/uplot/uPlot.iife.min.js,text/javascript; charset=utf-8",
        "/page/lib/uplot/uPlot.min.css,text/css; charset=utf-8"
    })
    void serves_a_file_with_its_media_type_and_requires_revalidation(String path, String mediaType) {
        Answer answer = served.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(mediaType);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.header("ETag")).matches("W/\"[0-9a-f]{32}\"");
        assertThat(answer.text()).isNotEmpty();
    }

    @Test
    void serves_the_page_in_utf_8() {
        assertThat(served.get("/").text())
                .contains("競馬")
                .isEqualTo(served.get("/page/index.html").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/js/start.js", "/page/lib/uplot/uPlot.min.css"})
    void answers_304_if_the_browser_has_the_current_file(String path) {
        String tag = served.get(path).header("ETag");
        Answer again = served.send(served.request(path).header("If-None-Match", tag));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(again.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(again.header("Content-Type")).isEmpty();
        assertThat(served.send(served.request(path).header("If-None-Match", "\"another\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_long_file_is_compressed_for_browsers_that_accept_it() throws IOException {
        String path = "/page/js/start.js";
        HttpResponse<InputStream> response = served.listen(served.port(), path, "gzip, deflate, br");
        byte[] compressed = response.body().readAllBytes();
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(new String(
                        new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo(served.get(path).text());
        assertThat(compressed.length).isLessThan(served.get(path).text().length() / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page",
                "/page/js",
                "/page/nothing.js",
                "/page/notes.txt",
                "/page/js/start",
                "/page/.js",
                "/page/lib/uplot/uPlot.cjs.js",
                "/page/lib/uplot/package.json",
                "/page/lib/uplot/js/start.js",
                "/page/META-INF/MANIFEST.MF",
                "/page/../http/openapi.yaml",
                "/page/..%2fhttp/openapi.yaml",
                "/page/%2e%2e/http/openapi.yaml",
                "/page//etc/passwd",
                "/page/js/",
                "/index.html"
            })
    void answers_404_for_any_other_file(String path) {
        String read =
                RawClient.exchange(served.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(read).startsWith("HTTP/1.1 404").contains("urn:keiba:problem:not-found");
    }

    @ParameterizedTest
    @CsvSource({"POST,/", "PUT,/page/js/start.js", "DELETE,/page/js/start.js", "PATCH,/"})
    void answers_405_to_methods_other_than_get_and_head(String method, String path) {
        String read = RawClient.exchange(
                served.port(), method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(read).startsWith("HTTP/1.1 405").contains("\r\nAllow: GET, HEAD\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/js/start.js"})
    void head_returns_the_headers_of_get_without_a_body(String path) {
        String read =
                RawClient.exchange(served.port(), "HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(read).startsWith("HTTP/1.1 200").contains("\r\nETag: W/").endsWith("\r\n\r\n");
    }

    @Test
    void the_page_loads_scripts_and_styles_from_this_server_only() {
        for (String path : List.of("/", "/page/js/start.js")) {
            assertThat(served.get(path).header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                            + " form-action 'none'");
        }
    }

    private static PageSettings reading(Path directory) {
        return new PageSettings(true, Optional.of(directory), Optional.empty(), Optional.empty());
    }

    @Test
    void reads_files_of_a_directory_again_at_every_request(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("index.html"), "one");
        try (Served edited = new Served(files, reading(directory))) {
            Answer one = edited.get("/");
            assertThat(one.text()).isEqualTo("one");
            Files.writeString(directory.resolve("index.html"), "two");
            Files.writeString(directory.resolve("new.css"), "body {}");
            Answer two = edited.send(edited.request("/").header("If-None-Match", one.header("ETag")));
            assertThat(two.status()).isEqualTo(200);
            assertThat(two.text()).isEqualTo("two");
            assertThat(edited.get("/page/new.css").text()).isEqualTo("body {}");
            assertThat(edited.get("/page/lib/uplot/uPlot.min.css").status()).isEqualTo(200);
            assertThat(edited.get("/page/js/start.js").status())
                    .as("a file of the class path")
                    .isEqualTo(404);
        }
    }

    @Test
    void serves_no_file_outside_the_directory(@TempDir Path directory) throws IOException {
        Path page = Files.createDirectory(directory.resolve("page"));
        Path secret = Files.writeString(directory.resolve("secret.json"), "secret");
        Files.writeString(page.resolve("index.html"), "one");
        Files.createDirectory(page.resolve("folder.js"));
        Files.createSymbolicLink(page.resolve("link.json"), secret);
        try (Served edited = new Served(files, reading(page))) {
            for (String path :
                    List.of("/page/link.json", "/page/folder.js", "/page/index.html/x.js", "/page/secret.json")) {
                assertThat(edited.get(path).status()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void a_process_without_the_page_answers_404() {
        try (Served other = new Served(files, PageSettings.NONE)) {
            other.get("/").assertProblem(404, "not-found");
            other.get("/page/index.html").assertProblem(404, "not-found");
        }
    }

    @Test
    void fails_to_start_if_the_directory_has_no_page(@TempDir Path empty) {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new Served(files, reading(empty)))
                .withMessageContaining("index.html")
                .withMessageContaining(empty.toString());
    }
}
