package keiba.adapter.http;

import java.util.List;
import keiba.adapter.http.JoinedBoards.AllBoards;
import keiba.application.odds.OddsHistory;
import keiba.application.odds.OddsText;
import keiba.application.odds.ShownOdds;
import keiba.application.odds.ViewOdds;
import keiba.application.odds.ViewOddsHistory;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.wire.HistoryWire;
import keiba.wire.OddsWire;

/** The endpoints of odds. Versions save clients from loading odds that they already have, and a stream sends changes. */
final class OddsEndpoints {
    /**
     * The prefix of an entity tag whose texts are equivalent but may differ in the time at which they were computed and
     * in compression.
     */
    private static final String WEAK = "W/";

    /** How long a history may be cached. It grows by at most one point in ten seconds. */
    private static final String HISTORY_CACHING = "public, max-age=5";

    private final ViewOdds odds;
    private final ViewOddsHistory histories;
    private final JoinedBoards joined;
    private final OddsStreams streams;

    OddsEndpoints(ViewOdds odds, ViewOddsHistory histories, OddsStreams streams) {
        this.odds = odds;
        this.histories = histories;
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
                Endpoint.get("/v1/races/{race_id}/odds/{bet_type}", this::board),
                Endpoint.get("/v1/races/{race_id}/odds/{bet_type}/history", this::history));
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

    private Reply history(Ask ask) {
        RaceId race = ask.raceId();
        BetType type = ask.constant("bet_type", BetType.class);
        List<String> wanted = ask.queryAll("combination");
        if (wanted.size() > ViewOddsHistory.MOST_NAMED) {
            throw new ProblemException(Problem.malformed("combination: given " + wanted.size() + " times; at most "
                    + ViewOddsHistory.MOST_NAMED + " are allowed"));
        }
        return switch (histories.history(race, type, wanted, ask.queryInstant("from"), ask.queryInstant("to"))) {
            case ViewOddsHistory.Found found -> reply(ask, found.history());
            case ViewOddsHistory.NotOnSale not -> throw notFound(race);
            case ViewOddsHistory.NoSuchCombination none ->
                throw new ProblemException(
                        Problem.malformed("combination: this bet type has no such combination in this race"));
        };
    }

    /**
     * Returns a history with its entity tag. The text of an address changes only with the version of the board and the
     * number of points.
     */
    private static Reply reply(Ask ask, OddsHistory history) {
        String tag = "\"" + history.version() + "-" + history.points().size() + "-"
                + history.step().seconds() + "\"";
        Reply reply = ask.has(tag)
                ? Reply.notModified(WEAK + tag)
                : Reply.ok(HistoryWire.write(history)).with("ETag", WEAK + tag);
        return reply.with("Cache-Control", HISTORY_CACHING);
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
        return new ProblemException(Problem.notFound("race " + race + " has no such odds"));
    }
}
