package keiba.application.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceBook.Decision;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.race.RaceState;

/** Extends claim periods in the books, and shows the race with its new last day. */
final class ClaimPeriods implements ExtendClaimPeriod {
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final RaceBook races;
    private final RaceBoard board;

    ClaimPeriods(RaceBook races, RaceBoard board) {
        this.races = races;
        this.board = board;
    }

    @Override
    public ExtensionOutcome extend(RaceId race, LocalDate expiresOn, Actor operator) {
        Optional<ExtensionOutcome> outcome =
                races.decide(race, operator, "ExtendClaimPeriod", (card, now) -> decide(card, expiresOn, now));
        if (outcome.isPresent() && outcome.get() instanceof Extended extended) {
            board.tryToShow(extended.card());
        }
        return outcome.orElseGet(() -> new UnknownRace(race));
    }

    private static Decision<ExtensionOutcome> decide(RaceCard card, LocalDate expiresOn, Instant now) {
        if (card.state() == RaceState.EXPIRED || card.state() == RaceState.VOID) {
            return Decision.unchanged(new NothingToClaim(card));
        }
        if (expiresOn.equals(card.expiresOn())) {
            return Decision.unchanged(new Extended(card));
        }
        LocalDate today = LocalDate.ofInstant(now, JAPAN);
        LocalDate earliest = later(card.expiresOn().plusDays(1), today);
        LocalDate latest = later(card.day(), today).plusDays(MAX_DAYS);
        if (expiresOn.isBefore(earliest) || expiresOn.isAfter(latest)) {
            return Decision.unchanged(new InvalidDay(earliest, latest));
        }
        RaceCard extended = card.claimableThrough(expiresOn);
        return Decision.changed(extended, new Extended(extended));
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
