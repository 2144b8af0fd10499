package keiba.adapter.http;

import io.helidon.webserver.staticcontent.StaticContentFeature;

/** The OpenAPI file and Swagger UI, from the class path. */
final class Documentation {
    private Documentation() {}

    static StaticContentFeature feature() {
        return StaticContentFeature.builder()
                .addClasspath(files -> files.location("keiba/http/openapi.yaml")
                        .singleFile(true)
                        .context("/openapi.yaml"))
                .addClasspath(files ->
                        files.location("keiba/http/docs").welcome("index.html").context("/docs"))
                .addClasspath(files ->
                        files.location("META-INF/resources/webjars/swagger-ui").context("/webjars/swagger-ui"))
                .build();
    }
}
