package keiba.application.purchase;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import keiba.application.account.IdempotencyKey;
import keiba.application.account.UserId;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.BetCheck.NotSold;
import keiba.application.purchase.BetCheck.Priced;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/** Checks purchases and hands them to the queue. */
final class PurchaseDesk implements PlacePurchase, PreviewPurchase {
    /** A pending purchase that is repeated after this long is handed to the queue again; the recorder takes it once. */
    static final Duration RESEND_AFTER = Duration.ofSeconds(5);

    private final RecentRaces races;
    private final BetCheck check;
    private final PurchaseStatusBoard statuses;
    private final TicketBook tickets;
    private final PurchaseQueue queue;
    private final Supplier<MessageId> newId;
    private final InstantSource clock;

    PurchaseDesk(
            RecentRaces races,
            Limits limits,
            PurchaseStatusBoard statuses,
            TicketBook tickets,
            PurchaseQueue queue,
            Supplier<MessageId> newId,
            InstantSource clock) {
        this.races = races;
        this.check = new BetCheck(limits);
        this.statuses = statuses;
        this.tickets = tickets;
        this.queue = queue;
        this.newId = newId;
        this.clock = clock;
    }

    @Override
    public PlacePurchase.Outcome place(UserId user, RaceId race, Bet bet, Optional<IdempotencyKey> key) {
        try {
            return key.isPresent()
                    ? named(new PurchaseMessage(idOf(key.get(), user, race), user, race, bet, clock.instant()))
                    : first(new PurchaseMessage(newId.get(), user, race, bet, clock.instant()), false);
        } catch (InfrastructureFailure serversAreAway) {
            return new Unavailable();
        }
    }

    private static MessageId idOf(IdempotencyKey key, UserId user, RaceId race) {
        return new MessageId(key.idWithin("purchase:" + user + ":" + race));
    }

    private PlacePurchase.Outcome named(PurchaseMessage message) {
        Earlier earlier = earlier(message.id());
        if (earlier.purchase().isPresent()) {
            return repeated(earlier.purchase().get(), message);
        }
        PlacePurchase.Outcome outcome = first(message, true);
        return outcome instanceof Refused refused && !earlier.certain() && isPassing(refused.reason())
                ? new OutcomeUnknown(message.id())
                : outcome;
    }

    /**
     * What a key named before.
     *
     * @param certain whether a purchase that is in the queue and not yet recorded would have been found
     */
    private record Earlier(Optional<Purchase> purchase, boolean certain) {}

    /** The books answer for a board that is away; a board that answers needs no books, because the recorder takes no id twice. */
    private Earlier earlier(MessageId id) {
        Optional<Purchase> shown;
        try {
            shown = statuses.find(id);
        } catch (InfrastructureFailure boardIsAway) {
            return new Earlier(tickets.find(id), false);
        }
        return new Earlier(shown.isPresent() ? shown : recorded(id), true);
    }

    private Optional<Purchase> recorded(MessageId id) {
        try {
            return tickets.find(id);
        } catch (InfrastructureFailure booksAreAway) {
            return Optional.empty();
        }
    }

    /** Whether an earlier attempt at the same bet may have been spared this refusal. */
    private static boolean isPassing(RefusalReason reason) {
        return switch (reason) {
            case RACE_NOT_OPEN, RACE_CLOSED, RUNNER_SCRATCHED -> true;
            case RACE_UNKNOWN,
                    BET_TYPE_NOT_ON_SALE,
                    INVALID_SELECTION,
                    INVALID_AMOUNT,
                    INSUFFICIENT_FUNDS,
                    LIMIT_EXCEEDED,
                    NOT_RECEIVED,
                    MALFORMED -> false;
        };
    }

    private PlacePurchase.Outcome repeated(Purchase known, PurchaseMessage again) {
        Bet bet = again.bet();
        return switch (known) {
            case Purchase.Pending pending ->
                bet.hasFingerprint(pending.message().bet().fingerprint()) ? pendingStill(pending) : new KeyReused();
            case Purchase.Completed completed ->
                bet.hasFingerprint(completed.ticket().bet().fingerprint())
                        ? new Accepted(
                                completed.id(),
                                Status.COMPLETED,
                                completed.ticket().combinations(),
                                completed.ticket().total())
                        : new KeyReused();
            case Purchase.Failed failed ->
                failed.fingerprint().map(bet::hasFingerprint).orElse(true) ? failedBefore(again) : new KeyReused();
        };
    }

