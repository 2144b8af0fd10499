package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvDataReaderTest {

    private static JvDataReader reader(byte[]... records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
        }
        return new JvDataReader(new ByteArrayInputStream(all.toByteArray()));
    }

    private static List<JvData> all(JvDataReader reader) throws IOException {
        List<JvData> records = new ArrayList<>();
        for (Optional<JvData> next = reader.next(); next.isPresent(); next = reader.next()) {
            records.add(next.orElseThrow());
        }
        return records;
    }

    private static void assertRefused(JvDataReader reader, String message) {
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(reader::next)
                .withMessageContaining(message);
    }

    /** One valid record of each type that is read. */
    private static List<byte[]> valid() {
        List<byte[]> records = new ArrayList<>();
        records.add(RecordWriter.dividends()
                .put(28, "1616")
                .put(103, "07" + "000000250" + "01")
                .bytes());
        records.add(RecordWriter.votes()
                .put(28, "1616")
                .put(84, "01" + "00000012345" + "01")
                .bytes());
        records.add(RecordWriter.trifectaVotes()
                .put(28, "1616")
                .put(51, "010203" + "00000012345" + "0001")
                .bytes());
        records.add(RecordWriter.of("O1", 962, "1", RecordWriter.RACE)
                .put(28, "08051004")
                .put(268, "01" + "0011" + "0015" + "01")
                .bytes());
        records.add(RecordWriter.of("O2", 2_042, "1", RecordWriter.RACE).bytes());
        records.add(RecordWriter.of("O3", 2_654, "1", RecordWriter.RACE).bytes());
        records.add(RecordWriter.of("O4", 4_031, "1", RecordWriter.RACE).bytes());
        records.add(RecordWriter.of("O5", 12_293, "1", RecordWriter.RACE).bytes());
        records.add(RecordWriter.of("O6", 83_285, "1", RecordWriter.RACE).bytes());
        return records;
    }

    @Test
    void reads_records_of_every_type_in_sequence() throws IOException {
        List<JvData> records = all(reader(valid().toArray(byte[][]::new)));

        assertThat(records)
                .hasExactlyElementsOfTypes(
                        DividendsRecord.class,
                        VotesRecord.class,
                        VotesRecord.class,
                        OddsRecord.class,
                        OddsRecord.class,
                        OddsRecord.class,
                        OddsRecord.class,
                        OddsRecord.class,
                        OddsRecord.class);
    }

    @Test
    void reads_nothing_from_an_empty_input() throws IOException {
        assertThat(reader(new byte[0]).next()).isEmpty();
        assertThat(reader().next()).isEmpty();
    }

    /** A record with Japanese text in Shift_JIS: no byte of a character is CR or LF. */
    @Test
    void returns_records_of_other_types_unread() throws IOException {
        byte[] race = "RA720230806２歳未勝利\r\n".getBytes(Charset.forName("Windows-31J"));

        List<JvData> records = all(reader(race, valid().getFirst()));

        assertThat(records).hasExactlyElementsOfTypes(OtherRecord.class, DividendsRecord.class);
        JvRecord other = ((OtherRecord) records.getFirst()).record();
        assertThat(other.type()).isEqualTo("RA");
        assertThat(other.bytes()).isEqualTo(race);
        assertThat(other.text(3, 9)).isEqualTo("720230806");
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(() -> other.text(12, 2))
                .withMessage("record RA has the byte 0x82 at 12, where only printable ASCII characters are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HR", "H1", "H6", "O1", "O2", "O3", "O4", "O5", "O6"})
    void reads_a_deletion_of_a_record(String type) {
        byte[] record = RecordWriter.of(type, 719, "0", RecordWriter.RACE).bytes();
        assertThat(JvData.read(record)).isInstanceOfSatisfying(DeletedRecord.class, deleted -> {
            assertThat(deleted.type()).isEqualTo(type);
            assertThat(deleted.race()).hasToString(RecordWriter.RACE);
            assertThat(deleted.created()).isEqualTo("2023-08-06");
        });
    }

    @Test
    void refuses_a_record_of_another_length() {
        for (byte[] record : valid()) {
            byte[] shorter = Arrays.copyOfRange(record, 0, record.length - 1);
            shorter[shorter.length - 2] = '\r';
            shorter[shorter.length - 1] = '\n';
            String type = new String(record, 0, 2, StandardCharsets.US_ASCII);
            assertThatExceptionOfType(JvDataException.class)
                    .isThrownBy(() -> JvData.read(shorter))
                    .withMessage("record " + type + " must have " + record.length + " bytes with CR LF; this one has "
                            + shorter.length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H",
                "\r\n",
                "HR\n\r",
                "HR20",
                "hr\r\n",
                "1H\r\n",
                "\u0000\u0000\r\n",
                "HR\r\n",
                "H1\r\n",
                "O60\r\n"
            })
    void refuses_bytes_that_are_not_a_record(String text) {
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(() -> JvData.read(text.getBytes(StandardCharsets.ISO_8859_1)))
                .withMessageContaining("record");
    }

    @Test
    void reports_the_position_at_which_a_truncated_input_ends() throws IOException {
        byte[] whole = valid().getFirst();
        JvDataReader reader = reader(whole, Arrays.copyOf(whole, 300));

        assertThat(reader.next()).isPresent();
        assertRefused(reader, "at byte 719 of the input: the record ends after 300 bytes without CR LF");
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void reports_the_position_of_a_record_with_missing_bytes() throws IOException {
        byte[] whole = valid().getFirst();
        byte[] torn = Arrays.copyOfRange(whole, 0, 700);
        torn[698] = '\r';
        torn[699] = '\n';
        JvDataReader reader = reader(whole, torn, whole);

        assertThat(reader.next()).isPresent();
        assertRefused(reader, "at byte 719 of the input: record HR must have 719 bytes with CR LF; this one has 700");
        assertThat(reader.next()).containsInstanceOf(DividendsRecord.class);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void refuses_an_input_without_ends_of_lines_after_the_longest_record() throws IOException {
        int[] read = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read[0]++;
                return 'A';
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                Arrays.fill(bytes, from, from + length, (byte) 'A');
                read[0] += length;
                return length;
            }
        };
        JvDataReader reader = new JvDataReader(endless);

        assertRefused(reader, "at byte 0 of the input: no CR LF within 102890 bytes");
        assertThat(reader.next()).isEmpty();
        assertThat(read[0]).isLessThan(200_000);
    }

    @Test
    void does_not_end_a_record_at_a_single_cr_or_lf() {
        byte[] record = valid().getFirst();
        record[200] = '\n';
        record[300] = '\r';
        assertRefused(reader(record), "record HR has the byte 0xa at 201");
    }

    @Test
    void refuses_fields_outside_a_record() {
        JvRecord record = JvRecord.of(valid().getFirst());
        assertThat(record.text(1, 719 - 2)).startsWith("HR2");
        for (int[] field : new int[][] {
            {0, 1},
            {-1, 1},
            {1, 0},
            {1, 720},
            {719, 2},
            {720, 1},
            {Integer.MAX_VALUE, 1},
            {1, Integer.MAX_VALUE},
            {Integer.MAX_VALUE, Integer.MAX_VALUE}
        }) {
            assertThatExceptionOfType(JvDataException.class)
                    .isThrownBy(() -> record.text(field[0], field[1]))
                    .withMessageStartingWith("record HR of 719 bytes has no field of " + field[1] + " bytes at");
        }
        assertThat(record).hasToString("HR of 719 bytes");
        assertThat(record.length()).isEqualTo(719);
    }

    @Test
    void does_not_share_the_bytes_of_a_record_with_callers() {
        byte[] bytes = valid().getFirst();
        JvRecord record = JvRecord.of(bytes);
        bytes[2] = 'x';
        record.bytes()[2] = 'x';
        assertThat(record.text(1, 3)).isEqualTo("HR2");
    }

    /** A record with changed bytes is read or refused with a JvDataException, also when it is made into pools and a market. */
    @Test
    void reads_or_refuses_randomly_damaged_records() {
        Random random = new Random(20_230_805);
        List<byte[]> records = valid();
        String[] texts = {
            "0", "9", " ", "-", "*", "\u0000", "\u00ff", "\r\n", "\n", "x", "99999999999", "           ", "0102", "----"
        };
        int refused = 0;
        for (int round = 0; round < 4_000; round++) {
            byte[] record = records.get(round % records.size()).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                byte[] text = texts[random.nextInt(texts.length)].getBytes(StandardCharsets.ISO_8859_1);
                int limit = random.nextBoolean() ? 110 : record.length - text.length;
                System.arraycopy(text, 0, record, random.nextInt(limit), text.length);
            }
            if (random.nextInt(20) == 0) {
                record = Arrays.copyOf(record, random.nextInt(record.length));
            }
            refused += isRefused(record) ? 1 : 0;
        }
        assertThat(refused).isBetween(1_000, 3_900);
    }

    private static boolean isRefused(byte[] record) {
        try {
            if (JvData.read(record) instanceof VotesRecord votes) {
                votes.market(RuleBooks.JRA);
                votes.votes().keySet().forEach(votes::pool);
            }
            return false;
        } catch (JvDataException invalid) {
            assertThat(invalid).message().isNotBlank();
            return true;
        }
    }
}
