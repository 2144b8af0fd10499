package keiba.jvdata;

import java.time.LocalDate;

/**
 * A record that takes back an earlier one of the same type and race, because it was sent by mistake: its kind of data (データ区分) is 0.
 * The rest of such a record is not read.
 *
 * <p>Source: JV-Data specification 4.9.0, records HR, H1, H6 and O1 to O6, as public programs that read it show it.
 *
 * @param type the type of the record that is taken back: {@code "HR"}
 * @param race the race
 * @param created the day on which the record was made
 */
public record DeletedRecord(String type, RaceKey race, LocalDate created) implements JvData {
    static DeletedRecord of(JvRecord record) {
        return new DeletedRecord(record.type(), RaceKey.of(record), RaceHeader.created(record));
    }
}
