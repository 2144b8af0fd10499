package keiba.adapter.http;

import java.util.List;
import keiba.adapter.http.JoinedBoards.AllBoards;
import keiba.application.odds.OddsText;
import keiba.application.odds.ShownOdds;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.wire.OddsWire;

/** Odds, with versions that spare the client what it already has, and as a stream of changes. */
final class OddsEndpoints {
    /** Precedes a tag whose texts say the same and may differ: in when they were computed, and in being compressed. */
    private static final String WEAK = "W/";

    private final ViewOdds odds;
    private final JoinedBoards joined;
    private final OddsStreams streams;

    OddsEndpoints(ViewOdds odds, OddsStreams streams) {
        this.odds = odds;
        this.joined = new JoinedBoards(odds);
        this.streams = streams;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/v1/races/{race_id}/odds", this::boards),
                Endpoint.get("/v1/races/stream", ask -> Reply.events(streams.open(ask.requireDate(), ask.listener()))),
                Endpoint.get(
                        "/v1/races/{race_id}/odds/stream",
                        ask -> Reply.events(streams.open(ask.raceId(), ask.listener()))),
                Endpoint.get("/v1/races/{race_id}/odds/{bet_type}", this::board));
    }

    private Reply board(Ask ask) {
        RaceId race = ask.raceId();
        BetType type = ask.constant("bet_type", BetType.class);
        ShownOdds shown = odds.odds(race, type).orElseThrow(() -> notFound(race));
        String tag = JoinedBoards.tag(List.of(shown));
        return ask.has(tag)
                ? Reply.notModified(WEAK + tag)
                : reply(tag, OddsWire.published(shown).text());
    }

    private Reply boards(Ask ask) {
        RaceId race = ask.raceId();
        AllBoards all = joined.of(race).orElseThrow(() -> notFound(race));
        return ask.has(all.tag()) ? Reply.notModified(WEAK + all.tag()) : reply(all.tag(), all.text());
    }

    private static Reply reply(String tag, OddsText text) {
        return Reply.ok(text).with("ETag", WEAK + tag);
    }

    private static ProblemException notFound(RaceId race) {
        return new ProblemException(Problem.notFound("no such odds of race " + race));
    }
}
