package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssertAlternative;

/** Writes a record byte by byte. The tests state every position as the specification does, independent of the code that reads. */
final class RecordWriter {
    static final String RACE = "2023080501010503";

    private final byte[] bytes;

    private RecordWriter(int length) {
        bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
        bytes[length - 2] = '\r';
        bytes[length - 1] = '\n';
    }

    /** A record of spaces with its type, kind of data, date of creation and race. */
    static RecordWriter of(String type, int length, String kind, String race) {
        return new RecordWriter(length).put(1, type + kind + "20230806" + race);
    }

    static RecordWriter dividends() {
        return of("HR", 719, "2", RACE).zeros(32, 71);
    }

    static RecordWriter votes() {
        return of("H1", 28_955, "5", RACE).zeros(32, 52).zeros(28_800, 154);
    }

    static RecordWriter trifectaVotes() {
        return of("H6", 102_890, "5", RACE).zeros(32, 19).zeros(102_867, 22);
    }

    /** Checks that the record is refused, and returns the exception for further checks. */
    ThrowableAssertAlternative<JvDataException> assertRefused() {
        return assertThatExceptionOfType(JvDataException.class).isThrownBy(() -> JvData.read(bytes()));
    }

    RecordWriter put(int position, String text) {
        byte[] written = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(written, 0, bytes, position - 1, written.length);
        return this;
    }

    private RecordWriter zeros(int position, int length) {
        return put(position, "0".repeat(length));
    }

    /** A number with leading zeros. */
    RecordWriter put(int position, int length, long number) {
        return put(position, String.format("%0" + length + "d", number));
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
