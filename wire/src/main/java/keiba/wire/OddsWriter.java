package keiba.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import keiba.application.odds.OddsColumns;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;

/** Writes the bytes of one sheet, from its columns. */
final class OddsWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private static final SerializableString COMBINATION = new SerializedString("combination");

    /** The initial capacity for the text before the lines and for one line. */
    private static final int HEAD_BYTES = 256;

    private static final int LINE_BYTES = 80;

    private final BetType type;
    private final OddsColumns columns;
    private final JsonGenerator json;
    private final OddsLineWriter line;
    private final Digits text = new Digits();

    private OddsWriter(BetType type, OddsColumns columns, JsonGenerator json) {
        this.type = type;
        this.columns = columns;
        this.json = json;
        this.line = new OddsLineWriter(type, json);
    }

    /** Returns the sheet as JSON in UTF-8. */
    static byte[] write(OddsSheet sheet) {
        OddsColumns columns = sheet.columns();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEAD_BYTES + LINE_BYTES * columns.size());
        try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            writeHead(sheet, json);
            json.writeArrayFieldStart("odds");
            OddsWriter lines = new OddsWriter(sheet.type(), columns, json);
            for (int number = 0; number < columns.size(); number++) {
                lines.write(number);
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

    private void write(int number) throws IOException {
        json.writeStartObject();
        json.writeFieldName(COMBINATION);
        writeCombination(number);
        line.write(
                columns.lowTenths(number),
                columns.highTenths(number),
                columns.stakeYen(number),
                columns.popularity(number),
                columns.mark(number));
        json.writeEndObject();
    }

    private void writeCombination(int number) throws IOException {
        text.clear();
        for (int place = 0; place < type.places(); place++) {
            if (place > 0) {
                text.add(type.separator());
            }
            text.add(columns.number(number, place));
        }
        text.writeTo(json);
    }
}
