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
import keiba.application.purchase.PurchaseTraces.Absent;
import keiba.application.purchase.PurchaseTraces.Found;
import keiba.application.purchase.PurchaseTraces.Trace;
import keiba.application.purchase.PurchaseTraces.Uncertain;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceState;

/** Checks purchases and hands them to the queue. */
final class PurchaseDesk implements PlacePurchase, PreviewPurchase {
    /** A pending purchase that is repeated after this long is handed to the queue again; the recorder takes it once. */
    static final Duration RESEND_AFTER = Duration.ofSeconds(5);

    private final RecentRaces races;
    private final BetCheck check;
    private final PurchaseStatusBoard statuses;
    private final TicketBook tickets;
    private final PurchaseTraces traces;
    private final UnclaimedSends unclaimed;
    private final RaceBook raceBook;
    private final PurchaseQueue queue;
    private final Supplier<MessageId> newId;
    private final InstantSource clock;

    PurchaseDesk(
            RecentRaces races,
            RaceBook raceBook,
            Limits limits,
            PurchaseStatusBoard statuses,
            TicketBook tickets,
            QueueBook queueBook,
            PurchaseQueue queue,
            Supplier<MessageId> newId,
            InstantSource clock) {
        this.races = races;
        this.check = new BetCheck(limits);
        this.statuses = statuses;
        this.tickets = tickets;
        this.traces = new PurchaseTraces(statuses, tickets, queueBook);
        this.unclaimed = new UnclaimedSends(queueBook, clock);
        this.raceBook = raceBook;
        this.queue = queue;
        this.newId = newId;
        this.clock = clock;
    }

    @Override
    public PlacePurchase.Outcome place(UserId user, RaceId race, Bet bet, Optional<IdempotencyKey> key) {
        return key.isPresent()
                ? withKey(new PurchaseMessage(idOf(key.get(), user, race), user, race, bet, clock.instant()))
                : withoutKey(new PurchaseMessage(newId.get(), user, race, bet, clock.instant()));
    }

    private static MessageId idOf(IdempotencyKey key, UserId user, RaceId race) {
        return new MessageId(key.idWithin("purchase:" + user + ":" + race));
    }

    /** A purchase without a key is new: it is bought by this request or not at all. */
    private PlacePurchase.Outcome withoutKey(PurchaseMessage message) {
        try {
            return switch (check(message, races.find(message.race()))) {
                case NotSold notSold -> notSold.refused();
                case Priced priced -> sendNew(pending(message, priced));
            };
        } catch (InfrastructureFailure serversAreAway) {
            return new Unavailable();
        }
    }

    private PlacePurchase.Outcome sendNew(Purchase.Pending pending) {
        claim(pending);
        return switch (queue.send(pending.message())) {
            case DURABLE -> accepted(pending);
            case NOT_SENT -> {
                quietly(() -> statuses.release(pending));
                yield new QueueUnavailable();
            }
            case UNKNOWN -> new OutcomeUnknown(pending.id(), Doubt.NO_VERDICT);
        };
    }

    private PlacePurchase.Outcome withKey(PurchaseMessage message) {
        return shown(message.id())
                .or(() -> recorded(message.id()))
                .map(known -> repeated(known, message))
                .orElseGet(() -> withUnknownKey(message));
    }

    /** A key without a known purchase: it is new, or the stores that knew it are unavailable or have lost it. */
    private PlacePurchase.Outcome withUnknownKey(PurchaseMessage message) {
        try {
            return switch (check(message, races.find(message.race()))) {
                case NotSold notSold -> refuse(message, notSold.refused());
                case Priced priced -> claimAndSend(pending(message, priced));
            };
        } catch (InfrastructureFailure serversAreAway) {
            return notSent(message.id());
        }
    }

    /**
     * Claims the purchase, looks at the race once more, and sends. A request that refuses looks at the race first and for claims then, so
     * of two requests with the same key that refuse and send at the same time, one sees the other.
     */
    private PlacePurchase.Outcome claimAndSend(Purchase.Pending pending) {
        Optional<Purchase> shown = claim(pending);
        if (shown.isPresent()) {
            return repeated(shown.get(), pending.message());
        }
        Optional<Refused> refused = refusedByNow(pending);
        if (refused.isPresent()) {
            quietly(() -> statuses.release(pending));
            return refuse(pending.message(), refused.get());
        }
        return switch (queue.send(pending.message())) {
            case DURABLE -> {
                quietly(() -> statuses.renew(pending.queuedAt(clock.instant())));
                yield accepted(pending);
            }
            case NOT_SENT -> {
                statuses.release(pending);
                yield unlessSentBefore(traces.of(pending.id()), pending.message(), new QueueUnavailable());
            }
            case UNKNOWN -> new OutcomeUnknown(pending.id(), Doubt.NO_VERDICT);
        };
    }

    private Optional<Refused> refusedByNow(Purchase.Pending pending) {
        try {
            PurchaseMessage message = pending.message();
            return check(message, races.findNow(message.race())) instanceof NotSold notSold
                    ? Optional.of(notSold.refused())
                    : Optional.empty();
        } catch (InfrastructureFailure serversAreAway) {
            quietly(() -> statuses.release(pending));
            throw serversAreAway;
        }
    }

