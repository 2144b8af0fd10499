package keiba.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;

/** The oracle of {@link OddsWriter}: a sheet as JSON, field by field from its lines. */
final class OddsTree {
    private OddsTree() {}

    static ObjectNode write(OddsSheet sheet) {
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
}
