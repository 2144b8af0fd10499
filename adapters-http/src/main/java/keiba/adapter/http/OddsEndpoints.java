package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.wire.Json;
import keiba.wire.OddsWire;

/** Odds, with versions that spare the client what it already has, and as a stream of changes. */
final class OddsEndpoints {
    private final ViewOdds odds;
    private final OddsStreams streams;

    OddsEndpoints(ViewOdds odds, OddsStreams streams) {
        this.odds = odds;
        this.streams = streams;
    }

    /** The stream stands before the boards: the first path that fits is taken. */
    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/v1/races/{race_id}/odds", this::boards),
                Endpoint.get(
                        "/v1/races/{race_id}/odds/stream",
                        ask -> Reply.events(streams.open(ask.raceId(), ask.address()))),
                Endpoint.get("/v1/races/{race_id}/odds/{bet_type}", this::board));
    }

    private Reply board(Ask ask) {
        RaceId race = ask.raceId();
        BetType type = ask.constant("bet_type", BetType.class);
        OddsSheet sheet = odds.odds(race, type).orElseThrow(() -> notFound(race));
        String etag = "\"" + version(sheet) + "\"";
        return ask.has(etag)
                ? Reply.notModified(etag)
                : Reply.ok(OddsWire.write(sheet)).with("ETag", etag);
    }

    private Reply boards(Ask ask) {
        RaceId race = ask.raceId();
        List<OddsSheet> sheets = odds.odds(race).orElseThrow(() -> notFound(race));
        String etag = sheets.stream().map(OddsEndpoints::version).collect(Collectors.joining(",", "\"", "\""));
        if (ask.has(etag)) {
            return Reply.notModified(etag);
        }
        ObjectNode json = Json.object();
        json.put("race_id", race.value());
        ObjectNode boards = json.putObject("boards");
        sheets.forEach(sheet -> boards.set(sheet.type().name(), OddsWire.write(sheet)));
        return Reply.ok(json).with("ETag", etag);
    }

    private static String version(OddsSheet sheet) {
        return sheet.type() + "-" + sheet.kind() + "-" + sheet.version();
    }

    private static ProblemException notFound(RaceId race) {
        return new ProblemException(Problem.notFound("no such odds of race " + race));
    }
}
