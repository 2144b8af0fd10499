package keiba.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import keiba.application.odds.OddsColumns;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;
import keiba.domain.pool.PoolOdds.Mark;

/** Writes the bytes of one sheet, from its columns: no object for a line, no text for a number. */
final class OddsWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private static final SerializableString COMBINATION = new SerializedString("combination");
    private static final SerializableString ODDS = new SerializedString("odds");
    private static final SerializableString LOW = new SerializedString("odds_min");
    private static final SerializableString HIGH = new SerializedString("odds_max");
    private static final SerializableString STAKE = new SerializedString("stake");
    private static final SerializableString POPULARITY = new SerializedString("popularity");

    /** Enough for what is written before the lines, and for one line. */
    private static final int HEAD_BYTES = 256;

    private static final int LINE_BYTES = 80;

    /** Longer than every text that is put together here: a combination, or the odds with 19 digits. */
    private static final int LONGEST_TEXT = 32;

    private final BetType type;
    private final OddsColumns columns;
    private final JsonGenerator json;
    private final char[] text = new char[LONGEST_TEXT];

    private OddsWriter(BetType type, OddsColumns columns, JsonGenerator json) {
        this.type = type;
        this.columns = columns;
        this.json = json;
    }

    /** The sheet as JSON in UTF-8. */
    static byte[] write(OddsSheet sheet) {
        OddsColumns columns = sheet.columns();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEAD_BYTES + LINE_BYTES * columns.size());
        try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            writeHead(sheet, json);
            json.writeArrayFieldStart("odds");
            OddsWriter lines = new OddsWriter(sheet.type(), columns, json);
            for (int line = 0; line < columns.size(); line++) {
                lines.write(line);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeHead(OddsSheet sheet, JsonGenerator json) throws IOException {
        json.writeNumberField("race_id", sheet.board().race().value());
        json.writeStringField("bet_type", sheet.type().name());
        json.writeStringField("kind", sheet.kind().name());
        json.writeNumberField("version", sheet.version());
        json.writeStringField("as_of", sheet.asOf().toString());
        json.writeNumberField("sales", sheet.sales().value());
        json.writeNumberField("refunded", sheet.refunded().value());
        json.writeNumberField("total", sheet.total().value());
    }

    private void write(int line) throws IOException {
        json.writeStartObject();
        json.writeFieldName(COMBINATION);
        writeCombination(line);
        if (type.hasRange()) {
            writeOdds(LOW, columns.lowTenths(line));
            writeOdds(HIGH, columns.highTenths(line));
        } else {
            writeOdds(ODDS, columns.lowTenths(line));
        }
        json.writeFieldName(STAKE);
        json.writeNumber(columns.stakeYen(line));
        if (columns.popularity(line) > 0) {
            json.writeFieldName(POPULARITY);
            json.writeNumber(columns.popularity(line));
        }
        Optional<Mark> mark = columns.mark(line);
        if (mark.isPresent()) {
            json.writeStringField("mark", mark.get().name());
        }
        json.writeEndObject();
    }

    private void writeCombination(int line) throws IOException {
        int length = 0;
        for (int place = 0; place < type.places(); place++) {
            if (place > 0) {
                text[length++] = type.separator();
            }
            length = digits(columns.number(line, place), length);
        }
        json.writeString(text, 0, length);
    }

    private void writeOdds(SerializableString name, long tenths) throws IOException {
        json.writeFieldName(name);
        if (tenths == 0) {
            json.writeNull();
            return;
        }
        int length = digits(tenths / 10, 0);
        text[length++] = '.';
        length = digits(tenths % 10, length);
        json.writeString(text, 0, length);
    }

    /**
     * Puts the digits of a number into the text.
     *
     * @param number 0 or more
     * @param from where the first digit goes
     * @return where the last digit ends
     */
    private int digits(long number, int from) {
        int end = from + 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        long rest = number;
        for (int i = end - 1; i >= from; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }
}
