package keiba.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.OddsText;
import keiba.application.odds.PublishedOdds;
import keiba.application.odds.ShownOdds;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds.Mark;

/** Odds as JSON, as {@code GET /races/{id}/odds/{bet_type}} shows them. */
public final class OddsWire {
    /** The largest length of a board in bytes. A board of 4,896 trifectas with stakes of 13 digits is shorter. */
    private static final int LONGEST = 4 << 20;

    private OddsWire() {}

    /** Returns the sheet as a JSON tree, for a caller that reads its fields. */
    public static ObjectNode write(OddsSheet sheet) {
        return Json.read(bytes(sheet));
    }

    /** Returns the sheet as JSON in UTF-8. */
    public static byte[] bytes(OddsSheet sheet) {
        return OddsWriter.write(sheet);
    }

    /** Returns the text of a sheet in the form for clients. */
    public static PublishedOdds publish(OddsSheet sheet) {
        byte[] plain = bytes(sheet);
        return new PublishedOdds(sheet.board(), sheet.version(), new OddsText(plain, Gzip.compress(plain)));
    }

    /** Returns the odds in the form for clients: as they were published, or the text of a computed sheet. */
    public static PublishedOdds published(ShownOdds shown) {
        return switch (shown) {
            case PublishedOdds published -> published;
            case OddsSheet sheet -> publish(sheet);
        };
    }

    /** Returns the plain text alone, as {@link #published} has it. */
    public static byte[] text(ShownOdds shown) {
        return switch (shown) {
            case PublishedOdds published -> published.text().plain();
            case OddsSheet sheet -> bytes(sheet);
        };
    }

    /** Returns the text whose compressed form {@link #publish} made; empty for any other bytes, and for damaged ones. */
    public static Optional<OddsText> decompress(byte[] compressed) {
        return Gzip.decompress(compressed, LONGEST).map(plain -> new OddsText(plain, compressed));
    }

    /**
     * Returns all boards of a race, as {@code GET /races/{id}/odds} shows them: joined from their texts, none of which
     * is written again.
     */
    public static OddsText all(RaceId race, List<PublishedOdds> boards) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(boards.stream()
                .mapToInt(board -> board.text().plain().length + 64)
                .sum());
        List<byte[]> parts = new ArrayList<>();
        String before = "{\"race_id\":" + race + ",\"boards\":{";
        for (PublishedOdds board : boards) {
            add((before + '"' + board.board().type() + "\":").getBytes(US_ASCII), plain, parts);
            plain.writeBytes(board.text().plain());
            parts.add(board.text().compressed());
            before = ",";
        }
        add((boards.isEmpty() ? before + "}}" : "}}").getBytes(US_ASCII), plain, parts);
        byte[] text = plain.toByteArray();
        return new OddsText(text, Gzip.join(text, parts));
    }

    private static void add(byte[] between, ByteArrayOutputStream plain, List<byte[]> parts) {
        plain.writeBytes(between);
        parts.add(Gzip.compress(between));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws WireException if it is anything else
     */
    public static OddsSheet read(Fields fields) {
        BetType type = fields.constant("bet_type", BetType.class);
        return new OddsSheet(
                new BoardId(
                        WireException.built(fields.path("race_id"), () -> new RaceId(fields.integer("race_id"))), type),
                fields.constant("kind", OddsSheet.SheetKind.class),
                fields.integer("version"),
                fields.instant("as_of"),
                Yen.of(fields.integer("sales")),
                Yen.of(fields.integer("refunded")),
                fields.objects("odds").stream()
                        .map(line -> readLine(line, type))
                        .toList());
    }

    private static OddsSheet.Line readLine(Fields fields, BetType type) {
        return new OddsSheet.Line(
                Combination.parse(type, fields.text("combination"))
                        .orElseThrow(() -> WireException.malformed(
                                fields.path("combination"), "must be a combination of the bet type " + type)),
                odds(fields, type.hasRange() ? "odds_min" : "odds"),
                odds(fields, type.hasRange() ? "odds_max" : "odds"),
                Yen.of(fields.integer("stake")),
                fields.has("popularity") ? OptionalInt.of(fields.smallInteger("popularity")) : OptionalInt.empty(),
                fields.has("mark") ? Optional.of(fields.constant("mark", Mark.class)) : Optional.empty());
    }

    private static Optional<Odds> odds(Fields fields, String name) {
        if (!fields.has(name)) {
            return Optional.empty();
        }
        Optional<Odds> odds = Odds.parse(fields.text(name));
        if (odds.isEmpty()) {
            throw WireException.malformed(fields.path(name), "must be odds such as 12.3");
        }
        return odds;
    }
}
