package keiba.domain.rule;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;

/**
 * Reads a rule book from the text of a file, and writes it as one. Each line holds one setting, {@code name = value}; empty lines and lines that begin with
 * {@code #} are ignored. {@code name} and {@code from} (the first day, {@code 2026-04-01}) are required, and {@code TYPE.payback} in per mille for each
 * bet type that is sold. A payback outside the band of its type is refused: it is a typing error, such as percent for per mille. Everything else has the values of {@link RuleBook#builder} and {@link BetTerms#of}:
 *
 * <ul>
 *   <li>{@code three-places-from}, {@code stake-unit}, {@code dividend-step}, {@code minimum-dividend} (yen), {@code deadline-minutes}:
 *       whole numbers; {@code plus10}: {@code yes} or {@code no}
 *   <li>{@code TYPE.from-entries}, {@code TYPE.premium} (per mille): whole numbers; {@code TYPE.payback-band}: {@code 700-800};
 *       {@code TYPE.cap}: odds such as {@code 999.9}; {@code TYPE.japanese-name}
 *   <li>{@code carry-over.payback} (per mille) and {@code carry-over.cap-per-10} (yen), both or neither; {@code carry-over.truncation}:
 *       {@code yes} or {@code no}
 * </ul>
 *
 * <p>Names have 1 to {@value #MAX_NAME} printable characters.
 */
