package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;

/** Looks purchases up on the board, then in the books. */
final class PurchaseTracking implements TrackPurchase {
    /**
     * If the recorder has recorded the queue up to this long after a purchase was sent and has not seen the purchase,
     * the queue never received it.
     */
    static final Duration GIVE_UP_AFTER = PurchaseTraces.DELIVERY;

    /** A purchase that is shown as pending for longer than this is looked up in the books: its outcome may not have been shown. */
    static final Duration LOOK_AFTER = Duration.ofSeconds(5);

    /** The largest lag of the recorder at which an id that is found nowhere is answered as unknown. */
    static final Duration NO_LAG = Duration.ofSeconds(5);

    private final ViewRaces races;
    private final PurchaseStatusBoard statuses;
    private final TicketBook tickets;
    private final QueueBook queue;
    private final PurchaseTraces traces;
    private final InstantSource clock;

    PurchaseTracking(
            ViewRaces races, PurchaseStatusBoard statuses, TicketBook tickets, QueueBook queue, InstantSource clock) {
        this.races = races;
        this.statuses = statuses;
        this.tickets = tickets;
        this.queue = queue;
        this.traces = new PurchaseTraces(statuses, tickets, queue);
        this.clock = clock;
    }

    @Override
    public TrackingOutcome track(MessageId id, UserId asking) {
        Optional<Purchase> shown = shown(id);
        return shown.isPresent() ? known(settle(shown.get()), asking) : notShown(id, asking);
    }

    private Optional<Purchase> shown(MessageId id) {
        try {
            return statuses.find(id);
        } catch (InfrastructureFailure boardIsAway) {
            return Optional.empty();
        }
    }

    private TrackingOutcome notShown(MessageId id, UserId asking) {
        boolean lagging = mayBeOnItsWay(id, queue.recordedThrough());
        return switch (traces.of(id)) {
            case PurchaseTraces.Found found -> {
                if (!found.onBoard()) {
                    show(found.purchase());
                }
                yield known(found.purchase(), asking);
            }
            case PurchaseTraces.Absent absent -> lagging ? new NotYetKnown() : new NotFound();
            case PurchaseTraces.Uncertain uncertain -> new NotYetKnown();
        };
    }

    /**
     * Returns whether a purchase that is found nowhere may have been sent and not be recorded yet. This is so if the
     * recorder is behind, or if the id was created so recently that the recorder may not have reached its purchase. An
     * id that contains a time in the future was not created by this service.
     */
    private boolean mayBeOnItsWay(MessageId id, Instant recordedThrough) {
        Instant now = clock.instant();
        boolean isTooYoung = id.madeAt()
                .filter(made -> !made.isAfter(now.plus(PurchaseTraces.DELIVERY)))
                .filter(made -> recordedThrough.isBefore(made.plus(PurchaseTraces.DELIVERY)))
                .isPresent();
        return isTooYoung || recordedThrough.isBefore(now.minus(NO_LAG));
    }

    private static TrackingOutcome known(Purchase purchase, UserId asking) {
        return purchase.belongsTo(asking) ? new Known(purchase) : new NotFound();
    }

    private Optional<Purchase> recorded(MessageId id) {
        Optional<Purchase> recorded = tickets.find(id);
        recorded.ifPresent(this::show);
        return recorded;
    }

    private Purchase settle(Purchase shown) {
        return switch (shown) {
            case Purchase.Pending pending -> settle(pending);
            case Purchase.Completed completed -> settle(completed);
            case Purchase.Failed failed -> failed;
        };
    }

    /**
     * Looks up a ticket in the books if it may have been refunded or paid out, because the board shows a ticket as it
     * was bought.
     */
    private Purchase settle(Purchase.Completed shown) {
        try {
            boolean asBought = races.find(shown.ticket().race())
                    .filter(PurchaseTracking::movesNoMoney)
                    .isPresent();
            return asBought ? shown : recorded(shown.id()).orElse(shown);
        } catch (InfrastructureFailure booksAreAway) {
            return shown;
        }
    }

    private static boolean movesNoMoney(RaceCard card) {
        return switch (card.state()) {
            case OFFICIAL, PAYABLE, EXPIRED, VOID -> false;
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3 ->
                card.race().nonStarters().isEmpty();
        };
    }

    /**
     * Looks up a purchase in the books if it has been pending for long, and records it as failed if the queue certainly
     * never received it.
     */
    private Purchase settle(Purchase.Pending pending) {
        if (!isPast(pending, LOOK_AFTER)) {
            return pending;
        }
        try {
            return recorded(pending.id()).orElseGet(() -> isLost(pending) ? giveUp(pending) : pending);
        } catch (InfrastructureFailure booksAreAway) {
            return pending;
        }
    }

    private boolean isPast(Purchase.Pending pending, Duration age) {
        return !clock.instant().isBefore(pending.since().plus(age));
    }

    private boolean isLost(Purchase.Pending pending) {
        return isPast(pending, GIVE_UP_AFTER)
                && !queue.recordedThrough().isBefore(pending.since().plus(GIVE_UP_AFTER));
    }

    private Purchase giveUp(Purchase.Pending pending) {
        Purchase refused = tickets.refuseUnreceived(pending.message());
        show(refused);
        return refused;
    }

    private void show(Purchase recorded) {
        try {
            statuses.show(List.of(recorded));
        } catch (InfrastructureFailure boardIsAway) {
            // the next request looks it up in the books again
        }
    }

    @Override
    public List<Ticket> tickets(UserId user, Optional<RaceId> race, Optional<MessageId> before, int limit) {
        return tickets.tickets(user, race, before, limit);
    }
}
