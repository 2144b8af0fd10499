package keiba.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the public API still contains everything in {@code api-1.0.0.txt}. docs/embedding.md describes the promise. */
class CompatibilityTest {
    private static final String BASELINE = "1.0.0";
    private static final Path BASELINE_FILE =
            Path.of("src", "test", "resources", "keiba", "domain", "api-" + BASELINE + ".txt");
    private static final Path CLASSES = Path.of("target", "classes");
    /** The file with the present API, from which a new baseline is copied. */
    private static final Path PRESENT = Path.of("target", "api.txt");

    @Test
    void every_type_and_member_of_the_baseline_still_exists_unchanged() throws IOException {
        SortedSet<String> present = PublicApi.of(CLASSES);
        Files.write(PRESENT, present);

        assertThat(missing(Files.readAllLines(BASELINE_FILE), present))
                .as(
                        "Programs that use these of version %s would no longer compile or run. Keep them, beside what is new."
                                + " Only a new major version may remove or change them: raise the version of the domain in"
                                + " domain/pom.xml and pom.xml, list the changes in CHANGELOG.md, and replace %s by a copy of"
                                + " domain/%s that is named after the new version.",
                        BASELINE, BASELINE_FILE.getFileName(), PRESENT)
                .isEmpty();
    }

    @Test
    void the_baseline_has_the_same_major_version_as_the_module() throws Exception {
        String version = XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/version",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(Path.of("pom.xml").toFile()));

        assertThat(major(BASELINE)).as("the major version of %s", version).isEqualTo(major(version));
    }

    @Test
    void the_baseline_has_types_of_every_exported_package() throws IOException {
        assertThat(Files.readAllLines(BASELINE_FILE))
                .hasSizeGreaterThan(500)
                .doesNotHaveDuplicates()
                .isSorted();
        for (String exported : List.of("bet", "money", "pool", "race", "rule", "settlement")) {
            assertThat(Files.readString(BASELINE_FILE))
                    .containsPattern("(?m)^public (final class|record|enum) keiba\\.domain\\." + exported + "\\.");
        }
    }

    /** The members of a class before and after a change, and a line of the API that is then missing. */
    record Change(String before, String after, String missing) {
        static List<Change> read(String table) {
            return table.lines()
                    .map(line -> line.split(" \\| ?", -1))
                    .map(cells -> new Change(cells[0], cells[1], cells.length == 3 ? cells[2] : ""))
                    .toList();
        }
    }

    private static final List<Change> BREAKING = Change.read("""
            public int a() { return 1; } |  | t.T: public int a()
            public int a() { return 1; } | int a() { return 1; } | t.T: public int a()
            public int a() { return 1; } | public long a() { return 1; } | t.T: public int a()
            public int a() { return 1; } | public static int a() { return 1; } | t.T: public int a()
            public void a(int b) {} | public void a(int b, int c) {} | t.T: public void a(int)
            public void a(int... b) {} | public void a(int[] b) {} | t.T: public void a(int...)
            public void a() {} | public void a() throws java.io.IOException {} | t.T: public void a()
            public void a(java.util.List<String> b) {} | public void a(java.util.List<Integer> b) {} | t.T: public void a(java.util.List<java.lang.String>)
            public <A> A a(A a) { return a; } | public <A extends Number> A a(A a) { return a; } | t.T: public <A extends java.lang.Object> A a(A)
            public T(int a) {} | private T(int a) {} | t.T: public new(int)
            protected void a() {} | private void a() {} | t.T: protected void a()
            public static final int A = 1; | public static final int A = 2; | t.T: public static final int A = 1
            public record A(int b) {} | public record A(int b, int c) {} | public static record t.T$A(int b)
            public record A(int b) {} | record A(int b) {} | public static record t.T$A(int b)
            public enum A { B, C } | public enum A { B } | t.T$A: public static final t.T$A C
            public static class A {} | public static final class A {} | public static class t.T$A
            public sealed interface A { record B() implements A {} } | public interface A { record B() implements A {} } | public static sealed interface t.T$A
            public record A() implements Runnable { public void run() {} } | public record A() { public void run() {} } | t.T$A is a java.lang.Runnable
            """);

    private static final List<Change> HARMLESS = Change.read("""
            public void a() {} | public void a() {} public void b() {}
            public void a(int b) {} | public void a(int renamed) {}
            public void a() {} | public synchronized void a() {}
            public void a() {} | public void a() throws IllegalArgumentException {}
            void a() {} |
            static class A { public void b() {} } |
            public enum A { B } | public enum A { B, C { } }
            public record A() {} | public record A() implements Runnable { public void run() {} }
            public sealed interface A { record B() implements A {} } | public sealed interface A { record B() implements A {} record C() implements A {} }
            """);

    @Test
    void finds_every_kind_of_change_that_breaks_programs(@TempDir Path folder) throws IOException {
        List<SortedSet<String>> missing = missing(BREAKING, folder);

        for (int at = 0; at < BREAKING.size(); at++) {
            assertThat(missing.get(at))
                    .as(BREAKING.get(at).toString())
                    .contains(BREAKING.get(at).missing());
        }
    }

    @Test
    void allows_changes_that_break_no_program(@TempDir Path folder) throws IOException {
        assertThat(missing(HARMLESS, folder))
                .hasSameSizeAs(HARMLESS)
                .allSatisfy(missing -> assertThat(missing).isEmpty());
    }

    /** Returns the lines that each change removes from the API of a class t.T. */
    private static List<SortedSet<String>> missing(List<Change> changes, Path folder) throws IOException {
        SortedSet<String> before = api(changes.stream().map(Change::before).toList(), folder.resolve("before"));
        SortedSet<String> after = api(changes.stream().map(Change::after).toList(), folder.resolve("after"));
        SortedSet<String> missing = missing(before, after);
        return IntStream.range(0, changes.size())
                .mapToObj(at -> missing.stream()
                        .filter(line -> line.contains("t" + at + ".T"))
                        .map(line -> line.replace("t" + at + ".", "t."))
                        .collect(Collectors.toCollection(TreeSet::new)))
                .map(lines -> (SortedSet<String>) lines)
                .toList();
    }

    /** Compiles a class T with each of these members, in packages t0, t1 and so on, and returns the lines for them. */
    private static SortedSet<String> api(List<String> members, Path folder) throws IOException {
        Path[] sources = new Path[members.size()];
        for (int at = 0; at < sources.length; at++) {
            Path source = Files.createDirectories(folder.resolve("t" + at)).resolve("T.java");
            sources[at] = Files.writeString(source, "package t" + at + "; public class T { " + members.get(at) + " }");
        }
        JdkTools.compile(List.of("-proc:none"), folder, sources);
        return PublicApi.of(folder);
    }

    private static String major(String version) {
        return version.substring(0, version.indexOf('.'));
    }

    private static SortedSet<String> missing(Collection<String> baseline, SortedSet<String> present) {
        SortedSet<String> missing = new TreeSet<>(baseline);
        missing.removeAll(present);
        return missing;
    }
}