public final class RuleBookText {
    /** The largest number of characters of a name. */
    public static final int MAX_NAME = 100;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1," + MAX_NAME + "}");
    /** The endings of the settings of a bet type that need its payback. */
    private static final List<String> OF_TYPE =
            List.of(".payback-band", ".from-entries", ".premium", ".cap", ".japanese-name");

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

    /**
     * Reads the text of a rule book. Every text has a result, and none throws an exception.
     *
     * @param text the text of a file, with any line ends
     * @return a {@link DatedBook}, or an {@link Invalid} that describes the first fault
     */
    public static Reading read(String text) {
        try {
            return new Settings(text).book();
        } catch (IllegalArgumentException e) {
            return new Invalid(String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@return the text of a rule book} It holds every setting, those with the usual value included, so that it means the same
     * book whatever becomes usual later. {@link #read} makes the same book of it, and equal books have equal texts.
     *
     * @param book the rule book to write
     * @param from the first day on which the book holds
     * @throws IllegalArgumentException if this book cannot be written as a text: {@link #read} would refuse its name, a name of a type, or a payback
     */
    public static String write(RuleBook book, LocalDate from) {
        StringBuilder text = new StringBuilder();
        put(text, "name", book.name());
        put(text, "from", from);
        put(text, "three-places-from", book.threePlacesFrom());
        put(text, "stake-unit", book.stakeUnit().value());
        put(text, "dividend-step", book.dividendStep().value());
        put(text, "minimum-dividend", book.minimumDividend().value());
        put(text, "plus10", yesOrNo(book.plus10()));
        put(text, "deadline-minutes", book.deadlineMinutes());
        book.carryOver().ifPresent(terms -> put(text, terms));
        book.terms().forEach((type, terms) -> put(text, type, terms));
        requireReadable(text.toString(), new DatedBook(book, from));
        return text.toString();
    }

    private static void put(StringBuilder text, CarryOverTerms terms) {
        put(text, "carry-over.payback", terms.payback().value());
        put(text, "carry-over.cap-per-10", terms.capPer10().value());
        put(text, "carry-over.truncation", yesOrNo(terms.truncationCarriedOver()));
    }

    private static void put(StringBuilder text, BetType type, BetTerms terms) {
        PaybackBand band = terms.paybackBand();
        put(text, type + ".payback", terms.payback().value());
        put(
                text,
                type + ".payback-band",
                band.floor().value() + "-" + band.ceiling().value());
        put(text, type + ".from-entries", terms.fromEntries());
        put(text, type + ".premium", terms.premium().value());
        put(text, type + ".cap", terms.cap());
        put(text, type + ".japanese-name", terms.japaneseName());
    }

    private static void put(StringBuilder text, String name, Object value) {
        text.append(name).append(" = ").append(value).append('\n');
    }

    private static String yesOrNo(boolean yes) {
        return yes ? "yes" : "no";
    }

    private static void requireReadable(String text, DatedBook meant) {
        switch (read(text)) {
            case Invalid invalid ->
                throw new IllegalArgumentException("this rule book cannot be written as a text: " + invalid.fault());
            case DatedBook read -> {
                if (!read.equals(meant)) {
                    throw new IllegalArgumentException(
                            "this rule book cannot be written as a text that is read back unchanged: " + meant);
                }
            }
        }
    }

    /**
     * One setting of the text.
     *
     * @param line the number of its line, counted from 1
     */
    private record Setting(int line, String name, String value) {
        IllegalArgumentException refused(String allowed) {
            return new IllegalArgumentException(
                    "line " + line + ": " + name + " must be " + allowed + ", not " + value);
        }

        String printable() {
            if (!NAME.matcher(value).matches()) {
                throw refused("1 to " + MAX_NAME + " printable characters");
            }
            return value;
        }

        /** Returns the result of the supplier. If the supplier throws, the line of this setting is added to the message. */
        <T> T made(Supplier<T> maker) {
            try {
                return maker.get();
            } catch (IllegalArgumentException refused) {
                throw new IllegalArgumentException("line " + line + ": " + refused.getMessage(), refused);
            }
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
            int floor = Integer.parseInt(band.group(1));
            int ceiling = Integer.parseInt(band.group(2));
            return made(() -> new PaybackBand(PerMille.of(floor), PerMille.of(ceiling)));
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
                throw new IllegalArgumentException(
                        "line " + line + ": a setting must be written as name = value, not as " + text);
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
            RuleBook.Builder book = RuleBook.builder(require("name").printable());
            set(book, "three-places-from", Setting::number, RuleBook.Builder::threePlacesFrom);
            set(book, "stake-unit", Setting::yen, RuleBook.Builder::stakeUnit);
            setStepAndMinimum(book);
            take("plus10").ifPresent(set -> book.plus10(set.yes()));
            set(book, "deadline-minutes", Setting::number, RuleBook.Builder::deadlineMinutes);
            take("carry-over.payback").ifPresent(set -> book.carryOver(carryOver(set.perMille())));
            for (BetType type : BetType.values()) {
                take(type + ".payback").ifPresent(set -> book.sell(type, terms(type, set)));
            }
            left.values().stream().findFirst().ifPresent(unknown -> {
                throw new IllegalArgumentException(
                        "line " + unknown.line() + ": " + unknown.name() + reason(unknown.name()));
            });
            return new DatedBook(book.build(), from);
        }

        /** Returns why a setting was not taken. */
        private static String reason(String name) {
            if (name.equals("carry-over.cap-per-10") || name.equals("carry-over.truncation")) {
                return " requires carry-over.payback";
            }
            return Arrays.stream(BetType.values())
                    .filter(type -> OF_TYPE.stream().anyMatch(of -> name.equals(type + of)))
                    .findFirst()
                    .map(type -> " requires " + type + ".payback")
                    .orElse(" is not a setting of a rule book");
        }

        /**
         * Takes a setting and applies it to the book. It is first applied to a book with usual settings, to find out whether the value itself
         * is refused: then the message names the line.
         */
        private <V> void set(
                RuleBook.Builder book,
                String name,
                Function<Setting, V> value,
                BiFunction<RuleBook.Builder, V, RuleBook.Builder> change) {
            take(name).ifPresent(set -> {
                V given = value.apply(set);
                set.made(() -> change.apply(usual(), given).build());
                RuleBook.Builder unused = change.apply(book, given);
            });
        }

        /** The minimum must be a multiple of the step, so that the two are checked together. */
        private void setStepAndMinimum(RuleBook.Builder book) {
            Optional<Setting> step = take("dividend-step");
            Optional<Setting> minimum = take("minimum-dividend");
            step.ifPresent(set -> {
                Yen given = set.yen();
                set.made(
                        () -> usual().dividendStep(given).minimumDividend(given).build());
                book.dividendStep(given);
            });
            minimum.ifPresent(set -> book.minimumDividend(set.yen()));
            minimum.or(() -> step)
                    .ifPresent(set -> set.made(() -> {
                        RuleBook.Builder both = usual();
                        step.map(Setting::yen).ifPresent(both::dividendStep);
                        minimum.map(Setting::yen).ifPresent(both::minimumDividend);
                        return both.build();
                    }));
        }

        private static RuleBook.Builder usual() {
            return RuleBook.builder("usual").sell(BetType.WIN, PerMille.of(800));
        }

        private CarryOverTerms carryOver(PerMille payback) {
            Setting cap = require("carry-over.cap-per-10");
            Yen capPer10 = cap.yen();
            boolean truncation = take("carry-over.truncation").map(Setting::yes).orElse(false);
            return cap.made(() -> new CarryOverTerms(payback, capPer10, truncation));
        }

        private BetTerms terms(BetType type, Setting payback) {
            BetTerms usual = BetTerms.of(type, payback.perMille());
            BetTerms terms = with(usual, type + ".payback-band", Setting::band, BetTerms::withPaybackBand);
            if (!terms.paybackBand().contains(terms.payback())) {
                throw payback.refused("in the band of " + terms.paybackBand());
            }
            terms = with(terms, type + ".from-entries", Setting::number, BetTerms::withFromEntries);
            terms = with(terms, type + ".premium", Setting::perMille, BetTerms::withPremium);
            terms = with(terms, type + ".cap", Setting::odds, BetTerms::withCap);
            return with(terms, type + ".japanese-name", Setting::printable, BetTerms::withJapaneseName);
        }

        private <V> BetTerms with(
                BetTerms terms, String name, Function<Setting, V> value, BiFunction<BetTerms, V, BetTerms> change) {
            return take(name)
                    .map(set -> {
                        V given = value.apply(set);
                        return set.made(() -> change.apply(terms, given));
                    })
                    .orElse(terms);
        }
    }
}
