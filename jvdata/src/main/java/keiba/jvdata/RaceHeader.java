package keiba.jvdata;

import java.time.LocalDate;

/**
 * What every record about a race states first.
 *
 * <p>Source: JV-Data specification 4.9.0, records HR, H1, H6 and O1 to O6, as public programs that read it show it.
 *
 * @param race the race
 * @param kind the stage of the sale or of the result that the record describes
 * @param created the day on which the record was made
 * @param declared the number of horses when the race card was announced (登録頭数), 0 to 99; also the highest horse number
 * @param starters the number of horses without those that were scratched or excluded (出走頭数), 0 to 99
 */
public record RaceHeader(RaceKey race, DataKind kind, LocalDate created, int declared, int starters) {
    private static final int CREATED = 4;

    /**
     * Creates a header.
     *
     * @throws IllegalArgumentException if a number of horses is not from 0 to 99
     */
    public RaceHeader {
        Validity.requireHorses("declared horses", declared);
        Validity.requireHorses("starters", starters);
    }

    /** Reads the header of a record whose number of declared horses is at a position; the starters follow it. */
    static RaceHeader of(JvRecord record, DataKind kind, int declared) {
        return new RaceHeader(
                RaceKey.of(record),
                kind,
                created(record),
                (int) record.numberOrBlank("declared horses", declared, 2),
                (int) record.numberOrBlank("starters", declared + 2, 2));
    }

    static LocalDate created(JvRecord record) {
        return record.date("date of creation", CREATED);
    }
}
