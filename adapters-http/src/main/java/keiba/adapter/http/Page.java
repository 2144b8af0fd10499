package keiba.adapter.http;

import java.util.List;

/** The web page for bettors and operators: {@code /} and the files below {@code /page/}. It is not part of the API. */
final class Page {
    private static final String FOLDER = "/page/";

    private final PageFiles files;

    private Page(PageFiles files) {
        this.files = files;
    }

    /**
     * Returns the endpoints of the page.
     *
     * @throws IllegalStateException if the page is to be served and its files are missing
     */
    static List<Endpoint> endpoints(PageSettings settings) {
        if (!settings.served()) {
            return List.of();
        }
        PageFiles files = new PageFiles(settings.directory());
        if (files.find("index.html").isEmpty()) {
            throw new IllegalStateException("the page cannot be served because there is no index.html "
                    + settings.directory()
                            .map(where -> "in " + where)
                            .orElse("in the jar of the page on the class path"));
        }
        Page page = new Page(files);
        return List.of(Endpoint.get("/", ask -> page.file(ask, "index.html")), Endpoint.get(FOLDER + "*", page::file));
    }

    /** Returns whether this is the page or a file of it. */
    static boolean isPage(String path) {
        return path.equals("/") || path.startsWith(FOLDER);
    }

    private Reply file(Ask ask) {
        String path = ask.path();
        return file(ask, path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : "");
    }

    private Reply file(Ask ask, String name) {
        return files.find(name)
                .orElseThrow(() -> new ProblemException(Problem.notFound("this file of the page does not exist")))
                .answer(ask);
    }
}
