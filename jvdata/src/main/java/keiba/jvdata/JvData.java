package keiba.jvdata;

import java.util.function.Function;

/** One record of JV-Data. A {@code switch} over it names every case; records of a type that is not read are an {@link OtherRecord}. */
public sealed interface JvData permits DividendsRecord, VotesRecord, OddsRecord, DeletedRecord, OtherRecord {

    /**
     * Reads one record.
     *
     * @param bytes the whole record, from its type to its CR LF
     * @return what the record states
     * @throws JvDataException if the bytes are not a record, or a field that is read holds what the specification does not allow
     */
    static JvData read(byte[] bytes) {
        JvRecord record = JvRecord.of(bytes);
        return switch (record.type()) {
            case DividendsRecord.TYPE -> unlessDeleted(record, DividendsRecord::of);
            case VotesRecord.TYPE, VotesRecord.TYPE_OF_TRIFECTA -> unlessDeleted(record, VotesRecord::of);
            case "O1", "O2", "O3", "O4", "O5", "O6" -> unlessDeleted(record, OddsRecord::of);
            default -> new OtherRecord(record);
        };
    }

    private static JvData unlessDeleted(JvRecord record, Function<JvRecord, JvData> reader) {
        return record.text(DataKind.POSITION, 1).equals(DataKind.DELETED)
                ? DeletedRecord.of(record)
                : reader.apply(record);
    }
}
