package keiba.architecture;

import java.util.List;
import java.util.stream.Stream;

/** What of the JDK is for whom. */
final class Jdk {
    /** What values and functions need. No input and output, no concurrency, no reflection, no database. */
    static final List<String> OF_CORE = List.of(
            "java.lang",
            "java.math",
            "java.time",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream");

    /** What a jar beside the domain may use: what the domain may, and streams of bytes that its caller has opened. */
    static final List<String> OF_COMPANIONS = Stream.concat(OF_CORE.stream(), Stream.of("java.io", "java.nio.charset"))
            .toList();

    /** What adapters may use beside their own technology. A database is a technology. */
    static final List<String> OF_ADAPTERS = List.of(
            "java.io..",
            "java.lang..",
            "java.math..",
            "java.net..",
            "java.nio..",
            "java.security..",
            "java.text..",
            "java.time..",
            "java.util..",
            "javax.crypto..",
            "javax.net..");

    /** A map that several callers share: the only class of java.util.concurrent that neither starts a thread nor waits. */
    private static final String SHARED_MAP = "java.util.concurrent.ConcurrentHashMap";

    /** What the application may use beyond the core's packages: for keys made of hashed texts, and for what callers share. */
    private static final List<String> CLASSES_OF_APPLICATION = List.of(
            "java.nio.ByteBuffer",
            "java.nio.charset.Charset",
            "java.nio.charset.StandardCharsets",
            "java.security.MessageDigest",
            "java.security.NoSuchAlgorithmException",
            SHARED_MAP);

    private Jdk() {}

    static boolean isForApplication(String className) {
        return CLASSES_OF_APPLICATION.stream().anyMatch(allowed -> isOrIsIn(className, allowed));
    }

    static boolean isSharedMap(String className) {
        return isOrIsIn(className, SHARED_MAP);
    }

    private static boolean isOrIsIn(String className, String outer) {
        return className.equals(outer) || className.startsWith(outer + "$");
    }
}
