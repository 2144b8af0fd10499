package keiba.application.purchase;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;

/** The part of the books that the recorder writes. The entries of the queue become tickets, refusals and dead letters. */
public interface RecordingBook {
    /**
     * The longest that a transaction which records purchases may last. {@link OutcomeBook#recordedAfter} lists
     * purchases by the time at which their transaction began, so no new purchase can appear in the list before a place
     * that is older than this.
     */
    Duration LONGEST_RECORDING = Duration.ofSeconds(25);

    /**
     * Records chunks of different lanes in one transaction: moves the positions of their lanes, claims the message ids
     * (an id that was claimed before is a duplicate and changes nothing), locks races and accounts, asks the judge
     * about the fresh purchases and the markers, and writes tickets, refusals, stakes, pool totals, dead letters and
     * the fenced races. If a lane is not at the beginning of its chunk, that chunk is left out, and the others are
     * recorded without it.
     *
     * @param chunks at most one chunk of each lane
     * @param patience how long to wait for rows that another transaction has locked
     * @return one outcome for each chunk, in the order of the chunks; if one is {@link PoolFull}, all are
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
        /** Waits as long as configured. */
        FULL,
        /** Waits only a short time, because other chunks wait in the meantime. */
        SHORT
    }

    /** Decides about fresh purchases. Called once per transaction, and again if the transaction is repeated. */
    @FunctionalInterface
    interface Judge {
        Judgement judge(Facts facts);
    }

    /**
     * The facts that the judge needs; they cannot change before the transaction ends.
     *
     * @param fresh purchases whose ids were never claimed before, lane by lane, in order of arrival within a lane
     * @param races the existing races that the purchases and the markers name
     * @param balances the balances of the users that the purchases name; zero for a user without an account
     * @param staked the stakes of the users of fresh purchases per race day
     * @param markers the close markers at the end of the chunks, at most one of each lane
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
        /**
         * Returns the stakes of a user on the races of a day, less refunds; stakes in the chunks that are being judged
         * are not included.
         */
        Yen on(LocalDate day, UserId user);
    }

    /**
     * The decisions about one or several chunks.
     *
     * @param verdicts one for each fresh purchase, in the order of the purchases
     * @param fenced the next versions of the races whose close markers were reached, each race once; an ignored marker
     *     changes no race
     */
    record Judgement(List<Verdict> verdicts, List<RaceCard> fenced) {
        /** No decisions. */
        public static final Judgement NOTHING = new Judgement(List.of(), List.of());

        public Judgement {
            verdicts = List.copyOf(verdicts);
            fenced = List.copyOf(fenced);
        }

        /**
         * Returns the decisions about one chunk: the verdicts with the indexes from {@code from} to before {@code to},
         * and the race of the chunk's marker if it is fenced.
         */
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

    /** The purchase becomes a ticket; its stake is debited. */
    record Bought(QueueChunk.Queued purchase, CombinationSet combinations, Yen total) implements Verdict {}

    /** The purchase does not become a ticket; no money is debited. */
    record RefusedPurchase(QueueChunk.Queued purchase, RefusalReason reason) implements Verdict {}

    /** The outcome of recording a chunk. */
    sealed interface Recorded {}

    /**
     * The chunk is in the books.
     *
     * @param judgement the decisions about this chunk
     * @param unjudged messages that were refused without being judged: unreadable ones that had an id, and impossible ones
     * @param duplicates the number of purchases whose ids had been claimed before
     */
    record Booked(Judgement judgement, List<Purchase.Failed> unjudged, int duplicates) implements Recorded {}

    /** The lane is not at the chunk's beginning, because another process records it. Nothing of the chunk was written. */
    record LaneLost() implements Recorded {}

    /** The decisions would exceed {@link keiba.domain.pool.Pool#MAX_TOTAL} in a pool. Nothing was written. */
    record PoolFull() implements Recorded {}
}
