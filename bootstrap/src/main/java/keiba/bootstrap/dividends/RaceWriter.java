package keiba.bootstrap.dividends;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.LivePool;
import keiba.domain.pool.Plus10;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
import keiba.domain.settlement.Outcome;
import keiba.domain.settlement.Outcome.Dividend;
import keiba.domain.settlement.Outcome.Dividends;
import keiba.domain.settlement.Outcome.NoSales;
import keiba.domain.settlement.Outcome.Special;
import keiba.domain.settlement.Outcome.Voided;
import keiba.domain.settlement.PoolSettlement;
import keiba.wire.OddsLineWriter;

/** Writes each race as one complete line of JSON, or not at all, without delay. */
final class RaceWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final OutputStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<Numbering, SerializableString[]> texts = new HashMap<>();

    RaceWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * @throws IOException if the output cannot be written
     */
    void write(PricedRace race) throws IOException {
        line.reset();
        try (JsonGenerator json = FACTORY.createGenerator(line, JsonEncoding.UTF8)) {
            writeRace(json, race);
        }
        line.write('\n');
        line.writeTo(out);
        out.flush();
    }

    private void writeRace(JsonGenerator json, PricedRace race) throws IOException {
        json.writeStartObject();
        RaceLabel id = race.id();
        if (id != null && id.isNumber()) {
            json.writeFieldName("race_id");
            json.writeNumber(id.text());
        } else if (id != null) {
            json.writeStringField("race_id", id.text());
        }
        for (Pool pool : race.pools().values()) {
            json.writeObjectFieldStart(pool.type().name());
            if (race.settlement() == null) {
                writeSales(json, race.market().live(pool));
            } else {
                writeSettlement(json, race.settlement().of(pool.type()));
            }
            writeOdds(json, pool, race.market().odds(pool));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeSales(JsonGenerator json, LivePool pool) throws IOException {
        json.writeNumberField("sales", pool.sales().value());
        json.writeNumberField("refunded", pool.refunded().value());
    }

    private void writeSettlement(JsonGenerator json, PoolSettlement settlement) throws IOException {
        json.writeNumberField("sales", settlement.sales().value());
        json.writeNumberField("refunded", settlement.refunded().value());
        writeOutcome(json, settlement.outcome());
        json.writeNumberField("paid", settlement.paid().value());
        json.writeNumberField("retained", settlement.retained().value());
    }

    private void writeOutcome(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeStringField("outcome", name(outcome));
        CombinationSet winning = outcome.winning();
        json.writeArrayFieldStart("winning");
        for (int i = 0; i < winning.size(); i++) {
            json.writeString(text(winning.numbering(), winning.index(i)));
        }
        json.writeEndArray();
        switch (outcome) {
            case Dividends declared -> writeDividends(json, declared);
            case Special special ->
                json.writeNumberField("special_dividend", special.per100().value());
            case Voided unpaid -> {}
            case NoSales unpaid -> {}
        }
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Dividends declared -> "DIVIDEND";
            case Special special -> "SPECIAL";
            case Voided unpaid -> "VOID";
            case NoSales unpaid -> "NO_SALES";
        };
    }

    private void writeDividends(JsonGenerator json, Dividends declared) throws IOException {
        json.writeObjectFieldStart("dividends");
        for (Dividend dividend : declared.dividends()) {
            json.writeFieldName(text(declared.winning().numbering(), dividend.index()));
            json.writeNumber(dividend.per100().value());
        }
        json.writeEndObject();
        if (declared.plus10() != Plus10.NOT_TESTED) {
            json.writeStringField("plus10", declared.plus10().name());
        }
    }

    private void writeOdds(JsonGenerator json, Pool pool, PoolOdds board) throws IOException {
        CombinationSet onSale = board.pool().market().offering().onSale(pool.type());
        Popularity popularity = board.popularity();
        OddsLineWriter told = new OddsLineWriter(pool.type(), json);
        json.writeObjectFieldStart("odds");
        for (int i = 0; i < onSale.size(); i++) {
            int index = onSale.index(i);
            json.writeFieldName(text(pool.numbering(), index));
            json.writeStartObject();
            told.write(
                    board.lowTenths(index),
                    board.highTenths(index),
                    pool.stake(index).value(),
                    popularity.rank(index).orElse(0),
                    board.mark(index));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /**
     * Returns the text of a combination. Each text is created once, because the texts never change and a race has
     * thousands of combinations.
     */
    private SerializableString text(Numbering numbering, int index) {
        return texts.computeIfAbsent(numbering, RaceWriter::texts)[index];
    }

    private static SerializableString[] texts(Numbering numbering) {
        return IntStream.range(0, numbering.count())
                .mapToObj(index ->
                        new SerializedString(numbering.combination(index).toString()))
                .toArray(SerializableString[]::new);
    }
}
