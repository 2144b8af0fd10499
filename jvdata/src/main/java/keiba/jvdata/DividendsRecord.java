package keiba.jvdata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RefundedNumbers;

/**
 * The published dividends of a race (払戻): a record HR.
 *
 * <p>Source: JV-Data specification 4.9.0, record HR, as public programs that read it show it.
 *
 * @param header the race, and the stage of the sale or of the result that the record describes
 * @param dividends by bet type; the eight types that JRA sells
 * @param refunded the horses and brackets whose stakes are refunded
 */
public record DividendsRecord(
        RaceHeader header, Map<BetType, DividendsRecord.TypeDividends> dividends, RefundedNumbers refunded)
        implements JvData {
    static final String TYPE = "HR";
    static final int LENGTH = 719;

    private static final int DECLARED = 28;
    private static final int FAILED = 32;
    private static final int SPECIAL = 41;
    private static final int REFUNDED = 50;
    private static final int REFUNDED_HORSES = 59;

    private static final List<Entries> TABLES = List.of(
            new Entries(BetType.WIN, 103, 3, 1, 9, 2),
            new Entries(BetType.PLACE, 142, 5, 1, 9, 2),
            new Entries(BetType.BRACKET_QUINELLA, 207, 3, 1, 9, 2),
            new Entries(BetType.QUINELLA, 246, 3, 1, 9, 3),
            new Entries(BetType.WIDE, 294, 7, 1, 9, 3),
            // 406 to 453 are reserved, and so is the sixth of each group of flags.
            new Entries(BetType.EXACTA, 454, 6, 1, 9, 3),
            new Entries(BetType.TRIO, 550, 3, 1, 9, 3),
            new Entries(BetType.TRIFECTA, 604, 6, 1, 9, 4));

    /**
     * Creates a record.
     *
     * @throws IllegalArgumentException if a bet type is the key of the dividends of another
     */
    public DividendsRecord {
        dividends = ByType.copy("dividends", dividends, TypeDividends::type);
    }

    static DividendsRecord of(JvRecord record) {
        record.requireLength(LENGTH);
        RaceHeader header = RaceHeader.of(record, DataKind.ofDividends(record), DECLARED);
        Map<BetType, TypeDividends> dividends = new EnumMap<>(BetType.class);
        for (Entries table : TABLES) {
            dividends.put(table.type(), ofType(record, table));
        }
        return new DividendsRecord(header, dividends, Refunds.of(record, REFUNDED_HORSES));
    }

    private static TypeDividends ofType(JvRecord record, Entries table) {
        BetType type = table.type();
        int flag = flag(type);
        boolean failed = record.flag("failure of " + type, FAILED + flag);
        boolean special = record.flag("special dividend of " + type, SPECIAL + flag);
        List<DividendLine> lines = new ArrayList<>();
        Optional<Yen> toAll = Optional.empty();
        for (Entries.Entry entry : table.of(record)) {
            Yen amount = Yen.of(entry.amount("dividend"));
            if (entry.combination().isPresent()) {
                lines.add(line(entry, amount));
            } else if (!amount.isZero()) {
                if (!(failed || special) || !toAll.orElse(amount).equals(amount)) {
                    throw entry.invalidCombination(
                            "a combination; only one amount for all stakes of a type that failed or has a special dividend"
                                    + " has none");
                }
                toAll = Optional.of(amount);
            }
        }
        return new TypeDividends(
                type, failed, special, record.flag("refund of " + type, REFUNDED + flag), toAll, lines);
    }

    private static DividendLine line(Entries.Entry entry, Yen amount) {
        if (amount.isZero()) {
            throw entry.invalidCombination("followed by a dividend of more than 0 yen");
        }
        return new DividendLine(entry.requiredCombination(), amount, entry.popularity());
    }

    /** Returns the place of a type among the flags, from 0. */
    private static int flag(BetType type) {
        return switch (type) {
            case WIN -> 0;
            case PLACE -> 1;
            case BRACKET_QUINELLA -> 2;
            case QUINELLA -> 3;
            case WIDE -> 4;
            case EXACTA -> 6;
            case TRIO -> 7;
            case TRIFECTA -> 8;
            case BRACKET_EXACTA -> throw new IllegalArgumentException("a record HR has no flags of " + type);
        };
    }

    /**
     * Returns the dividends of a bet type.
     *
     * @param type the bet type
     * @return its dividends
     * @throws IllegalArgumentException if the record has none of this type
     */
    public TypeDividends of(BetType type) {
        return ByType.find("dividends", dividends, type);
    }

    /**
     * The dividends of one bet type.
     *
     * @param type the bet type
     * @param failed whether the type did not come about (不成立), so that its stakes are refunded
     * @param special whether no ticket won, so that all live tickets are paid the same special dividend (特払)
     * @param refunds whether stakes of this type are refunded (返還)
     * @param toAll the amount that every live stake of 100 yen is paid where the type failed or its dividend is special; empty otherwise
     * @param lines one for each winning combination, in the order of the record; empty for a type that was not sold
     */
    public record TypeDividends(
            BetType type,
            boolean failed,
            boolean special,
            boolean refunds,
            Optional<Yen> toAll,
            List<DividendLine> lines) {

        /**
         * Creates the dividends.
         *
         * @throws IllegalArgumentException if a line is of another type, or there is an amount for all stakes that is not above 0, or
         *     one of a type that neither failed nor has a special dividend
         */
        public TypeDividends {
            lines = ByType.lines("dividends", type, lines, DividendLine::combination);
            toAll.ifPresent(amount -> {
                if (!failed && !special) {
                    throw new IllegalArgumentException(
                            type + " must have failed or have a special dividend to pay " + amount + " to all stakes");
                }
                if (amount.compareTo(Yen.ZERO) <= 0) {
                    throw new IllegalArgumentException(
                            "the amount that " + type + " pays to all stakes must be more than 0 yen, not " + amount);
                }
            });
        }

        /** {@return the dividends for a stake of 100 yen by winning combination, in numeric order} */
        public Map<Combination, Yen> per100() {
            Map<Combination, Yen> dividends = new TreeMap<>();
            lines.forEach(line -> dividends.put(line.combination(), line.per100()));
            return Collections.unmodifiableMap(dividends);
        }

        /**
         * Compares what is published with what the domain computes from the stakes. Every combination that has live stakes or a published
         * dividend is compared. A special dividend is published once and computed for every combination.
         *
         * @param settled the settlement of the same bet type of the same race
         * @return the combinations with different dividends, in numeric order; empty if all are equal
         * @throws IllegalArgumentException if the settlement is of another type
         */
        public List<Difference> differencesFrom(PoolSettlement settled) {
            if (settled.type() != type) {
                throw new IllegalArgumentException(
                        "dividends of " + type + " cannot be compared with a settlement of " + settled.type());
            }
            Map<Combination, Yen> published = per100();
            Map<Combination, Yen> computed = computed(settled);
            Yen otherwise = special && lines.isEmpty() ? toAll.orElse(Yen.ZERO) : Yen.ZERO;
            Set<Combination> all = new TreeSet<>(published.keySet());
            all.addAll(computed.keySet());
            return all.stream()
                    .map(each -> new Difference(
                            each, published.getOrDefault(each, otherwise), computed.getOrDefault(each, Yen.ZERO)))
                    .filter(each -> !each.published().equals(each.computed()))
                    .toList();
        }

        private static Map<Combination, Yen> computed(PoolSettlement settled) {
            Map<Combination, Yen> computed = new TreeMap<>();
            for (int index = 0; index < settled.pool().numbering().count(); index++) {
                if (settled.pool().units(index) > 0) {
                    computed.put(settled.pool().numbering().combination(index), settled.per100(index));
                }
            }
            return computed;
        }
    }

    /**
     * The dividend of one winning combination.
     *
     * @param combination the combination
     * @param per100 the payout of a stake of 100 yen, more than 0
     * @param popularity the rank of the combination by its stakes, 1 for the most popular; empty where the record has none
     */
    public record DividendLine(Combination combination, Yen per100, OptionalInt popularity) {

        /**
         * Creates a line.
         *
         * @throws IllegalArgumentException if the payout is not above 0, or the rank is below 1
         */
        public DividendLine {
            if (per100.compareTo(Yen.ZERO) <= 0) {
                throw new IllegalArgumentException(
                        "the dividend of " + combination + " must be more than 0 yen, not " + per100);
            }
            Validity.requireRank(popularity);
        }
    }

    /**
     * A dividend that is published with another amount than computed.
     *
     * @param combination the combination
     * @param published the published payout of a stake of 100 yen; 0 for a combination that is not published as a winner
     * @param computed the payout that the domain computes; 0 for a combination that does not win, or has no live stakes
     */
    public record Difference(Combination combination, Yen published, Yen computed) {}
}
