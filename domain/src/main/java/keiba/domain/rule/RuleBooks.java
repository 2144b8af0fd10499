package keiba.domain.rule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keiba.domain.bet.BetType;
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

    /** The Japan Racing Association, ordinary days. */
    public static final RuleBook JRA = jra();

    /** What NAR organisers have in common: the base rates, bracket exacta, no Plus10. */
    public static final RuleBook NAR = nar("NAR");

    private static final LocalDate ULTRA_PREMIUM_DAY = LocalDate.of(2024, 9, 16);

    private static final RuleBookRegistry REGISTRY = register();

    private RuleBooks() {}

    /** {@return the registry of these rule books; {@link RuleBookRegistry#with} adds a custom rule book to it} */
    public static RuleBookRegistry registry() {
        return REGISTRY;
    }

    /** {@return the names of the rule books: {@code "JRA"}, {@code "NAR"}, then NAR's organisers} */
    public static Set<String> names() {
        return REGISTRY.names();
    }

    /**
     * {@return the present rule book of a name; empty for an unknown one}
     *
     * @param name the name of the rule book
     */
    public static Optional<RuleBook> find(String name) {
        return REGISTRY.find(name);
    }

    /**
     * {@return the rule book of a name on a day; empty for an unknown name, and for days before the first of its book}
     *
     * @param name the name of the rule book
     * @param day the day of the race
     */
    public static Optional<RuleBook> find(String name, LocalDate day) {
        return REGISTRY.find(name, day);
    }

    private static RuleBookRegistry register() {
        RuleBookRegistry books = RuleBookRegistry.EMPTY
                .with(JRA, FIRST_DAY)
                .with(ultraPremium(), ULTRA_PREMIUM_DAY)
                .with(JRA, ULTRA_PREMIUM_DAY.plusDays(1));
        for (RuleBook book : narBooks()) {
            books = books.with(book, FIRST_DAY);
        }
        return books;
    }

    private static RuleBook jra() {
        return RuleBook.builder("JRA")
                .sell(BetType.WIN, PerMille.of(800))
                .sell(BetType.PLACE, PerMille.of(800))
                .sell(BetType.BRACKET_QUINELLA, PerMille.of(775))
                .sell(BetType.QUINELLA, PerMille.of(775))
                .sell(BetType.WIDE, PerMille.of(775))
                .sell(BetType.EXACTA, PerMille.of(750))
                .sell(BetType.TRIO, PerMille.of(750))
                .sell(BetType.TRIFECTA, PerMille.of(725))
                .plus10(true)
                .deadlineMinutes(1)
                .carryOver(new CarryOverTerms(PerMille.of(700), Yen.of(60_000_000), false))
                .build();
    }

    /** ウルトラプレミアム, the day of JRA's 70th anniversary: R of 80 % and 5 % on top, for every type. Source: rules A.2. */
    private static RuleBook ultraPremium() {
        RuleBook.Builder ultra = JRA.toBuilder(JRA.name());
        JRA.terms()
                .forEach((type, terms) ->
                        ultra.sell(type, terms.withPayback(PerMille.of(800)).withPremium(BetTerms.MAX_PREMIUM)));
        return ultra.build();
    }

    private static RuleBook nar(String name) {
        RuleBook.Builder book = RuleBook.builder(name);
        for (BetType type : BetType.values()) {
            book.sell(type, BetTerms.of(type, narPayback(type)).withJapaneseName(narName(type)));
        }
        return book.build();
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
        return NAR.toBuilder(name).doNotSell(BetType.BRACKET_EXACTA).build();
    }

    private static PerMille narPayback(BetType type) {
        return switch (type) {
            case WIN, PLACE -> PerMille.of(800);
            case BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, BRACKET_EXACTA -> PerMille.of(750);
            case TRIO, TRIFECTA -> PerMille.of(725);
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
