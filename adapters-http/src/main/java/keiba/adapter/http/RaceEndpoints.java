package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.race.CommandRace;
import keiba.application.race.DeclareRace;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import keiba.application.race.RaceUseCases;
import keiba.domain.race.RaceCommand;
import keiba.wire.CardWire;
import keiba.wire.Json;
import keiba.wire.ProposalWire;
import keiba.wire.WireException;

/** Races: declaring, opening, suspending, and looking them up. */
final class RaceEndpoints {
    private final RaceUseCases races;
    private final InstantSource clock;

    RaceEndpoints(RaceUseCases races, InstantSource clock) {
        this.races = races;
        this.clock = clock;
    }

    List<Endpoint> viewing() {
        return List.of(Endpoint.get("/v1/races", this::list), Endpoint.get("/v1/races/{race_id}", this::find));
    }

    List<Endpoint> managing() {
        return List.of(
                Endpoint.post("/v1/races", this::declare, Role.OPERATOR),
                command("open", new RaceCommand.Open()),
                command("suspend", new RaceCommand.Suspend()),
                command("resume", new RaceCommand.Resume()));
    }

    private Endpoint command(String name, RaceCommand command) {
        return Endpoint.post("/v1/races/{race_id}/" + name, ask -> command(ask, command), Role.OPERATOR);
    }

    private Reply find(Ask ask) {
        RaceId id = ask.raceId();
        return Reply.ok(show(races.view().find(id).orElseThrow(() -> unknown(id))));
    }

    private Reply list(Ask ask) {
        LocalDate day = ask.queryDate("date")
                .orElseThrow(() -> new ProblemException(Problem.malformed("date: missing, such as ?date=2026-11-22")));
        Optional<RaceId> after = ask.queryRaceId("after");
        int limit = ask.limit();
        List<RaceCard> cards = races.view().on(day, after, limit);
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        cards.forEach(card -> items.add(show(card)));
        if (cards.size() == limit) {
            json.put("next", cards.get(limit - 1).id().toString());
        } else {
            json.putNull("next");
        }
        return Reply.ok(json);
    }

    private Reply declare(Ask ask) {
        return switch (races.declare().declare(proposal(ask), ask.principal().actor())) {
            case DeclareRace.Declared declared ->
                Reply.json(201, show(declared.card()))
                        .with("Location", "/v1/races/" + declared.card().id());
            case DeclareRace.AlreadyDeclared again -> Reply.ok(show(again.card()));
            case DeclareRace.Conflict conflict ->
                Reply.of(Problem.of(
                                409,
                                "race-exists",
                                "Another race has this id",
                                "race " + conflict.existing().id())
                        .with(facts ->
                                facts.put("race_id", conflict.existing().id().value())));
            case DeclareRace.Invalid invalid ->
                Reply.of(invalidRace(invalid.field() + ": " + invalid.detail(), invalid.field()));
        };
    }

    private static RaceProposal proposal(Ask ask) {
        try {
            return ProposalWire.read(ask.body());
        } catch (WireException refused) {
            if (refused.kind() == WireException.Kind.MALFORMED) {
                throw refused;
            }
            throw new ProblemException(invalidRace(refused.detail(), refused.field()));
        }
    }

    private static Problem invalidRace(String detail, String field) {
        return Problem.of(422, "invalid-race", "The race is impossible", detail)
                .with(facts -> facts.put("field", field));
    }

    private Reply command(Ask ask, RaceCommand command) {
        return switch (races.command()
                .command(ask.raceId(), command, ask.principal().actor())) {
            case CommandRace.Done done -> Reply.ok(show(done.card()));
            case CommandRace.Refused refused ->
                Reply.of(Problem.of(409, "illegal-transition", "The race cannot do that now", refused.detail())
                        .with(facts -> facts.put("state", refused.card().state().name())
                                .put("reason", refused.reason().name())));
            case CommandRace.Unknown unknown -> throw unknown(unknown.id());
        };
    }

    private ObjectNode show(RaceCard card) {
        return CardWire.show(card).put("server_time", clock.instant().toString());
    }

    private static ProblemException unknown(RaceId id) {
        return new ProblemException(Problem.notFound("no race " + id));
    }
}
