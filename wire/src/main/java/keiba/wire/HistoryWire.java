package keiba.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import keiba.application.odds.OddsHistory;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;

/** The odds over time as JSON: the odds of a point are in the order of the combinations. */
public final class HistoryWire {
    private HistoryWire() {}

    /** Returns the history as {@code GET /races/{id}/odds/{bet_type}/history} shows it. */
    public static ObjectNode write(OddsHistory history) {
        ObjectNode json = Json.object();
        json.put("race_id", history.board().race().value());
        json.put("bet_type", history.board().type().name());
        json.put("step_seconds", history.step().seconds());
        ArrayNode combinations = json.putArray("combinations");
        history.combinations().forEach(combination -> combinations.add(combination.toString()));
        ArrayNode points = json.putArray("points");
        history.points().forEach(point -> write(point, history.board().type(), points.addObject()));
        return json;
    }

    private static void write(OddsHistory.Point point, BetType type, ObjectNode into) {
        into.put("as_of", point.asOf().toString());
        into.put("version", point.version());
        into.put("kind", point.kind().name());
        into.put("sales", point.sales().value());
        if (type.hasRange()) {
            write(point.lowTenths(), into.putArray("odds_min"));
            write(point.highTenths(), into.putArray("odds_max"));
        } else {
            write(point.lowTenths(), into.putArray("odds"));
        }
    }

    private static void write(List<Integer> tenths, ArrayNode into) {
        for (int odds : tenths) {
            into.add(odds == 0 ? null : Odds.ofTenths(odds).toString());
        }
    }
}
