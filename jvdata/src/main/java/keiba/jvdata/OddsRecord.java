package keiba.jvdata;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.OddsRange;

/**
 * The published odds of a race (オッズ): a record O1 has WIN, PLACE and BRACKET_QUINELLA; O2 QUINELLA, O3 WIDE, O4 EXACTA, O5 TRIO and O6
 * TRIFECTA.
 *
 * <p>Source: JV-Data specification 4.9.0, records O1 to O6, as public programs that read them show it.
 *
 * @param header the race, and the stage of the sale or of the result that the record describes
 * @param announced when the odds were announced (発表月日時分), in the time of Japan; empty where the record does not say, as in every record
 *     that is not {@link DataKind#INTERIM}
 * @param odds by bet type
 * @param placesPaid the number of places that PLACE pays, 2 or 3; empty where it is not sold, and in the records O2 to O6
 */
public record OddsRecord(
        RaceHeader header,
        Optional<LocalDateTime> announced,
        Map<BetType, OddsRecord.TypeOdds> odds,
        OptionalInt placesPaid)
        implements JvData {
    private static final int ANNOUNCED = 28;
    private static final int DECLARED = 36;
    private static final int SALE = 40;
    private static final int PLACES_PAID = 43;
    private static final int TOTAL_LENGTH = 11;
    private static final String NOT_ANNOUNCED = "00000000";

    /**
     * Creates a record.
     *
     * @throws IllegalArgumentException if a bet type is the key of the odds of another, or the places paid are not 2 or 3
     */
    public OddsRecord {
        Validity.requirePlacesPaid(placesPaid);
        odds = ByType.copy("odds", odds, TypeOdds::type);
    }

    static OddsRecord of(JvRecord record) {
        List<Entries> tables = tables(record.type());
        int totals = tables.getLast().end();
        record.requireLength(totals - 1 + tables.size() * TOTAL_LENGTH + 2);
        RaceHeader header = RaceHeader.of(record, DataKind.ofOdds(record), DECLARED);
        Map<BetType, TypeOdds> odds = new EnumMap<>(BetType.class);
        for (int at = 0; at < tables.size(); at++) {
            Entries table = tables.get(at);
            odds.put(
                    table.type(),
                    new TypeOdds(
                            table.type(),
                            SaleState.of(record, table.type().name(), SALE + at),
                            lines(record, table),
                            VotesRecord.yen(record.numberOrBlank(
                                    "total of " + table.type(), totals + at * TOTAL_LENGTH, TOTAL_LENGTH))));
        }
        return new OddsRecord(
                header,
                announced(record, header.race().date()),
                odds,
                odds.containsKey(BetType.PLACE) ? SaleState.placesPaid(record, PLACES_PAID) : OptionalInt.empty());
    }

    private static List<Entries> tables(String recordType) {
        return switch (recordType) {
            case "O1" ->
                List.of(
                        new Entries(BetType.WIN, 44, 28, 1, 4, 2),
                        new Entries(BetType.PLACE, 268, 28, 2, 4, 2),
                        new Entries(BetType.BRACKET_QUINELLA, 604, 36, 1, 5, 2));
            case "O2" -> List.of(new Entries(BetType.QUINELLA, 41, 153, 1, 6, 3));
            case "O3" -> List.of(new Entries(BetType.WIDE, 41, 153, 2, 5, 3));
            case "O4" -> List.of(new Entries(BetType.EXACTA, 41, 306, 1, 6, 3));
            case "O5" -> List.of(new Entries(BetType.TRIO, 41, 816, 1, 6, 3));
            case "O6" -> List.of(new Entries(BetType.TRIFECTA, 41, 4_896, 1, 7, 4));
            default ->
                throw new IllegalArgumentException("a record of odds must be one of O1 to O6, not " + recordType);
        };
    }

    /** Reads month, day, hour and minute. The record has no year: it is that of the race, or the one before for a race at its beginning. */
    private static Optional<LocalDateTime> announced(JvRecord record, LocalDate race) {
        if (record.isBlank(ANNOUNCED, 8) || record.text(ANNOUNCED, 8).equals(NOT_ANNOUNCED)) {
            return Optional.empty();
        }
        String field = "time of announcement";
        try {
            LocalDateTime time = LocalDateTime.of(
                    race.getYear(),
                    (int) record.number(field, ANNOUNCED, 2),
                    (int) record.number(field, ANNOUNCED + 2, 2),
                    (int) record.number(field, ANNOUNCED + 4, 2),
                    (int) record.number(field, ANNOUNCED + 6, 2));
            LocalDateTime likely = time.toLocalDate().isAfter(race.plusMonths(6)) ? time.minusYears(1) : time;
            if (likely.toLocalDate().isAfter(race)) {
                throw record.invalid(field, ANNOUNCED, 8, "a time up to the day of the race");
            }
            return Optional.of(likely);
        } catch (DateTimeException notATime) {
            throw record.invalid(field, ANNOUNCED, 8, "a time as mmddhhmm");
        }
    }

    private static List<OddsLine> lines(JvRecord record, Entries table) {
        List<OddsLine> lines = new ArrayList<>();
        for (Entries.Entry entry : table.of(record)) {
            if (entry.isAmountBlank()) {
                continue;
            }
            EntryState state = entry.state(0);
            if (entry.state(table.amounts() - 1) != state) {
                throw entry.invalidAmounts("odds, or the same mark twice");
            }
            lines.add(new OddsLine(
                    entry.requiredCombination(),
                    state == EntryState.LIVE ? range(table, entry) : Optional.empty(),
                    state,
                    entry.popularity()));
        }
        return lines;
    }

    /** Reads odds in tenths; empty for zeros, which stand for a combination without votes. */
    private static Optional<OddsRange> range(Entries table, Entries.Entry entry) {
        long low = entry.amount("odds", 0);
        long high = entry.amount("odds", table.amounts() - 1);
        if (low == 0 && high == 0) {
            return Optional.empty();
        }
        if (low == 0 || low > high) {
            throw entry.invalidAmounts("odds from the lower to the upper end");
        }
        return Optional.of(new OddsRange(Odds.ofTenths(low), Odds.ofTenths(high)));
    }

    /**
     * Returns the odds of a bet type.
     *
     * @param type the bet type
     * @return its odds
     * @throws IllegalArgumentException if the record has none of this type
     */
    public TypeOdds of(BetType type) {
        return ByType.find("odds", odds, type);
    }

    /**
     * The odds of one bet type.
     *
     * @param type the bet type
     * @param sale whether it is sold
     * @param lines one for each combination of registered horses, in the order of the record
     * @param total the sum of the stakes as the record states it, with those that are refunded
     */
    public record TypeOdds(BetType type, SaleState sale, List<OddsLine> lines, Yen total) {

        /**
         * Creates the odds.
         *
         * @throws IllegalArgumentException if a line is of another type, or the total is not 0 or a positive multiple of 100 yen
         */
        public TypeOdds {
            Validity.requireStakes("total of", type, total);
            lines = ByType.lines("odds", type, lines, OddsLine::combination);
        }

        /**
         * Returns the lower ends of the odds, in the form that {@link keiba.domain.pool.PublishedOdds#of} takes.
         *
         * @return by combination, in numeric order; without those that have no odds
         */
        public Map<Combination, Odds> low() {
            Map<Combination, Odds> low = new TreeMap<>();
            lines.forEach(line -> line.odds().ifPresent(odds -> low.put(line.combination(), odds.low())));
            return Collections.unmodifiableMap(low);
        }
    }

    /**
     * The odds of one combination. The largest number that the record can hold, or could hold before 14 August 2004, stands for those odds
     * and all above.
     *
     * @param combination the combination
     * @param odds both ends, which are equal for every type but PLACE and WIDE; empty if the combination has no stakes or is not on sale
     * @param state whether it is on sale
     * @param popularity its rank, 1 for the most popular; combinations without votes have the last; empty where the record has none
     */
    public record OddsLine(
            Combination combination, Optional<OddsRange> odds, EntryState state, OptionalInt popularity) {

        /**
         * Creates a line.
         *
         * @throws IllegalArgumentException if there are odds of a combination that is not on sale, or the rank is below 1
         */
        public OddsLine {
            if (odds.isPresent() && state != EntryState.LIVE) {
                throw new IllegalArgumentException(
                        "the combination " + combination + " must have no odds, because it is " + state);
            }
            Validity.requireRank(popularity);
        }
    }
}
