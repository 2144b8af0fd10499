package keiba.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Path;
import java.util.Locale;
import redis.embedded.model.OsArchitecture;

/** The machines for which there are binaries. */
enum Platform {
    LINUX_AMD64("linux-amd64", "postgres-linux-x86_64.txz"),
    LINUX_ARM64("linux-arm64v8", "postgres-linux-arm_64.txz"),
    DARWIN_AMD64("darwin-amd64", "postgres-darwin-x86_64.txz"),
    DARWIN_ARM64("darwin-arm64v8", "postgres-darwin-arm_64.txz");

    final String artifactSuffix;
    final String postgresArchive;

    Platform(String artifactSuffix, String postgresArchive) {
        this.artifactSuffix = artifactSuffix;
        this.postgresArchive = postgresArchive;
    }

    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Platform of(String system, String architecture) {
        boolean linux = system.toLowerCase(Locale.ROOT).startsWith("linux");
        boolean mac = system.toLowerCase(Locale.ROOT).startsWith("mac");
        boolean arm = architecture.equals("aarch64");
        boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
        if (!(linux || mac) || !(arm || intel)) {
            throw new EmbeddedServerException("there are no embedded servers for " + system + " on " + architecture
                    + "; start PostgreSQL, Kafka and Redis yourself");
        }
        if (linux) {
            return arm ? LINUX_ARM64 : LINUX_AMD64;
        }
        return arm ? DARWIN_ARM64 : DARWIN_AMD64;
    }

    OsArchitecture redis() {
        return switch (this) {
            case LINUX_AMD64 -> OsArchitecture.UNIX_x86_64;
            case LINUX_ARM64 -> OsArchitecture.UNIX_AARCH64;
            case DARWIN_AMD64 -> OsArchitecture.MAC_OS_X_x86_64;
            case DARWIN_ARM64 -> OsArchitecture.MAC_OS_X_ARM64;
        };
    }

    static long userId() {
        return new UnixSystem().getUid();
    }

    static boolean isRoot() {
        return userId() == 0;
    }

    static Path temporaryDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
    }
}
