package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
            MessageId id = key.map(name -> new MessageId(name.idWithin("purchase:" + user + ":" + race)))
                    .orElseGet(newId);
            Optional<Purchase> known = key.isPresent() ? known(id) : Optional.empty();
            return known.isPresent()
                    ? repeated(known.get(), bet)
                    : first(new PurchaseMessage(id, user, race, bet, clock.instant()));
        } catch (InfrastructureFailure serversAreAway) {
            return new Unavailable();
        }
    }

    /** A keyed purchase must never be taken for a new one because a server is away: the books decide where the board is silent. */
    private Optional<Purchase> known(MessageId id) {
        Optional<Purchase> shown;
        try {
            shown = statuses.find(id);
        } catch (InfrastructureFailure boardIsAway) {
            shown = Optional.empty();
        }
        return shown.isPresent() ? shown : tickets.find(id);
    }

    private PlacePurchase.Outcome repeated(Purchase known, Bet bet) {
        return switch (known) {
            case Purchase.Pending pending ->
                isSame(pending.message().bet().fingerprint(), bet) ? resend(pending) : new KeyReused();
            case Purchase.Completed completed ->
                isSame(completed.ticket().bet().fingerprint(), bet)
                        ? new Accepted(
                                completed.id(),
                                Status.COMPLETED,
                                completed.ticket().combinations(),
                                completed.ticket().total())
                        : new KeyReused();
            case Purchase.Failed failed ->
                failed.fingerprint().filter(print -> isSame(print, bet)).isPresent()
                        ? new Accepted(failed.id(), Status.FAILED, 0, Yen.ZERO)
                        : new KeyReused();
        };
    }

    private static boolean isSame(String fingerprint, Bet bet) {
        return fingerprint.equals(bet.fingerprint());
    }

    private PlacePurchase.Outcome resend(Purchase.Pending pending) {
        Instant now = clock.instant();
        if (now.isBefore(pending.since().plus(RESEND_AFTER))) {
            return accepted(pending);
        }
        return switch (queue.send(pending.message())) {
            case DURABLE -> {
                Purchase.Pending renewed = new Purchase.Pending(pending.message(), pending.combinations(), now);
                quietly(() -> statuses.renew(renewed));
                yield accepted(renewed);
            }
            // it may have been taken the first time: what is certain of this attempt is not certain of the purchase
            case NOT_SENT, UNKNOWN -> new OutcomeUnknown(pending.id());
        };
    }

    private PlacePurchase.Outcome first(PurchaseMessage message) {
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
                send(new Purchase.Pending(message, priced.combinations().size(), message.timestamp()));
        };
    }

    private PlacePurchase.Outcome send(Purchase.Pending pending) {
        Optional<Purchase> shown = claim(pending);
        if (shown.isPresent()) {
            return repeated(shown.get(), pending.message().bet());
        }
        return switch (queue.send(pending.message())) {
            case DURABLE -> accepted(pending);
            case NOT_SENT -> {
                quietly(() -> statuses.release(pending.id()));
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
