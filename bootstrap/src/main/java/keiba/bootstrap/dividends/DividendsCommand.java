package keiba.bootstrap.dividends;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.RuleFiles;
import keiba.domain.rule.RuleBookRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prices and settles the races of a file, one after the other. */
@Command(
        name = "dividends",
        description = {
            "Odds, dividends and refunds of races from their stakes and results.",
            "Reads a sequence of JSON objects, one race each, and prints one line of JSON per race. docs/dividends.md describes both."
        })
public final class DividendsCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final InputStream in;
    private final OutputStream out;

    @Parameters(paramLabel = "FILE", description = "the races; - reads standard input")
    private String file = STANDARD_INPUT;

    @Option(
            names = "--rules-file",
            paramLabel = "FILE",
            description = "An own rule book, which \"rules\" can name; may be given several times."
                    + " docs/rule-books.md describes its format.")
    private List<Path> ruleFiles = List.of();

    /**
     * @param in read when the file is {@code -}
     * @param out where the answers go; must report when their reader is gone
     */
    public DividendsCommand(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws CommandFailedException {
        RuleBookRegistry ruleBooks = ruleBooks();
        if (file.equals(STANDARD_INPUT)) {
            return answer(in, ruleBooks); // not ours to close
        }
        try (InputStream races = open()) {
            return answer(races, ruleBooks);
        } catch (IOException failure) {
            throw unreadable(reason(failure));
        }
    }

    private RuleBookRegistry ruleBooks() throws CommandFailedException {
        try {
            return RuleFiles.of(ruleFiles);
        } catch (IllegalArgumentException faulty) {
            throw new CommandFailedException(String.valueOf(faulty.getMessage()));
        }
    }

    private int answer(InputStream races, RuleBookRegistry ruleBooks) throws CommandFailedException {
        try {
            return answer(new RaceReader(races), new RaceWriter(out), ruleBooks);
        } catch (IOException failure) {
            throw unreadable(reason(failure));
        }
    }

    private int answer(RaceReader races, RaceWriter answers, RuleBookRegistry ruleBooks)
            throws IOException, CommandFailedException {
        try {
            Optional<RaceRequest> race = races.next();
            while (race.isPresent()) {
                if (!write(answers, RacePricing.price(race.get(), ruleBooks))) {
                    return ExitCode.SOFTWARE;
                }
                race = races.next();
            }
            return ExitCode.OK;
        } catch (BadRaceException bad) {
            throw new CommandFailedException(races.where() + ": " + bad.getMessage());
        }
    }

    /** False when the reader of the answers is gone, as in {@code keiba dividends - | head}, which is no error. */
    private static boolean write(RaceWriter answers, PricedRace race) throws CommandFailedException {
        try {
            answers.write(race);
            return true;
        } catch (IOException failure) {
            String reason = reason(failure);
            if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
                return false;
            }
            throw new CommandFailedException("cannot write the results: " + reason);
        }
    }

    private InputStream open() throws CommandFailedException {
        if (file.isBlank()) {
            throw new CommandFailedException("cannot read \"" + file + "\": the name of the file is blank");
        }
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw unreadable("it is a directory");
            }
            return Files.newInputStream(path);
        } catch (NoSuchFileException failure) {
            throw unreadable("no such file");
        } catch (AccessDeniedException failure) {
            throw unreadable("permission denied");
        } catch (InvalidPathException failure) {
            throw unreadable("the name is not a valid file name");
        } catch (IOException failure) {
            throw unreadable(reason(failure));
        }
    }

    private CommandFailedException unreadable(String reason) {
        return new CommandFailedException(
                "cannot read " + (file.equals(STANDARD_INPUT) ? "standard input" : file) + ": " + reason);
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message != null ? message : failure.toString();
    }
}
