package keiba.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to run a program as another user than root, which PostgreSQL requires.
 *
 * @param prefix the words before the command
 * @param owner the user to whom files belong that the program makes
 */
record Unprivileged(List<String> prefix, long owner) {
    private static final long NOBODY = 65_534;

    /** Runs the program in a user namespace, where root has no privileges but still owns its files. Containers often forbid it. */
    static final Unprivileged IN_USER_NAMESPACE = new Unprivileged(List.of("unshare", "--user"), 0);

    /** Runs the program as the unprivileged user {@code nobody}, with only the capability that it needs to access the data directory. */
    static final Unprivileged AS_NOBODY = new Unprivileged(
            List.of(
                    "setpriv",
                    // Without it, access(2) would still refuse what that right allows.
                    "--securebits=+no_setuid_fixup",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override"),
            NOBODY);

    static Unprivileged user(long user) {
        return new Unprivileged(List.of(), user);
    }

    /** All ways, beginning with the one in which files still belong to root. */
    static final List<Unprivileged> WAYS = List.of(IN_USER_NAMESPACE, AS_NOBODY);

    /** Returns the first way that works here for the given program and a directory in which it has to write. */
    static Unprivileged choose(List<Unprivileged> ways, Path program, Path directory) {
        for (Unprivileged way : ways) {
            if (way.works(program, directory)) {
                return way;
            }
        }
        throw new EmbeddedServerException("PostgreSQL refuses to run as root, and neither unshare (a user name space)"
                + " nor setpriv (another user) works here for " + directory + ": start keiba as another user");
    }

    private boolean works(Path program, Path directory) {
        return Programs.succeeds(command(List.of(
                "/bin/sh",
                "-c",
                "test \"$(id -u)\" != 0 && test -w \"$0\" && \"$1\" --version",
                directory.toString(),
                program.toString())));
    }

    List<String> command(List<String> plain) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(plain);
        return command;
    }
}
