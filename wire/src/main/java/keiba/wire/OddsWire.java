package keiba.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsSheet;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds.Mark;

/** Odds as JSON, as {@code GET /races/{id}/odds/{bet_type}} shows them. */
public final class OddsWire {
    private OddsWire() {}

    public static ObjectNode write(OddsSheet sheet) {
        ObjectNode json = Json.object();
        json.put("race_id", sheet.board().race().value());
        json.put("bet_type", sheet.type().name());
        json.put("kind", sheet.kind().name());
        json.put("version", sheet.version());
        json.put("as_of", sheet.asOf().toString());
        json.put("sales", sheet.sales().value());
        json.put("refunded", sheet.refunded().value());
        json.put("total", sheet.total().value());
        ArrayNode lines = json.putArray("odds");
        sheet.lines().forEach(line -> write(line, sheet.type(), lines.addObject()));
        return json;
    }

    private static void write(OddsSheet.Line line, BetType type, ObjectNode into) {
        into.put("combination", line.combination().toString());
        if (type.hasRange()) {
            into.put("odds_min", line.low().map(Odds::toString).orElse(null));
            into.put("odds_max", line.high().map(Odds::toString).orElse(null));
        } else {
            into.put("odds", line.low().map(Odds::toString).orElse(null));
        }
        into.put("stake", line.stake().value());
        line.popularity().ifPresent(rank -> into.put("popularity", rank));
        line.mark().ifPresent(mark -> into.put("mark", mark.name()));
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
                fields.constant("kind", OddsSheet.Kind.class),
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
                        .orElseThrow(() -> WireException.malformed(fields.path("combination"), "not a " + type)),
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
            throw WireException.malformed(fields.path(name), "not odds such as 12.3");
        }
        return odds;
    }
}
