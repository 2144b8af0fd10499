package keiba.domain.rule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;

/**
 * The rule books that are known, by name and date.
 *
 * <p>JRA's begins on 2014-06-07, the day of its present rates; older formulas are not here. The NAR organisers' books carry the rates
 * they publish today, for every day from then on: the dates of their own revisions are not confirmed. Source: rules A.1, A.9.
 */
public final class RuleBooks {
    /** The first day of the present formula and rates. */
    public static final LocalDate FIRST_DAY = LocalDate.of(2014, 6, 7);

    /**
     * The rates the law allows, the same for every type and organiser. Source: Horse Racing Act art. 8(1) for the floor; the minister's
     * ceiling as reported by Sponichi, 2014-03-01 (rules A.1).
     */
    private static final PaybackBand LEGAL_BAND = new PaybackBand(PerMille.of(700), PerMille.of(800));

    /** The Japan Racing Association, ordinary days. */
    public static final RuleBook JRA = jra();

    /** What NAR organisers have in common: the base rates, bracket exacta, no Plus10. */
    public static final RuleBook NAR = nar("NAR");

    private static final LocalDate ULTRA_PREMIUM_DAY = LocalDate.of(2024, 9, 16);

    private static final Map<String, NavigableMap<LocalDate, RuleBook>> BY_NAME = register();

    private RuleBooks() {}

    /** The names of the rule books: {@code "JRA"}, {@code "NAR"}, then NAR's organisers. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** The present rule book of a name; empty for an unknown one. */
    public static Optional<RuleBook> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name))
                .map(book -> book.lastEntry().getValue());
    }

    /** The rule book of a name on a day; empty for an unknown name, and for days before the first of its book. */
    public static Optional<RuleBook> find(String name, LocalDate day) {
        return Optional.ofNullable(BY_NAME.get(name))
                .map(book -> book.floorEntry(day))
                .map(Map.Entry::getValue);
    }

    private static Map<String, NavigableMap<LocalDate, RuleBook>> register() {
        Map<String, NavigableMap<LocalDate, RuleBook>> books = new LinkedHashMap<>();
        NavigableMap<LocalDate, RuleBook> jra = new TreeMap<>();
        jra.put(FIRST_DAY, JRA);
        jra.put(ULTRA_PREMIUM_DAY, ultraPremium());
        jra.put(ULTRA_PREMIUM_DAY.plusDays(1), JRA);
        books.put(JRA.name(), jra);
        for (RuleBook book : narBooks()) {
            books.put(book.name(), new TreeMap<>(Map.of(FIRST_DAY, book)));
        }
        return Collections.unmodifiableMap(books);
    }

    private static RuleBook jra() {
        Map<BetType, BetTerms> terms = new EnumMap<>(BetType.class);
        terms.put(BetType.WIN, terms(BetType.WIN, 800));
        terms.put(BetType.PLACE, terms(BetType.PLACE, 800));
        terms.put(BetType.BRACKET_QUINELLA, terms(BetType.BRACKET_QUINELLA, 775));
        terms.put(BetType.QUINELLA, terms(BetType.QUINELLA, 775));
        terms.put(BetType.WIDE, terms(BetType.WIDE, 775));
        terms.put(BetType.EXACTA, terms(BetType.EXACTA, 750));
        terms.put(BetType.TRIO, terms(BetType.TRIO, 750));
        terms.put(BetType.TRIFECTA, terms(BetType.TRIFECTA, 725));
        return new RuleBook(
                "JRA",
                terms,
                8,
                Yen.of(100),
                Yen.of(10),
                Yen.of(100),
                true,
                1,
                Optional.of(new CarryOverTerms(PerMille.of(700), Yen.of(60_000_000), false)));
    }

    /** ウルトラプレミアム, the day of JRA's 70th anniversary: R of 80 % and 5 % on top, for every type. Source: rules A.2. */
    private static RuleBook ultraPremium() {
        return withEveryTerms(
                JRA, JRA.name(), terms -> terms.withPayback(PerMille.of(800)).withPremium(BetTerms.MAX_PREMIUM));
    }

    private static RuleBook nar(String name) {
        Map<BetType, BetTerms> terms = new EnumMap<>(BetType.class);
        for (BetType type : BetType.values()) {
            terms.put(type, terms(type, narPayback(type)).withName(narName(type)));
        }
        return new RuleBook(name, terms, 8, Yen.of(100), Yen.of(10), Yen.of(100), false, 2, Optional.empty());
    }

    private static List<RuleBook> narBooks() {
        List<RuleBook> books = new ArrayList<>();
        books.add(NAR);
        for (String organiser : List.of("OI", "KAWASAKI", "FUNABASHI", "URAWA", "KANAZAWA")) {
            books.add(nar("NAR-" + organiser));
        }
        for (String organiser : List.of("MORIOKA", "MIZUSAWA", "KASAMATSU", "NAGOYA", "KOCHI", "BANEI")) {
            books.add(withoutBracketExacta("NAR-" + organiser));
        }
        books.add(withoutBracketExacta("NAR-SAGA").withPayback(BetType.TRIO, PerMille.of(750)));
        books.add(withoutBracketExacta("NAR-HOKKAIDO")
                .withPayback(BetType.WIDE, PerMille.of(800))
                .withPayback(BetType.TRIO, PerMille.of(700))
                .withPayback(BetType.TRIFECTA, PerMille.of(700)));
        books.add(withoutBracketExacta("NAR-HYOGO")); // rates not confirmed: the base until they are
        return books;
    }

    private static RuleBook withoutBracketExacta(String name) {
        Map<BetType, BetTerms> terms = new EnumMap<>(NAR.terms());
        terms.remove(BetType.BRACKET_EXACTA);
        return NAR.withTerms(name, terms);
    }

    private static RuleBook withEveryTerms(RuleBook book, String name, UnaryOperator<BetTerms> change) {
        Map<BetType, BetTerms> changed = new EnumMap<>(book.terms());
        changed.replaceAll((type, terms) -> change.apply(terms));
        return book.withTerms(name, changed);
    }

    private static BetTerms terms(BetType type, int paybackPerMille) {
        return new BetTerms(
                fromEntries(type),
                PerMille.of(paybackPerMille),
                LEGAL_BAND,
                PerMille.ZERO,
                cap(type),
                type.japaneseName());
    }

    private static int fromEntries(BetType type) {
        return switch (type) {
            case WIN -> 2;
            case QUINELLA, EXACTA -> 3;
            case WIDE, TRIO, TRIFECTA -> 4;
            case PLACE -> 5;
            case BRACKET_QUINELLA, BRACKET_EXACTA -> 9;
        };
    }

    private static int narPayback(BetType type) {
        return switch (type) {
            case WIN, PLACE -> 800;
            case BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, BRACKET_EXACTA -> 750;
            case TRIO, TRIFECTA -> 725;
        };
    }

    private static Odds cap(BetType type) {
        return switch (type) {
            case WIN, PLACE -> Odds.ofTenths(9_999);
            case BRACKET_QUINELLA, WIDE, BRACKET_EXACTA -> Odds.ofTenths(99_999);
            case QUINELLA, EXACTA, TRIO -> Odds.ofTenths(999_999);
            case TRIFECTA -> Odds.ofTenths(9_999_999);
        };
    }

    /** NAR's short names where they differ from JRA's: 枠複 and 馬複. */
    private static String narName(BetType type) {
        return switch (type) {
            case BRACKET_QUINELLA -> "枠複";
            case QUINELLA -> "馬複";
            case WIN, PLACE, WIDE, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA -> type.japaneseName();
        };
    }
}
