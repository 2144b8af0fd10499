package keiba.jvdata;

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
            case DividendsRecord.TYPE -> isDeleted(record) ? DeletedRecord.of(record) : DividendsRecord.of(record);
            case VotesRecord.TYPE, VotesRecord.TYPE_OF_TRIFECTA ->
                isDeleted(record) ? DeletedRecord.of(record) : VotesRecord.of(record);
            case "O1", "O2", "O3", "O4", "O5", "O6" ->
                isDeleted(record) ? DeletedRecord.of(record) : OddsRecord.of(record);
            default -> new OtherRecord(record);
        };
    }

    private static boolean isDeleted(JvRecord record) {
        return record.text(DataKind.POSITION, 1).equals(DataKind.DELETED);
    }
}
