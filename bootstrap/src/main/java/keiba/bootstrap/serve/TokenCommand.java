package keiba.bootstrap.serve;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import keiba.adapter.http.Role;
import keiba.adapter.http.Tokens;
import keiba.application.caller.UserId;
import keiba.bootstrap.CommandFailedException;
import keiba.wire.Decimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Issues a token that is signed with the local development key. */
@Command(name = "token", description = "Print a token that is signed with the local development key.")
public final class TokenCommand implements Callable<Integer> {
    private final PrintStream out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line
    private CommandSpec spec;

    @Option(names = "--user", required = true, paramLabel = "ID", description = "The user the token speaks for.")
    private String user = "";

    @Option(
            names = "--roles",
            required = true,
            split = ",",
            paramLabel = "ROLE",
            description = "bettor, operator, cashier, auditor; several with commas.")
    private List<String> roles = List.of();

    @Option(
            names = "--valid-hours",
            defaultValue = "12",
            paramLabel = "HOURS",
            description = "How long it is valid (${DEFAULT-VALUE}).")
    private int validHours;

    public TokenCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws CommandFailedException {
        UserId speaker = speaker();
        if (validHours < 1 || validHours > 24 * 365) {
            throw new ParameterException(spec.commandLine(), "--valid-hours must be from 1 to 8760, not " + validHours);
        }
        Tokens tokens = Tokens.development(ServiceSettings.developmentKey(configuration()));
        Instant now = Clock.systemUTC().instant();
        out.println(tokens.issue(speaker, parsedRoles(), now, Duration.ofHours(validHours)));
        return 0;
    }

    private static Configuration configuration() throws CommandFailedException {
        try {
            return Configuration.defaults().withEnvironment(System.getenv());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailedException(String.valueOf(wrong.getMessage()));
        }
    }

    private UserId speaker() {
        OptionalLong number = Decimal.parse(user);
        if (number.isEmpty() || !UserId.isPossible(number.getAsLong())) {
            throw new ParameterException(spec.commandLine(), "--user must be from 1 to 2^53 - 1, not " + user);
        }
        return new UserId(number.getAsLong());
    }

    private List<Role> parsedRoles() {
        List<Role> parsed = new ArrayList<>();
        for (String name : roles) {
            parsed.add(Role.ofClaim(name.strip())
                    .orElseThrow(
                            () -> new ParameterException(spec.commandLine(), "there is no role \"" + name + "\"")));
        }
        return parsed;
    }
}
