package keiba.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the module descriptor of the packaged jar, its use on the module path, and the licence and sources packaged with it. */
class PackagedJarIT {
    private static final String MODULE = "keiba.domain";

    @Test
    void the_jar_is_a_module_that_exports_six_packages_and_requires_only_java_base() {
        ModuleDescriptor module = descriptor();

        assertThat(module.isAutomatic()).isFalse();
        assertThat(module.isOpen()).isFalse();
        assertThat(module.exports())
                .allMatch(exported -> !exported.isQualified())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrder(
                        "keiba.domain.bet",
                        "keiba.domain.money",
                        "keiba.domain.pool",
                        "keiba.domain.race",
                        "keiba.domain.rule",
                        "keiba.domain.settlement");
        assertThat(module.requires())
                .filteredOn(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactly("java.base");
    }

    @Test
    void the_jar_has_no_package_that_it_does_not_export() {
        ModuleDescriptor module = descriptor();

        assertThat(module.packages())
                .isEqualTo(module.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet()));
    }

    @Test
    void a_module_that_requires_the_domain_compiles_and_runs(@TempDir Path directory) throws Exception {
        Path module =
                Files.writeString(directory.resolve("module-info.java"), "module tipster { requires " + MODULE + "; }");
        Path program = program(directory);
        Path classes = Files.createDirectory(directory.resolve("classes"));

        String jar = JdkTools.domainJar().toString();
        JdkTools.compile(List.of("--module-path", jar), classes, module, program);
        String modulePath = jar + System.getProperty("path.separator") + classes;

        assertThat(JdkTools.run(List.of("--module-path", modulePath, "--module", "tipster/tipster.Main"), directory))
                .isEqualToIgnoringNewLines("2.0 of module " + MODULE);
    }

    @Test
    void a_module_that_does_not_require_the_domain_does_not_compile(@TempDir Path directory) throws IOException {
        Path module = Files.writeString(directory.resolve("module-info.java"), "module tipster { }");
        StringWriter messages = new StringWriter();

        boolean compiles = JdkTools.compiles(
                List.of("--module-path", JdkTools.domainJar().toString()),
                directory,
                messages,
                module,
                program(directory));

        assertThat(compiles).isFalse();
        assertThat(messages.toString()).contains("does not read it");
    }

    @Test
    void the_jar_and_the_source_jar_contain_the_licence() throws IOException {
        String licence = Files.readString(Path.of("..", "LICENSE"));

        assertThat(text(JdkTools.domainJar(), "META-INF/LICENSE")).isEqualTo(licence);
        assertThat(text(sources(), "META-INF/LICENSE")).isEqualTo(licence);
    }

    @Test
    void the_source_jar_contains_the_sources() throws IOException {
        assertThat(text(sources(), "module-info.java")).contains("module " + MODULE);
        assertThat(text(sources(), "keiba/domain/pool/Pool.java")).contains("class Pool");
    }

    private static ModuleDescriptor descriptor() {
        return ModuleFinder.of(JdkTools.domainJar())
                .find(MODULE)
                .map(ModuleReference::descriptor)
                .orElseThrow();
    }

    private static Path program(Path directory) throws IOException {
        return Files.writeString(directory.resolve("Main.java"), """
                package tipster;
                import keiba.domain.bet.*;
                import keiba.domain.money.*;
                import keiba.domain.pool.*;
                import keiba.domain.race.*;
                import keiba.domain.rule.*;
                public class Main {
                    public static void main(String[] arguments) {
                        Market market = Market.open(RuleBooks.JRA, Field.of(8));
                        Pool win = market.pool(BetType.WIN);
                        win.add(Combination.of(BetType.WIN, 1), Yen.of(4_000));
                        win.add(Combination.of(BetType.WIN, 2), Yen.of(6_000));
                        System.out.println(market.odds(win).low(0).orElseThrow() + " of " + Market.class.getModule());
                    }
                }
                """);
    }

    private static Path sources() {
        Path jar = JdkTools.domainJar();
        return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", "-sources.jar"));
    }

    private static String text(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = Objects.requireNonNull(file.getEntry(name), () -> name + " is not in " + jar);
            return new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
