package keiba.jvdata;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBook;
import keiba.domain.settlement.RefundedNumbers;

/**
 * The votes (票数) of a race, from which its pools are made: a record H1, which has every bet type of JRA but TRIFECTA, or a record H6,
 * which has TRIFECTA alone. A vote is a stake of 100 yen; this class gives every amount in yen.
 *
 * <p>Source: JV-Data specification 4.9.0, records H1 and H6, as public programs that read them show it.
 *
 * @param header the race, and the stage of the sale or of the result that the record describes
 * @param votes by bet type
 * @param refunded the horses and brackets whose stakes are refunded; a record H6 has no brackets
 * @param placesPaid the number of places that PLACE pays, 2 or 3; empty where it is not sold, and in a record H6
 */
public record VotesRecord(
        RaceHeader header, Map<BetType, VotesRecord.TypeVotes> votes, RefundedNumbers refunded, OptionalInt placesPaid)
        implements JvData {
    static final String TYPE = "H1";
    static final String TYPE_OF_TRIFECTA = "H6";

    private static final int DECLARED = 28;
    private static final int SALE = 32;
    private static final int TOTAL_LENGTH = 11;

    private static final int LENGTH = 28_955;
    private static final int PLACES_PAID = 39;
    private static final int REFUNDED = 40;
    private static final List<Entries> TABLES = List.of(
            new Entries(BetType.WIN, 84, 28, 1, 11, 2),
            new Entries(BetType.PLACE, 504, 28, 1, 11, 2),
            new Entries(BetType.BRACKET_QUINELLA, 924, 36, 1, 11, 2),
            new Entries(BetType.QUINELLA, 1_464, 153, 1, 11, 3),
            new Entries(BetType.WIDE, 4_218, 153, 1, 11, 3),
            new Entries(BetType.EXACTA, 6_972, 306, 1, 11, 3),
            new Entries(BetType.TRIO, 12_480, 816, 1, 11, 3));

    private static final int LENGTH_OF_TRIFECTA = 102_890;
    private static final int REFUNDED_OF_TRIFECTA = 33;
    private static final int HORSES_OF_TRIFECTA = 18;
    private static final List<Entries> TABLES_OF_TRIFECTA = List.of(new Entries(BetType.TRIFECTA, 51, 4_896, 1, 11, 4));

    /**
     * Creates a record.
     *
     * @throws IllegalArgumentException if a bet type is the key of the votes of another, or the places paid are not 2 or 3
     */
    public VotesRecord {
        Validity.requirePlacesPaid(placesPaid);
        votes = ByType.copy("votes", votes, TypeVotes::type);
    }

    static VotesRecord of(JvRecord record) {
        boolean trifecta = record.type().equals(TYPE_OF_TRIFECTA);
        record.requireLength(trifecta ? LENGTH_OF_TRIFECTA : LENGTH);
        RaceHeader header = RaceHeader.of(record, DataKind.ofVotes(record), DECLARED);
        return trifecta
                ? new VotesRecord(
                        header,
                        votes(record, TABLES_OF_TRIFECTA),
                        new RefundedNumbers(
                                Refunds.horses(record, REFUNDED_OF_TRIFECTA, HORSES_OF_TRIFECTA), List.of(), List.of()),
                        OptionalInt.empty())
                : new VotesRecord(
                        header,
                        votes(record, TABLES),
                        Refunds.of(record, REFUNDED),
                        SaleState.placesPaid(record, PLACES_PAID));
    }

    /** Reads the tables of a record; the totals follow the last table, first all that were sold, then all that are refunded. */
    private static Map<BetType, TypeVotes> votes(JvRecord record, List<Entries> tables) {
        Map<BetType, TypeVotes> votes = new EnumMap<>(BetType.class);
        int totals = tables.getLast().end();
        for (int at = 0; at < tables.size(); at++) {
            Entries table = tables.get(at);
            votes.put(
                    table.type(),
                    new TypeVotes(
                            table.type(),
                            SaleState.of(record, table.type().name(), SALE + at),
                            lines(record, table),
                            yen(record.numberOrBlank(
                                    "total of " + table.type(), totals + at * TOTAL_LENGTH, TOTAL_LENGTH)),
                            yen(record.numberOrBlank(
                                    "refunded total of " + table.type(),
                                    totals + (tables.size() + at) * TOTAL_LENGTH,
                                    TOTAL_LENGTH))));
        }
        return votes;
    }

    private static List<VotesLine> lines(JvRecord record, Entries table) {
        List<VotesLine> lines = new ArrayList<>();
        for (Entries.Entry entry : table.of(record)) {
            long votes = entry.amount("votes");
            if (votes == 0 && (entry.combination().isEmpty() || entry.isAmountBlank())) {
                continue;
            }
            lines.add(new VotesLine(
                    entry.requiredCombination(), yen(votes), entry.stateOfPopularity(), entry.popularity()));
        }
        return lines;
    }

    /** A field of votes has 11 digits, so that its amount in yen is far from the limit of 64 bits. */
    static Yen yen(long votes) {
        return Pool.UNIT.times(votes);
    }

    /**
     * Returns the votes of a bet type.
     *
     * @param type the bet type
     * @return its votes
     * @throws IllegalArgumentException if the record has none of this type
     */
    public TypeVotes of(BetType type) {
        return ByType.find("votes", votes, type);
    }

    /**
     * Returns the pool of a bet type, with all stakes that were sold, also those that are refunded.
     *
     * @param type the bet type
     * @return a new pool
     * @throws IllegalArgumentException if the record has no votes of this type
     * @throws JvDataException if the domain does not know such a pool: the field is too large for it or too small, a horse number is beyond
     *     the declared horses, or the stakes exceed {@link Pool#MAX_TOTAL}
     */
    public Pool pool(BetType type) {
        TypeVotes ofType = of(type);
        Map<Combination, Yen> stakes = new TreeMap<>();
        ofType.lines().forEach(line -> stakes.put(line.combination(), line.stake()));
        try {
            return Pool.of(Numbering.of(type, header.declared()), stakes);
        } catch (IllegalArgumentException refused) {
            throw new JvDataException(
                    "the votes of " + type + " in race " + header.race() + " cannot be made into a pool: "
                            + refused.getMessage(),
                    refused);
        }
    }

    /**
     * Returns the race as a market: the declared horses in the standard brackets, those that were withdrawn before the sale, and those
     * that were scratched later, so that their stakes are refunded.
     *
     * @param rules the rule book under which the race was sold
     * @return the market, with which {@link #pool} is priced and settled
     * @throws JvDataException if the domain does not know such a market: the field is too large for it or too small, or a horse is refunded
     *     that was never sold
     */
    public Market market(RuleBook rules) {
        try {
            return Market.open(rules, Field.of(header.declared()).withdraw(withdrawn()))
                    .scratch(refunded.horses());
        } catch (IllegalArgumentException refused) {
            throw new JvDataException(
                    "the votes of race " + header.race() + " cannot be made into a market: " + refused.getMessage(),
                    refused);
        }
    }

    /** {@return the horses that were taken out before the sale: every combination with one of them is withdrawn} */
    public Horses withdrawn() {
        return votes.values().stream()
                .filter(ofType -> !ofType.type().onBrackets() && !ofType.lines().isEmpty())
                .findFirst()
                .map(TypeVotes::withdrawn)
                .orElse(Horses.NONE);
    }

    /**
     * The votes of one bet type.
     *
     * @param type the bet type
     * @param sale whether it is sold
     * @param lines one for each combination of registered horses, in the order of the record
     * @param total the sum of the stakes as the record states it, with those that are refunded; an audit compares it with the total of the
     *     pool
     * @param refundedTotal the sum of the refunded stakes as the record states it
     */
    public record TypeVotes(BetType type, SaleState sale, List<VotesLine> lines, Yen total, Yen refundedTotal) {

        /**
         * Creates the votes.
         *
         * @throws IllegalArgumentException if a line is of another type, or a total is not 0 or a positive multiple of 100 yen
         */
        public TypeVotes {
            Validity.requireStakes("total of", type, total);
            Validity.requireStakes("refunded total of", type, refundedTotal);
            lines = ByType.lines("votes", type, lines, VotesLine::combination);
        }

        private Horses withdrawn() {
            Horses out = Horses.NONE;
            Horses in = Horses.NONE;
            for (VotesLine line : lines) {
                Horses horses = Horses.of(line.combination().numbers());
                if (line.state() == EntryState.WITHDRAWN) {
                    out = out.plus(horses);
                } else {
                    in = in.plus(horses);
                }
            }
            return out.minus(in);
        }
    }

    /**
     * The votes on one combination.
     *
     * @param combination the combination
     * @param stake the sum of the stakes on it in yen; 0 where nothing was sold
     * @param state whether it is on sale
     * @param popularity its rank by stakes, 1 for the most popular; empty where the record has none
     */
    public record VotesLine(Combination combination, Yen stake, EntryState state, OptionalInt popularity) {

        /**
         * Creates a line.
         *
         * @throws IllegalArgumentException if the stake is not 0 or a positive multiple of 100 yen, or the rank is below 1
         */
        public VotesLine {
            Validity.requireStakes("stake on", combination, stake);
            Validity.requireRank(popularity);
        }
    }
}
