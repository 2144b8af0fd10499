package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
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
import keiba.application.race.RescheduleRace;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceCommand.OperatorCommand;
import keiba.domain.race.ScratchKind;
import keiba.wire.CardWire;
import keiba.wire.Fields;
import keiba.wire.ProposalWire;

/** The endpoints of races: declaring them, changing their states and times, taking out runners, and looking them up. */
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
                command("resume", new RaceCommand.Resume()),
                command("close", new RaceCommand.Close()),
                command("start", new RaceCommand.Start()),
                command("inquiry", new RaceCommand.Inquire()),
                Endpoint.post("/v1/races/{race_id}/cancel", this::cancel, Role.OPERATOR),
                Endpoint.post("/v1/races/{race_id}/scratches", this::scratch, Role.OPERATOR),
                Endpoint.put("/v1/races/{race_id}/schedule", this::reschedule, Role.OPERATOR));
    }

    private Endpoint command(String name, OperatorCommand command) {
        return Endpoint.post("/v1/races/{race_id}/" + name, ask -> command(ask, command), Role.OPERATOR);
    }

    private Reply find(Ask ask) {
        RaceId id = ask.raceId();
        return Reply.ok(show(races.view().find(id).orElseThrow(() -> RaceProblems.unknown(id))));
    }

    private Reply list(Ask ask) {
        LocalDate day = ask.requireDate();
        int limit = ask.limit();
        List<RaceCard> cards = races.view().on(day, ask.queryRaceId("after"), limit);
        return Reply.page(cards, limit, this::show, card -> card.id().toString());
    }

    private Reply declare(Ask ask) {
        RaceProposal proposal = Ask.read(() -> ProposalWire.read(ask.body()), RaceProblems::invalid);
        return switch (races.declare().declare(proposal, ask.principal().actor())) {
            case DeclareRace.Declared declared ->
                Reply.json(201, show(declared.card()))
                        .with("Location", "/v1/races/" + declared.card().id());
            case DeclareRace.AlreadyDeclared again -> Reply.ok(show(again.card()));
            case DeclareRace.Conflict conflict ->
                Reply.of(Problem.of(
                                ProblemType.RACE_EXISTS,
                                "A different race has this id",
                                "race " + conflict.existing().id() + " exists and differs from this declaration")
                        .with(facts ->
                                facts.put("race_id", conflict.existing().id().value())));
            case DeclareRace.InvalidDeclaration invalid -> Reply.of(invalid(invalid.field(), invalid.detail()));
        };
    }

    private static Problem invalid(String field, String detail) {
        return RaceProblems.invalid(field, field + ": " + detail);
    }

    private Reply cancel(Ask ask) {
        return command(ask, Ask.read(() -> readCancel(ask.body()), RaceProblems::invalid));
    }

    /** The reasons that an operator may give; the race itself detects that too few runners are left. */
    private enum Reason {
        CANCELLED,
        NO_RACE
    }

    private static OperatorCommand readCancel(Fields body) {
        return switch (body.constant("reason", Reason.class)) {
            case CANCELLED -> new RaceCommand.Cancel(CancelReason.CANCELLED);
            case NO_RACE -> new RaceCommand.Cancel(CancelReason.NO_RACE);
        };
    }

    private Reply scratch(Ask ask) {
        return command(ask, Ask.read(() -> readScratch(ask.body()), RaceProblems::invalid));
    }

    private static OperatorCommand readScratch(Fields body) {
        return new RaceCommand.Scratch(body.smallInteger("horse_number"), body.constant("kind", ScratchKind.class));
    }

    private Reply command(Ask ask, OperatorCommand command) {
        return switch (races.command()
                .command(ask.raceId(), command, ask.principal().actor())) {
            case CommandRace.CommandDone done -> Reply.ok(show(done.card()));
            case CommandRace.CommandRefused refused -> Reply.of(problem(refused));
            case CommandRace.DeadlinePassed passed -> Reply.of(RaceProblems.deadlinePassed(passed.card()));
            case CommandRace.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private static Problem problem(CommandRace.CommandRefused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_HORSE -> invalid("horse_number", refused.detail());
            case ILLEGAL_TRANSITION, ALREADY_OUT, TOO_FEW_RUNNERS, INVALID_RESULT, FIRST_THREE_CONFIRMED ->
                RaceProblems.illegalTransition(refused.card(), refused.reason(), refused.detail());
        };
    }

    private Reply reschedule(Ask ask) {
        Fields body = ask.body();
        Instant postTime = body.instant("post_time");
        Optional<Instant> deadline = body.optionalInstant("deadline");
        return switch (races.reschedule()
                .reschedule(ask.raceId(), postTime, deadline, ask.principal().actor())) {
            case RescheduleRace.RaceRescheduled done -> Reply.ok(show(done.card()));
            case RescheduleRace.TooLate late ->
                Reply.of(RaceProblems.illegalTransition(
                        late.card(),
                        "sales have ended; the race is " + late.card().state()));
            case RescheduleRace.InvalidSchedule invalid -> Reply.of(invalid(invalid.field(), invalid.detail()));
            case RescheduleRace.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private ObjectNode show(RaceCard card) {
        return CardWire.show(card, clock.instant());
    }
}
