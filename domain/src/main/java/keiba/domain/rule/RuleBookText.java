package keiba.domain.rule;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;

/**
 * Reads a rule book from the text of a file. Each line holds one setting, {@code name = value}; empty lines and lines that begin with
 * {@code #} are ignored. {@code name} and {@code from} (the first day, {@code 2026-04-01}) are required, and {@code TYPE.payback} in per mille for each
 * bet type that is sold. Everything else has the values of {@link RuleBook#builder} and {@link BetTerms#of}:
 *
 * <ul>
 *   <li>{@code three-places-from}, {@code stake-unit}, {@code dividend-step}, {@code minimum-dividend} (yen), {@code deadline-minutes}:
 *       whole numbers; {@code plus10}: {@code yes} or {@code no}
 *   <li>{@code TYPE.from-entries}, {@code TYPE.premium} (per mille): whole numbers; {@code TYPE.payback-band}: {@code 700-800};
 *       {@code TYPE.cap}: odds such as {@code 999.9}; {@code TYPE.japanese-name}
 *   <li>{@code carry-over.payback} (per mille) and {@code carry-over.cap-per-10} (yen), both or neither; {@code carry-over.truncation}:
 *       {@code yes} or {@code no}
 * </ul>
 */
public final class RuleBookText {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,15}");
    private static final Pattern DAY = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern BAND = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

    private RuleBookText() {}

    /** The result of reading a text: a rule book, or a description of the first fault. */
    public sealed interface Reading {}

    /**
     * A rule book.
     *
     * @param book the book
     * @param from the first day on which it holds
     */
    public record DatedBook(RuleBook book, LocalDate from) implements Reading {}

    /**
     * The text is not that of a rule book.
     *
     * @param fault describes the fault: the line, the setting, its value and the allowed values
     */
    public record Invalid(String fault) implements Reading {}

    /** Reads the text of a rule book. Any text has an answer; none throws. */
    public static Reading read(String text) {
        try {
            return new Settings(text).book();
        } catch (IllegalArgumentException e) {
            return new Invalid(String.valueOf(e.getMessage()));
        }
    }

    /**
     * One setting of the text.
     *
     * @param line the number of its line, counted from 1
     */
    private record Setting(int line, String name, String value) {
        IllegalArgumentException refused(String allowed) {
            return new IllegalArgumentException("line " + line + ": " + name + " is " + allowed + ": " + value);
        }

        Yen yen() {
            return Yen.of(number("a whole number of yen"));
        }

        int number() {
            long number = number("a whole number");
            if (number > Integer.MAX_VALUE) {
                throw refused("a whole number up to " + Integer.MAX_VALUE);
            }
            return (int) number;
        }

        private long number(String allowed) {
            if (!WHOLE_NUMBER.matcher(value).matches()) {
                throw refused(allowed);
            }
            return Long.parseLong(value);
        }

        PerMille perMille() {
            long rate = number("a rate of 0 to 1000 per mille");
            if (rate > 1000) {
                throw refused("a rate of 0 to 1000 per mille");
            }
            return PerMille.of((int) rate);
        }

        boolean yes() {
            return switch (value) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw refused("yes or no");
            };
        }

        LocalDate day() {
            Matcher day = DAY.matcher(value);
            if (!day.matches()) {
                throw refused("a day such as 2026-04-01");
            }
            try {
                return LocalDate.of(
                        Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)));
            } catch (DateTimeException e) {
                throw refused("a day that exists");
            }
        }

        PaybackBand band() {
            Matcher band = BAND.matcher(value);
            if (!band.matches()) {
                throw refused("two rates in per mille such as 700-800");
            }
            return new PaybackBand(
                    PerMille.of(Integer.parseInt(band.group(1))), PerMille.of(Integer.parseInt(band.group(2))));
        }

        Odds odds() {
            return Odds.parse(value).orElseThrow(() -> refused("odds with one decimal such as 999.9"));
        }
    }

    /** The settings of a text that have not been taken yet. */
    private static final class Settings {
        private final Map<String, Setting> left = new TreeMap<>();

        Settings(String text) {
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                String stripped = line.strip();
                if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                    add(number, stripped);
                }
            }
        }

        private void add(int line, String text) {
            int equals = text.indexOf('=');
            if (equals < 1 || text.substring(equals + 1).isBlank()) {
                throw new IllegalArgumentException("line " + line + ": a setting is name = value: " + text);
            }
            String name = text.substring(0, equals).strip();
            Setting before = left.put(
                    name, new Setting(line, name, text.substring(equals + 1).strip()));
            if (before != null) {
                throw new IllegalArgumentException(
                        "line " + line + ": " + name + " is already set in line " + before.line());
            }
        }

        private Optional<Setting> take(String name) {
            return Optional.ofNullable(left.remove(name));
        }

        private Setting require(String name) {
            return take(name).orElseThrow(() -> new IllegalArgumentException("the setting " + name + " is missing"));
        }

        DatedBook book() {
            LocalDate from = require("from").day();
            RuleBook.Builder book = RuleBook.builder(require("name").value());
            take("three-places-from").ifPresent(set -> book.threePlacesFrom(set.number()));
            take("stake-unit").ifPresent(set -> book.stakeUnit(set.yen()));
            take("dividend-step").ifPresent(set -> book.dividendStep(set.yen()));
            take("minimum-dividend").ifPresent(set -> book.minimumDividend(set.yen()));
            take("plus10").ifPresent(set -> book.plus10(set.yes()));
            take("deadline-minutes").ifPresent(set -> book.deadlineMinutes(set.number()));
            take("carry-over.payback").ifPresent(set -> book.carryOver(carryOver(set.perMille())));
            for (BetType type : BetType.values()) {
                take(type + ".payback").ifPresent(set -> book.sell(type, terms(type, set.perMille())));
            }
            left.values().stream().findFirst().ifPresent(unknown -> {
                throw new IllegalArgumentException("line " + unknown.line() + ": " + unknown.name()
                        + " is no setting of a rule book, or needs a payback that is not set");
            });
            return new DatedBook(book.build(), from);
        }

        private CarryOverTerms carryOver(PerMille payback) {
            return new CarryOverTerms(
                    payback,
                    require("carry-over.cap-per-10").yen(),
                    take("carry-over.truncation").map(Setting::yes).orElse(false));
        }

        private BetTerms terms(BetType type, PerMille payback) {
            BetTerms usual = BetTerms.of(type, payback);
            return new BetTerms(
                    take(type + ".from-entries").map(Setting::number).orElse(usual.fromEntries()),
                    payback,
                    take(type + ".payback-band").map(Setting::band).orElse(usual.paybackBand()),
                    take(type + ".premium").map(Setting::perMille).orElse(usual.premium()),
                    take(type + ".cap").map(Setting::odds).orElse(usual.cap()),
                    take(type + ".japanese-name").map(Setting::value).orElse(usual.japaneseName()));
        }
    }
}
