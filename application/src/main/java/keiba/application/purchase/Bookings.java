package keiba.application.purchase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keiba.application.odds.BoardId;
import keiba.application.odds.DirtyBoards;
import keiba.application.purchase.RecordPurchases.ChunkRecorded;
import keiba.application.purchase.RecordingBook.Bought;
import keiba.application.purchase.RecordingBook.Judgement;
import keiba.application.purchase.RecordingBook.RefusedPurchase;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.domain.money.Yen;

/** Judges and books the chunks of one call of the recorder, and collects the purchases that are to be shown afterwards. */
final class Bookings {
    private final RecordingBook book;
    private final DirtyBoards dirty;
    private final Limits limits;
    private final Duration grace;
    private final List<Purchase> purchases = new ArrayList<>();

    /**
     * @param grace how long after the end of sales the queue may still receive purchases that were sent before it
     */
    Bookings(RecordingBook book, DirtyBoards dirty, Limits limits, Duration grace) {
        this.book = book;
        this.dirty = dirty;
        this.limits = limits;
        this.grace = grace;
    }

    /** Returns the purchases that have been booked so far. */
    List<Purchase> purchases() {
        return List.copyOf(purchases);
    }

    /** Books chunks in one transaction, and returns one outcome for each. */
    List<RecordingBook.Recorded> book(List<QueueChunk> chunks) {
        return book.record(chunks, this::judge);
    }

    /** Books a chunk alone. */
    RecordingBook.Recorded book(QueueChunk chunk, RecordingBook.Patience patience) {
        return book.record(chunk, this::judge, patience);
    }

    /** Books a chunk alone, and refuses the purchases that would be sold, because a pool is full. */
    RecordingBook.Recorded bookWithoutRoom(QueueChunk chunk, RecordingBook.Patience patience) {
        return book.record(chunk, facts -> withoutRoom(judge(facts)), patience);
    }

    private Judgement judge(RecordingBook.Facts facts) {
        return new Judging(facts, limits, grace).judge();
    }

    private static Judgement withoutRoom(Judgement judgement) {
        return new Judgement(
                judgement.verdicts().stream()
                        .<Verdict>map(verdict -> verdict instanceof Bought bought
                                ? new RefusedPurchase(bought.purchase(), RefusalReason.LIMIT_EXCEEDED)
                                : verdict)
                        .toList(),
                judgement.fenced());
    }

    /** Returns the outcome of a chunk that was booked. Its purchases are collected, and its boards are marked. */
    ChunkRecorded done(QueueChunk chunk, RecordingBook.Booked booked) {
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
        return new ChunkRecorded(
                tickets,
                verdicts.size() - tickets + booked.unjudged().size() - malformed,
                booked.duplicates(),
                malformed,
                chunk.marker().isPresent() && booked.judgement().fenced().isEmpty() ? 1 : 0);
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
            case RefusedPurchase refused ->
                new Purchase.Failed(
                        message.id(),
                        Optional.of(message.user()),
                        refused.reason(),
                        Optional.of(message.bet().fingerprint()));
        };
    }
}
