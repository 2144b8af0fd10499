package keiba.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The project that this module belongs to. */
final class Project {
    private static final String OWN_MODULE = "architecture";
    private static final String MARK = "docs/architecture.puml";

    private Project() {}

    /** A file of the project, from wherever in it the tests run. */
    static Path file(String relative) {
        return root().resolve(relative);
    }

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(MARK))) {
                return folder;
            }
        }
        throw new IllegalStateException("no " + MARK + " above " + start);
    }

    /** The modules of the ordinary build that have production code, without this one. */
    static List<String> modules() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file("pom.xml").toFile());
        NodeList modules = (NodeList)
                XPathFactory.newInstance().newXPath().evaluate("/project/modules/module", pom, XPathConstants.NODESET);
        return IntStream.range(0, modules.getLength())
                .mapToObj(at -> modules.item(at).getTextContent().strip())
                .filter(module -> !module.equals(OWN_MODULE))
                .filter(module -> Files.isDirectory(file(module + "/src/main/java")))
                .toList();
    }

    /** The files in the source folders of all modules. */
    static List<Path> sourceFiles() throws IOException {
        try (Stream<Path> modules = Files.list(root())) {
            List<Path> files = new ArrayList<>();
            for (Path sources : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> found = Files.walk(sources)) {
                    found.filter(Files::isRegularFile).forEach(files::add);
                }
            }
            return files;
        }
    }
}
