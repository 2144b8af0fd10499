package keiba.application.purchase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.PermanentFailure;
import keiba.application.odds.BoardId;
import keiba.application.odds.DirtyBoards;
import keiba.application.purchase.RecordingBook.Bought;
import keiba.application.purchase.RecordingBook.Judgement;
import keiba.application.purchase.RecordingBook.Refused;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.domain.money.Yen;

/** Judges queued purchases in order of arrival, has them booked, and shows the outcome. */
final class Recorder implements RecordPurchases {
    private static final String PLAIN_REASON = "refused by the books";

    private final RecordingBook book;
    private final PurchaseStatusBoard statuses;
    private final ShowRecorded later;
    private final DirtyBoards dirty;
    private final Limits limits;
    private final Duration grace;

    /**
     * @param later shows what could not be shown at once
     * @param grace how long after the end of sales the queue may receive what was sent in time
     */
    Recorder(
            RecordingBook book,
            PurchaseStatusBoard statuses,
            ShowRecorded later,
            DirtyBoards dirty,
            Limits limits,
            Duration grace) {
        this.book = book;
        this.statuses = statuses;
        this.later = later;
        this.dirty = dirty;
        this.limits = limits;
        this.grace = grace;
    }

    @Override
    public Recorded record(List<QueueChunk> chunks) {
        List<Purchase> purchases = new ArrayList<>();
        List<Outcome> outcomes =
                chunks.stream().map(chunk -> recordOrFail(chunk, purchases)).toList();
        return new Recorded(outcomes, purchases);
    }

    private Outcome recordOrFail(QueueChunk chunk, List<Purchase> purchases) {
        try {
            return record(chunk, purchases);
        } catch (RuntimeException failure) {
            return new Failed(failure);
        }
    }

    private Outcome record(QueueChunk chunk, List<Purchase> purchases) {
        try {
            return switch (book.record(chunk, this::judge)) {
                case RecordingBook.LaneLost lost -> new LaneLost();
                case RecordingBook.PoolFull full ->
                    chunk.entries().size() == 1 ? refuse(chunk, purchases) : recordInHalves(chunk, purchases);
                case RecordingBook.Booked booked -> done(chunk, booked, purchases);
            };
        } catch (PermanentFailure refusedByTheBooks) {
            return isolate(chunk, refusedByTheBooks, purchases);
        }
    }

    private Judgement judge(RecordingBook.Facts facts) {
        return new Judging(facts, limits, grace).judge();
    }

    /** Records the one purchase for which a pool has no room. */
    private Outcome refuse(QueueChunk chunk, List<Purchase> purchases) {
        return switch (book.record(chunk, facts -> withoutRoom(judge(facts)))) {
            case RecordingBook.LaneLost lost -> new LaneLost();
            case RecordingBook.PoolFull full -> throw new IllegalStateException("a pool is too full for nothing");
            case RecordingBook.Booked booked -> done(chunk, booked, purchases);
        };
    }

    private static Judgement withoutRoom(Judgement judgement) {
        return new Judgement(
                judgement.verdicts().stream()
                        .<Verdict>map(verdict -> verdict instanceof Bought bought
                                ? new Refused(bought.purchase(), RefusalReason.LIMIT_EXCEEDED)
                                : verdict)
                        .toList(),
                judgement.fenced());
    }

    /** Halves the chunk until the one message that the books refuse stands alone; that one becomes a dead letter. */
    private Outcome isolate(QueueChunk chunk, PermanentFailure cause, List<Purchase> purchases) {
        return switch (chunk.entries().size()) {
            case 0 -> throw cause;
            case 1 -> record(with(chunk, List.of(deadLetter(chunk.entries().getFirst(), cause))), purchases);
            default -> recordInHalves(chunk, purchases);
        };
    }

    /** @throws PermanentFailure if there is no plainer form of the entry than the one that the books refuse */
    private static QueueChunk.Entry deadLetter(QueueChunk.Entry refused, PermanentFailure cause) {
        String reason = "refused by the books: " + cause.getMessage();
        return switch (refused) {
            case QueueChunk.Queued queued ->
                new QueueChunk.Unreadable(
                        queued.offset(),
                        queued.appendedAt(),
                        Optional.of(queued.message().id()),
                        Optional.of(queued.message().user()),
                        reason,
                        Optional.of(queued.value()));
            case QueueChunk.Impossible impossible ->
                new QueueChunk.Unreadable(
                        impossible.offset(),
                        impossible.appendedAt(),
                        Optional.of(impossible.id()),
                        impossible.user(),
                        reason,
                        Optional.of(impossible.value()));
            case QueueChunk.Unreadable unreadable -> plain(unreadable, cause);
            case QueueChunk.CloseMarker marker -> throw cause;
        };
    }

    /** The same dead letter with nothing of the message but its value. */
    private static QueueChunk.Unreadable plain(QueueChunk.Unreadable refused, PermanentFailure cause) {
        if (refused.reason().equals(PLAIN_REASON)) {
            throw cause;
        }
        return new QueueChunk.Unreadable(
                refused.offset(),
                refused.appendedAt(),
                Optional.empty(),
                Optional.empty(),
                PLAIN_REASON,
                refused.value());
    }

    private Outcome recordInHalves(QueueChunk chunk, List<Purchase> purchases) {
        int half = chunk.entries().size() / 2;
        long middle = chunk.entries().get(half).offset();
        List<QueueChunk.Entry> entries = chunk.entries();
        Outcome first = record(
                new QueueChunk(
                        chunk.queue(), chunk.lane(), chunk.first(), middle, chunk.term(), entries.subList(0, half)),
                purchases);
        if (!(first instanceof Done firstDone)) {
            return first;
        }
        Outcome second = record(
                new QueueChunk(
                        chunk.queue(),
                        chunk.lane(),
                        middle,
                        chunk.next(),
                        chunk.term(),
                        entries.subList(half, entries.size())),
                purchases);
        return second instanceof Done secondDone ? firstDone.plus(secondDone) : second;
    }

    private static QueueChunk with(QueueChunk chunk, List<QueueChunk.Entry> entries) {
        return new QueueChunk(chunk.queue(), chunk.lane(), chunk.first(), chunk.next(), chunk.term(), entries);
    }

    private Done done(QueueChunk chunk, RecordingBook.Booked booked, List<Purchase> purchases) {
        List<Verdict> verdicts = booked.judgement().verdicts();
        int malformed = (int) booked.unjudged().stream()
                .filter(failed -> failed.reason() == RefusalReason.MALFORMED)
                .count();
        int tickets = 0;
        for (Verdict verdict : verdicts) {
            purchases.add(purchase(verdict));
            if (verdict instanceof Bought bought) {
                tickets++;
                dirty.mark(new BoardId(
                        bought.purchase().message().race(),
                        bought.combinations().type()));
            }
        }
        purchases.addAll(booked.unjudged());
        return new Done(
                tickets,
                verdicts.size() - tickets + booked.unjudged().size() - malformed,
                booked.duplicates(),
                malformed,
                chunk.marker().isPresent() && booked.judgement().fenced().isEmpty() ? 1 : 0);
    }

    @Override
    public void show(List<Purchase> recorded) {
        if (recorded.isEmpty()) {
            return;
        }
        try {
            statuses.show(recorded);
        } catch (InfrastructureFailure boardIsAway) {
            later.missed();
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
