package keiba.application.purchase;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.account.UserId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;

/** The books as the recorder writes them: what the queue holds becomes tickets, refusals and dead letters. */
public interface RecordingBook {
    /**
     * The longest that a transaction which records purchases may last. {@link OutcomeBook#recordedAfter} lists purchases by the time at which their
     * transaction began, so nothing appears any more before a place that is older than this.
     */
    Duration LONGEST_RECORDING = Duration.ofSeconds(25);

    /**
     * Records chunks of different lanes in one transaction: moves the positions of their lanes, claims the message ids (an id that was claimed
     * before is a duplicate and changes nothing), locks races and accounts, asks the judge about the fresh purchases and the markers, and writes
     * tickets, refusals, stakes, pool totals, dead letters and the fenced races. A lane that is not at the beginning of its chunk drops out; the
     * others are recorded without it.
     *
     * @param chunks at most one of each lane
     * @param patience how long to wait for rows that another transaction has locked
     * @return one for each chunk, in the order of the chunks; if one is {@link PoolFull}, all are
     * @throws keiba.application.failure.PermanentFailure if the books cannot hold what was decided, as when a balance would be negative;
     *     nothing was written
     * @throws keiba.application.failure.ServerUnavailable if no other call would succeed now either
     */
    List<Recorded> record(List<QueueChunk> chunks, Judge judge, Patience patience);

    /** Records chunks of different lanes in one transaction, with {@link Patience#FULL}. */
    default List<Recorded> record(List<QueueChunk> chunks, Judge judge) {
        return record(chunks, judge, Patience.FULL);
    }

    /** Records one chunk alone, as {@link #record(List, Judge, Patience)} does. */
    default Recorded record(QueueChunk chunk, Judge judge, Patience patience) {
        return record(List.of(chunk), judge, patience).getFirst();
    }

    /** Records one chunk alone, with {@link Patience#FULL}. */
    default Recorded record(QueueChunk chunk, Judge judge) {
        return record(chunk, judge, Patience.FULL);
    }

    /** How long a transaction waits for a row that another transaction has locked, before it fails with a temporary failure. */
    enum Patience {
        /** As long as is configured. */
        FULL,
        /** A moment only, because other chunks wait meanwhile. */
        SHORT
    }

    /** Decides about fresh purchases; called once per transaction, and again when the transaction is tried again. */
    @FunctionalInterface
    interface Judge {
        Judgement judge(Facts facts);
    }

    /**
     * The facts that the judge needs; they cannot change before the transaction ends.
     *
     * @param fresh purchases whose ids were never claimed before, lane by lane, in order of arrival within a lane
     * @param races the races that they and the markers name, as far as they exist
     * @param balances the balances of the users they name; zero where there is no account
     * @param staked what the users of fresh purchases have staked per race day
     * @param markers the close markers behind the purchases, at most one of a lane
     */
    record Facts(
            List<QueueChunk.Queued> fresh,
            Map<RaceId, RaceCard> races,
            Map<UserId, Yen> balances,
            Staked staked,
            List<QueueChunk.CloseMarker> markers) {}

    /** The stakes of users so far. They are looked up only when the judge asks. */
    @FunctionalInterface
    interface Staked {
        /** Returns the stakes of a user on the races of a day, less what was refunded; those of the chunks that are being judged are not in it. */
        Yen on(LocalDate day, UserId user);
    }

    /**
     * The decisions about one or several chunks.
     *
     * @param verdicts one per fresh purchase, in their order
     * @param fenced the races whose markers have been passed, one version on, each once; a marker that means nothing fences no race
     */
    record Judgement(List<Verdict> verdicts, List<RaceCard> fenced) {
        /** No decisions. */
        public static final Judgement NOTHING = new Judgement(List.of(), List.of());

        public Judgement {
            verdicts = List.copyOf(verdicts);
            fenced = List.copyOf(fenced);
        }

        /** Returns the part of one chunk: the verdicts from one place to before another, and the race of the chunk's marker if it is fenced. */
        public Judgement part(int from, int to, Optional<QueueChunk.CloseMarker> marker) {
            return new Judgement(
                    verdicts.subList(from, to),
                    fenced.stream()
                            .filter(card -> marker.filter(
                                            passed -> passed.race().equals(card.id()))
                                    .isPresent())
                            .toList());
        }
    }

    /** The decision about a purchase. */
    sealed interface Verdict {
        QueueChunk.Queued purchase();
    }

    /** A ticket: the stake is debited. */
    record Bought(QueueChunk.Queued purchase, CombinationSet combinations, Yen total) implements Verdict {}

    /** No ticket, no money. */
    record RefusedPurchase(QueueChunk.Queued purchase, RefusalReason reason) implements Verdict {}

    /** The outcome of recording a chunk. */
    sealed interface Recorded {}

    /**
     * It is in the books.
     *
     * @param judgement what was decided about this chunk
     * @param unjudged messages that were refused without being judged: unreadable ones that had an id, and impossible ones
     * @param duplicates how many ids had been claimed before
     */
    record Booked(Judgement judgement, List<Purchase.Failed> unjudged, int duplicates) implements Recorded {}

    /** The lane is not at the chunk's beginning, because another process records it. Nothing of the chunk was written. */
    record LaneLost() implements Recorded {}

    /** The decisions would exceed {@link keiba.domain.pool.Pool#MAX_TOTAL} in a pool. Nothing was written. */
    record PoolFull() implements Recorded {}
}
