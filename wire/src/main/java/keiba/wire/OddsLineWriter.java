package keiba.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Optional;
import keiba.domain.bet.BetType;
import keiba.domain.pool.PoolOdds.Mark;

/** Writes the fields of one combination, without creating an object for the line or a text for a number. */
public final class OddsLineWriter {
    private static final SerializableString ODDS = new SerializedString("odds");
    private static final SerializableString LOW = new SerializedString("odds_min");
    private static final SerializableString HIGH = new SerializedString("odds_max");
    private static final SerializableString STAKE = new SerializedString("stake");
    private static final SerializableString POPULARITY = new SerializedString("popularity");

    private final BetType type;
    private final JsonGenerator json;
    private final Digits text = new Digits();

    /**
     * @param json receives the fields, between the start and the end of an object
     */
    public OddsLineWriter(BetType type, JsonGenerator json) {
        this.type = type;
        this.json = json;
    }

    /**
     * Writes the fields of a line.
     *
     * @param lowTenths the odds in tenths, or their lower end; 0 for none
     * @param highTenths the upper end of the odds in tenths; 0 for none
     * @param stakeYen the stakes, in yen
     * @param popularity the rank by live stake, from 1; 0 for none
     */
    public void write(long lowTenths, long highTenths, long stakeYen, int popularity, Optional<Mark> mark)
            throws IOException {
        if (type.hasRange()) {
            writeOdds(LOW, lowTenths);
            writeOdds(HIGH, highTenths);
        } else {
            writeOdds(ODDS, lowTenths);
        }
        json.writeFieldName(STAKE);
        json.writeNumber(stakeYen);
        if (popularity > 0) {
            json.writeFieldName(POPULARITY);
            json.writeNumber(popularity);
        }
        if (mark.isPresent()) {
            json.writeStringField("mark", mark.get().name());
        }
    }

    private void writeOdds(SerializableString name, long tenths) throws IOException {
        json.writeFieldName(name);
        if (tenths == 0) {
            json.writeNull();
        } else {
            text.clear().add(tenths / 10).add('.').add(tenths % 10).writeTo(json);
        }
    }
}
