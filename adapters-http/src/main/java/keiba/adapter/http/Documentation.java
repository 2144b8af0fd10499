package keiba.adapter.http;

import java.util.List;
import java.util.Optional;

/** The OpenAPI file and Swagger UI, from the class path. */
final class Documentation {
    private static final String DOCS = "/docs/";
    private static final String SWAGGER_UI = "/webjars/swagger-ui/";

    private final StaticFiles contract = StaticFiles.of("keiba/http/");
    private final StaticFiles docs = StaticFiles.of("keiba/http/docs/");
    private final StaticFiles swaggerUi = StaticFiles.of("META-INF/resources/webjars/swagger-ui/");

    private Documentation() {}

    static List<Endpoint> endpoints() {
        Documentation documentation = new Documentation();
        return List.of(
                Endpoint.get("/openapi.yaml", ask -> answer(ask, documentation.contract.find("openapi.yaml"))),
                Endpoint.get("/docs", ask -> Reply.moved(DOCS)),
                Endpoint.get(DOCS + "*", documentation::docs),
                Endpoint.get(SWAGGER_UI + "*", documentation::swaggerUi));
    }

    private Reply docs(Ask ask) {
        String name = ask.path().substring(DOCS.length());
        return answer(ask, docs.find(name.isEmpty() ? "index.html" : name));
    }

    private Reply swaggerUi(Ask ask) {
        String path = ask.path();
        return answer(
                ask,
                path.startsWith(SWAGGER_UI) ? swaggerUi.find(path.substring(SWAGGER_UI.length())) : Optional.empty());
    }

    private static Reply answer(Ask ask, Optional<StaticFile> file) {
        return file.orElseThrow(() -> new ProblemException(Problem.notFound("this path does not exist")))
                .answer(ask);
    }
}
