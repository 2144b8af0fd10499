package keiba.architecture;

import java.util.List;
import java.util.Locale;

/** A part of the architecture. Package names are relative to the root. */
sealed interface Part {

    /** The package that the part lives in. */
    String home();

    /** The folder that builds it. */
    default String module() {
        return home();
    }

    /** The packages that must hold classes. */
    default List<String> packages() {
        return List.of(home());
    }

    /**
     * The rules of the bet.
     *
     * @param layers its packages; each knows only those before it
     */
    record Domain(List<String> layers) implements Part {
        static final String HOME = "domain";

        public Domain {
            layers = List.copyOf(layers);
        }

        @Override
        public String home() {
            return HOME;
        }

        @Override
        public List<String> packages() {
            return layers.stream().map(layer -> HOME + "." + layer).toList();
        }
    }

    /**
     * Use cases and their ports.
     *
     * @param capabilities its packages; beside them, the home itself may hold what assembles them
     */
    record Application(List<String> capabilities) implements Part {
        static final String HOME = "application";

        public Application {
            capabilities = List.copyOf(capabilities);
        }

        @Override
        public String home() {
            return HOME;
        }

        @Override
        public List<String> packages() {
            return capabilities.stream()
                    .map(capability -> HOME + "." + capability)
                    .toList();
        }
    }

    /**
     * What ties the ports to one technology.
     *
     * @param name the last part of its package: {@code "redis"}
     * @param technology the packages, other than the JDK's, that it is made of
     */
    record Adapter(String name, List<String> technology) implements Part {
        public Adapter {
            technology = List.copyOf(technology);
        }

        @Override
        public String home() {
            return "adapter." + name;
        }

        @Override
        public String module() {
            return "adapters-" + name;
        }

        /** How the names of its classes begin: {@code "Redis"}. */
        String prefix() {
            return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }
    }

    /**
     * The formats of the contracts, for those adapters that share them.
     *
     * @param technology the packages, other than the JDK's, that it is made of
     */
    record Wire(List<String> technology) implements Part {
        static final String HOME = "wire";

        public Wire {
            technology = List.copyOf(technology);
        }

        @Override
        public String home() {
            return HOME;
        }
    }

    /** Main, configuration and wiring. */
    record Bootstrap() implements Part {
        static final String HOME = "bootstrap";
        /** Where it starts servers in its own process. */
        static final String EMBEDDED = HOME + ".embedded";

        @Override
        public String home() {
            return HOME;
        }
    }

    /** A program that starts the service and uses it as its clients do. */
    record Demo() implements Part {
        static final String HOME = "demo";

        @Override
        public String home() {
            return HOME;
        }
    }

    /**
     * A jar beside the domain, for programs that embed both; the service does without it.
     *
     * @param name its package: {@code "jvdata"}
     */
    record Companion(String name) implements Part {
        @Override
        public String home() {
            return name;
        }
    }

    /** Servers in our own process, in place of clusters. */
    record Embedded() implements Part {
        static final String HOME = "embedded";

        @Override
        public String home() {
            return HOME;
        }
    }

    /** Whether it holds decisions rather than technology. */
    default boolean isCore() {
        return this instanceof Domain || this instanceof Application;
    }
}
