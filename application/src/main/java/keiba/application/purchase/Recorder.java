package keiba.application.purchase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.account.UserId;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.PermanentFailure;
import keiba.application.odds.BoardId;
import keiba.application.odds.DirtyBoards;
import keiba.application.purchase.BetCheck.NotSold;
import keiba.application.purchase.BetCheck.Priced;
import keiba.application.purchase.TicketBook.Bought;
import keiba.application.purchase.TicketBook.Facts;
import keiba.application.purchase.TicketBook.Refused;
import keiba.application.purchase.TicketBook.Verdict;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;

/** Judges queued purchases in order of arrival, has them booked, and shows the outcome. */
final class Recorder implements RecordPurchases {
    /** How long after the deadline the broker may append a purchase that was sent in time. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private final TicketBook book;
    private final PurchaseStatusBoard statuses;
    private final DirtyBoards dirty;
    private final BetCheck check;

    Recorder(TicketBook book, PurchaseStatusBoard statuses, DirtyBoards dirty, Limits limits) {
        this.book = book;
        this.statuses = statuses;
        this.dirty = dirty;
        this.check = new BetCheck(limits);
    }

    @Override
    public Outcome record(QueueChunk chunk) {
        try {
            return switch (book.record(chunk, this::judge)) {
                case TicketBook.PartitionLost lost -> new PartitionLost();
                case TicketBook.Booked booked -> shown(booked);
            };
        } catch (PermanentFailure refusedByTheBooks) {
            return isolate(chunk, refusedByTheBooks);
        }
    }

    /** Halves the chunk until the one message that the books refuse stands alone; that one becomes a dead letter. */
    private Outcome isolate(QueueChunk chunk, PermanentFailure cause) {
        if (chunk.entries().size() == 1 && chunk.entries().get(0) instanceof QueueChunk.Queued queued) {
            return record(with(chunk, List.of(unreadable(queued, cause))));
        }
        if (chunk.entries().size() < 2) {
            throw cause;
        }
        int half = chunk.entries().size() / 2;
        long middle = chunk.entries().get(half).offset();
        List<QueueChunk.Entry> entries = chunk.entries();
        Outcome first = record(new QueueChunk(
                chunk.topic(),
                chunk.partition(),
                chunk.first(),
                middle,
                chunk.leaderEpoch(),
                entries.subList(0, half)));
        if (!(first instanceof Done firstDone)) {
            return first;
        }
        Outcome second = record(new QueueChunk(
                chunk.topic(),
                chunk.partition(),
                middle,
                chunk.next(),
                chunk.leaderEpoch(),
                entries.subList(half, entries.size())));
        return second instanceof Done secondDone ? firstDone.plus(secondDone) : second;
    }

    private static QueueChunk with(QueueChunk chunk, List<QueueChunk.Entry> entries) {
        return new QueueChunk(
                chunk.topic(), chunk.partition(), chunk.first(), chunk.next(), chunk.leaderEpoch(), entries);
    }

    private static QueueChunk.Entry unreadable(QueueChunk.Queued queued, PermanentFailure cause) {
        return new QueueChunk.Unreadable(
                queued.offset(),
                queued.appendedAt(),
                Optional.of(queued.message().id()),
                Optional.of(queued.message().user()),
                "refused by the books: " + cause.getMessage(),
                queued.value());
    }

    private List<Verdict> judge(Facts facts) {
        Map<RaceId, Market> markets = new HashMap<>();
        Map<UserId, Yen> balances = new HashMap<>(facts.balances());
        List<Verdict> verdicts = new ArrayList<>(facts.fresh().size());
        for (QueueChunk.Queued purchase : facts.fresh()) {
            Verdict verdict = judge(purchase, facts.races(), markets, balances);
            if (verdict instanceof Bought bought) {
                balances.merge(purchase.message().user(), bought.total(), Yen::minus);
            }
            verdicts.add(verdict);
        }
        return verdicts;
    }

    private Verdict judge(
            QueueChunk.Queued purchase,
            Map<RaceId, RaceCard> races,
            Map<RaceId, Market> markets,
            Map<UserId, Yen> balances) {
        PurchaseMessage message = purchase.message();
        RaceCard card = races.get(message.race());
        if (card == null) {
            return new Refused(purchase, RefusalReason.RACE_UNKNOWN);
        }
        Optional<PlacePurchase.Refused> notOpen = BetCheck.refusalOf(card.state());
        if (notOpen.isPresent()) {
            return new Refused(purchase, notOpen.get().reason());
        }
        if (purchase.appendedAt().isAfter(card.deadline().plus(GRACE))) {
            return new Refused(purchase, RefusalReason.RACE_CLOSED);
        }
        Market market = markets.computeIfAbsent(message.race(), id -> card.market());
        return switch (check.check(market, message.bet())) {
            case NotSold notSold -> new Refused(purchase, notSold.refused().reason());
            case Priced priced ->
                balances.getOrDefault(message.user(), Yen.ZERO).compareTo(priced.total()) < 0
                        ? new Refused(purchase, RefusalReason.INSUFFICIENT_FUNDS)
                        : new Bought(purchase, priced.combinations(), priced.total());
        };
    }

    private Done shown(TicketBook.Booked booked) {
        List<Purchase> outcomes = new ArrayList<>(booked.malformed());
        int tickets = 0;
        for (Verdict verdict : booked.verdicts()) {
            outcomes.add(purchase(verdict));
            if (verdict instanceof Bought bought) {
                tickets++;
                dirty.mark(new BoardId(
                        bought.purchase().message().race(),
                        bought.combinations().type()));
            }
        }
        show(outcomes);
        return new Done(
                tickets,
                booked.verdicts().size() - tickets,
                booked.duplicates(),
                booked.malformed().size());
    }

    private void show(List<Purchase> outcomes) {
        try {
            statuses.show(outcomes);
        } catch (InfrastructureFailure boardIsAway) {
            // whoever asks is answered from the books
        }
    }

    private static Purchase purchase(Verdict verdict) {
        PurchaseMessage message = verdict.purchase().message();
        return switch (verdict) {
            case Bought bought ->
                new Purchase.Completed(new Ticket(
                        message.id(),
                        message.user(),
                        message.race(),
                        message.bet(),
                        bought.combinations().size(),
                        bought.total(),
                        Yen.ZERO,
                        Optional.empty(),
                        verdict.purchase().appendedAt()));
            case Refused refused ->
                new Purchase.Failed(
                        message.id(),
                        Optional.of(message.user()),
                        refused.reason(),
                        Optional.of(message.bet().fingerprint()));
        };
    }
}
