package keiba.bootstrap;

import java.io.InputStream;

/** Runs the program in this process for tests of other packages. */
public final class Program {
    private Program() {}

    /** How a command ended, and what it wrote. */
    public record Ended(int exitCode, String out, String err) {}

    public static Ended run(String... arguments) {
        Keiba.Run run = Keiba.run(InputStream.nullInputStream(), arguments);
        return new Ended(run.exitCode(), run.out(), run.err());
    }
}
