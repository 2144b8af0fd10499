package keiba.adapter.http;

import java.time.InstantSource;
import java.util.List;
import keiba.application.race.AnnounceChanges;
import keiba.application.race.Announcement;
import keiba.application.race.PastAnnouncement;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceUseCases;
import keiba.wire.AnnouncementWire;
import keiba.wire.CardWire;
import keiba.wire.Fields;
import keiba.wire.WireException;

/** The endpoints of announcements: operators make them, and every caller can list them. */
final class AnnouncementEndpoints {
    private static final String PATH = "/v1/races/{race_id}/announcements";

    private final RaceUseCases races;
    private final InstantSource clock;

    AnnouncementEndpoints(RaceUseCases races, InstantSource clock) {
        this.races = races;
        this.clock = clock;
    }

    List<Endpoint> viewing() {
        return List.of(Endpoint.get(PATH, this::list));
    }

    List<Endpoint> managing() {
        return List.of(Endpoint.put(PATH, this::announce, Role.OPERATOR));
    }

    private Reply list(Ask ask) {
        RaceId id = ask.raceId();
        int limit = ask.limit();
        int after = Math.toIntExact(
                Math.min(Integer.MAX_VALUE, ask.queryNumber("after").orElse(0L)));
        List<PastAnnouncement> made =
                races.view().announcements(id, after, limit).orElseThrow(() -> RaceProblems.unknown(id));
        return Reply.page(made, limit, AnnouncementWire::show, last -> Integer.toString(last.version()));
    }

    /** @param seen the version that the operator has seen */
    private record Order(int seen, Announcement announcement) {}

    private Reply announce(Ask ask) {
        RaceId id = ask.raceId();
        Order order = Ask.read(() -> read(ask.body()), AnnouncementEndpoints::invalid);
        return switch (races.announce()
                .announce(
                        id, order.seen(), order.announcement(), ask.principal().actor())) {
            case AnnounceChanges.ChangesAnnounced done -> Reply.ok(CardWire.show(done.card(), clock.instant()));
            case AnnounceChanges.Conflict conflict -> Reply.of(changed(conflict.card()));
            case AnnounceChanges.TooLate late ->
                Reply.of(RaceProblems.illegalTransition(
                        late.card(),
                        "race " + late.card().id() + " is " + late.card().state()
                                + "; announcements are allowed until the result is official"));
            case AnnounceChanges.TooMany many -> Reply.of(tooMany(many.card()));
            case AnnounceChanges.InvalidAnnouncement invalid -> Reply.of(invalid(invalid));
            case AnnounceChanges.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private static Order read(Fields body) {
        return new Order(body.smallInteger("announcement_version"), AnnouncementWire.read(body));
    }

    private static Problem changed(RaceCard card) {
        int version = card.announced().version();
        return Problem.of(
                        ProblemType.ANNOUNCEMENTS_CHANGED,
                        "The announcements have changed",
                        "the announcements of race " + card.id() + " are now at version " + version
                                + "; read the race again, then repeat the request with that version")
                .with(facts -> facts.put("announcement_version", version));
    }

    private static Problem tooMany(RaceCard card) {
        return Problem.of(
                ProblemType.TOO_MANY_ANNOUNCEMENTS,
                "The race has too many announcements",
                "race " + card.id() + " already has " + card.announced().version() + " announcements; at most "
                        + AnnounceChanges.MOST + " are allowed");
    }

    private static Problem invalid(WireException impossible) {
        return impossible(impossible.field(), impossible.detail());
    }

    private static Problem invalid(AnnounceChanges.InvalidAnnouncement invalid) {
        return impossible(invalid.field(), invalid.field() + ": " + invalid.detail());
    }

    private static Problem impossible(String field, String detail) {
        return Problem.of(ProblemType.INVALID_ANNOUNCEMENT, "The announcement is invalid", detail)
                .with(facts -> facts.put("field", field));
    }
}