    private PlacePurchase.Outcome refuse(PurchaseMessage message, Refused refused) {
        return unlessSentBefore(sentBefore(message, refused.reason()), message, refused);
    }

    /** Returns the answer when this request sent nothing, unless an earlier request sent the purchase, or may have sent it. */
    private PlacePurchase.Outcome unlessSentBefore(
            Trace earlier, PurchaseMessage message, PlacePurchase.Outcome notBought) {
        return switch (earlier) {
            case Found found -> repeated(found.purchase(), message);
            case Absent absent -> notBought;
            case Uncertain uncertain -> notSent(message.id());
        };
    }

    private static OutcomeUnknown notSent(MessageId id) {
        return new OutcomeUnknown(id, Doubt.EARLIER_REQUEST);
    }

    /** Whether an earlier request may have sent a bet that is refused now. */
    private Trace sentBefore(PurchaseMessage message, RefusalReason reason) {
        return switch (reason) {
            // true since the race was declared: such a bet never was sent
            case RACE_UNKNOWN, BET_TYPE_NOT_ON_SALE, INVALID_SELECTION, INVALID_AMOUNT -> new Absent();
            // true for ever: what the recorder has not recorded yet it will refuse
            case RUNNER_SCRATCHED -> traces.ofFinished(message.id());
            case RACE_NOT_OPEN, RACE_CLOSED ->
                nothingCanBeSold(message.race()) ? traces.ofFinished(message.id()) : traces.of(message.id());
            case LIMIT_EXCEEDED, INSUFFICIENT_FUNDS, NOT_RECEIVED, MALFORMED -> traces.of(message.id());
        };
    }

    /** Whether nothing that is in the queue now can become a ticket: the race has not been on sale yet, or takes nothing more. */
    private boolean nothingCanBeSold(RaceId race) {
        boolean isOver = races.find(race)
                .filter(known -> known.card().takesNothingMore())
                .isPresent();
        return isOver
                || raceBook.find(race)
                        .filter(card -> card.takesNothingMore() || card.state() == RaceState.DECLARED)
                        .isPresent();
    }

    private Optional<Purchase> shown(MessageId id) {
        try {
            return statuses.find(id);
        } catch (InfrastructureFailure boardIsAway) {
            return Optional.empty();
        }
    }

    private Optional<Purchase> recorded(MessageId id) {
        try {
            return tickets.find(id);
        } catch (InfrastructureFailure booksAreAway) {
            return Optional.empty();
        }
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
        Optional<Priced> cost = costWhenOpened(again);
        return new Accepted(
                again.id(),
                Status.FAILED,
                cost.map(priced -> priced.combinations().size()).orElse(0),
                cost.map(Priced::total).orElse(Yen.ZERO));
    }

    private Optional<Priced> costWhenOpened(PurchaseMessage message) {
        try {
            return races.find(message.race()).flatMap(race -> check.costWhenOpened(race.market(), message.bet()));
        } catch (InfrastructureFailure serversAreAway) {
            return Optional.empty();
        }
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
        try {
            takeOver(pending.sentAgainAt(clock.instant()));
        } catch (InfrastructureFailure serversAreAway) {
            return pending.queued() ? accepted(pending) : notSent(pending.id());
        }
        return switch (queue.send(pending.message())) {
            case DURABLE -> {
                quietly(() -> statuses.renew(pending.queuedAt(clock.instant())));
                yield accepted(pending);
            }
            case NOT_SENT -> pending.queued() ? accepted(pending) : notSent(pending.id());
            case UNKNOWN -> pending.queued() ? accepted(pending) : new OutcomeUnknown(pending.id(), Doubt.NO_VERDICT);
        };
    }

    /** Changes what is shown before it is sent again, so that the request that claimed it first cannot take it down any more. */
    private void takeOver(Purchase.Pending pending) {
        try {
            statuses.renew(pending);
        } catch (InfrastructureFailure boardIsAway) {
            unclaimed.note();
        }
    }

    private static Purchase.Pending pending(PurchaseMessage message, Priced priced) {
        return new Purchase.Pending(message, priced.combinations().size(), message.timestamp(), false);
    }

    private BetCheck.Result check(PurchaseMessage message, Optional<RecentRaces.Recent> found) {
        if (found.isEmpty()) {
            return new NotSold(BetCheck.refusal(RefusalReason.RACE_UNKNOWN, "no race " + message.race()));
        }
        RaceCard card = found.get().card();
        Optional<Refused> notOpen = BetCheck.refusalOf(card.state());
        if (notOpen.isPresent()) {
            return new NotSold(notOpen.get());
        }
        if (clock.instant().isAfter(card.deadline())) {
            return new NotSold(BetCheck.refusal(RefusalReason.RACE_CLOSED, "the deadline was " + card.deadline()));
        }
        return check.check(found.get().market(), message.bet());
    }

    /**
     * Shows a purchase as pending before it is sent, so that its owner and other requests with its key find it; where the board is away,
     * notes that it is not shown.
     *
     * @return what is shown already; empty if this request may send
     * @throws InfrastructureFailure if it can be neither shown nor noted
     */
    private Optional<Purchase> claim(Purchase.Pending pending) {
        try {
            return statuses.claim(pending);
        } catch (InfrastructureFailure boardIsAway) {
            unclaimed.note();
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
