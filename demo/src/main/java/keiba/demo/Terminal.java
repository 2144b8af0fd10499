package keiba.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/**
 * The kind of standard output. The JVM cannot tell a terminal from a pipe in the same way on every release, so the script that
 * starts it says so.
 */
final class Terminal {
    /** Set by the script when standard output is a terminal that can move its cursor. */
    static final String PROPERTY = "keiba.terminal";

    private static final Size USUAL = new Size(80, 24);
    private static final Size LEAST = new Size(40, 10);
    private static final long NANOS_BETWEEN_LOOKS = 2_000_000_000L;

    private final boolean there;
    private final Paint paint;
    private Size size = USUAL;
    private long lookedAt;

    private Terminal(boolean there, Paint paint) {
        this.there = there;
        this.paint = paint;
    }

    /** How large a terminal is, in characters. */
    record Size(int columns, int rows) {
        Size atLeast(Size least) {
            return new Size(Math.max(columns, least.columns), Math.max(rows, least.rows));
        }
    }

    /** Returns the one of this process. */
    static Terminal ofProcess() {
        return of(Boolean.getBoolean(PROPERTY), System.getenv());
    }

    /** Colours only on a terminal, and not where NO_COLOR is set (no-color.org). */
    static Terminal of(boolean there, Map<String, String> environment) {
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(there, there && !refused ? Paint.COLOURED : Paint.PLAIN);
    }

    boolean isThere() {
        return there;
    }

    Paint paint() {
        return paint;
    }

    /** Its size now, or nearly now. */
    synchronized Size size() {
        long now = System.nanoTime();
        if (lookedAt == 0 || now - lookedAt > NANOS_BETWEEN_LOOKS) {
            lookedAt = now;
            size = look().orElse(USUAL).atLeast(LEAST);
        }
        return size;
    }

    private static Optional<Size> look() {
        File terminal = new File("/dev/tty");
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(terminal)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor(1, TimeUnit.SECONDS) ? parse(answer) : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Reads {@code "24 80"}, rows first; a terminal that does not know its size says {@code "0 0"}. */
    static Optional<Size> parse(String answer) {
        try (Scanner words = new Scanner(answer)) {
            int rows = words.hasNextInt() ? words.nextInt() : 0;
            int columns = words.hasNextInt() ? words.nextInt() : 0;
            return rows > 0 && columns > 0 ? Optional.of(new Size(columns, rows)) : Optional.empty();
        }
    }
}