    /** A failed purchase is answered with what it would have cost, as it was when it was accepted. */
    private Accepted failedBefore(PurchaseMessage again) {
        Optional<Priced> cost =
                races.find(again.race()).flatMap(race -> check.costWhenOpened(race.market(), again.bet()));
        return new Accepted(
                again.id(),
                Status.FAILED,
                cost.map(priced -> priced.combinations().size()).orElse(0),
                cost.map(Priced::total).orElse(Yen.ZERO));
    }

    /** What the queue took a moment ago is left to the recorder; anything else is looked for in the books, and sent again. */
    private PlacePurchase.Outcome pendingStill(Purchase.Pending pending) {
        if (pending.queued() && clock.instant().isBefore(pending.since().plus(RESEND_AFTER))) {
            return accepted(pending);
        }
        Optional<Purchase> recorded = recorded(pending.id());
        if (recorded.isPresent()) {
            quietly(() -> statuses.show(List.of(recorded.get())));
            return repeated(recorded.get(), pending.message());
        }
        return resend(pending);
    }

    private PlacePurchase.Outcome resend(Purchase.Pending pending) {
        return switch (queue.send(pending.message())) {
            case DURABLE -> {
                quietly(() -> statuses.renew(pending.queuedAt(clock.instant())));
                yield accepted(pending);
            }
            // what is certain of this attempt is not certain of the first one
            case NOT_SENT, UNKNOWN -> pending.queued() ? accepted(pending) : new OutcomeUnknown(pending.id());
        };
    }

    private PlacePurchase.Outcome first(PurchaseMessage message, boolean named) {
        Optional<RecentRaces.Recent> race = races.find(message.race());
        if (race.isEmpty()) {
            return BetCheck.refusal(RefusalReason.RACE_UNKNOWN, "no race " + message.race());
        }
        Optional<Refused> notOpen = BetCheck.refusalOf(race.get().card().state());
        if (notOpen.isPresent()) {
            return notOpen.get();
        }
        if (message.timestamp().isAfter(race.get().card().deadline())) {
            return BetCheck.refusal(
                    RefusalReason.RACE_CLOSED,
                    "the deadline was " + race.get().card().deadline());
        }
        return switch (check.check(race.get().market(), message.bet())) {
            case NotSold notSold -> notSold.refused();
            case Priced priced ->
                send(new Purchase.Pending(message, priced.combinations().size(), message.timestamp(), false), named);
        };
    }

    private PlacePurchase.Outcome send(Purchase.Pending pending, boolean named) {
        Optional<Purchase> shown = claim(pending);
        if (shown.isPresent()) {
            return repeated(shown.get(), pending.message());
        }
        return switch (queue.send(pending.message())) {
            case DURABLE -> {
                if (named) { // only a named purchase can be repeated, and then must know that it need not be sent
                    quietly(() -> statuses.renew(pending.queuedAt(clock.instant())));
                }
                yield accepted(pending);
            }
            case NOT_SENT -> {
                quietly(() -> statuses.release(pending));
                yield new QueueUnavailable();
            }
            case UNKNOWN -> new OutcomeUnknown(pending.id());
        };
    }

    /** Pending is shown before the message is sent, so that its owner never looks it up in vain. */
    private Optional<Purchase> claim(Purchase.Pending pending) {
        try {
            return statuses.claim(pending);
        } catch (InfrastructureFailure boardIsAway) {
            return Optional.empty();
        }
    }

    private static void quietly(Runnable change) {
        try {
            change.run();
        } catch (InfrastructureFailure boardIsAway) {
            // the board is rebuilt from the books
        }
    }

    private static Accepted accepted(Purchase.Pending pending) {
        Yen total = pending.message().bet().amount().times(pending.combinations());
        return new Accepted(pending.id(), Status.PENDING, pending.combinations(), total);
    }

    @Override
    public PreviewPurchase.Outcome preview(RaceId race, Bet bet) {
        Optional<RecentRaces.Recent> found = races.find(race);
        if (found.isEmpty()) {
            return new NotPossible(BetCheck.refusal(RefusalReason.RACE_UNKNOWN, "no race " + race));
        }
        return switch (check.check(found.get().market(), bet)) {
            case NotSold notSold -> new NotPossible(notSold.refused());
            case Priced priced -> new Cost(priced.combinations().size(), priced.total());
        };
    }
}
