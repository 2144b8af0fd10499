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
     * Records a chunk in one transaction: claims the message ids (an id that was claimed before is a duplicate and changes nothing), locks
     * races and accounts, asks the judge about the fresh purchases and the marker, and writes tickets, refusals, stakes, pool totals, dead
     * letters, the fenced race and the lane's new position.
     *
     * @throws keiba.application.failure.PermanentFailure if the books cannot hold what was decided, as when a balance would be negative;
     *     nothing was written
     */
    Recorded record(QueueChunk chunk, Judge judge);

    /** Decides about fresh purchases; called once per transaction, and again when the transaction is tried again. */
    @FunctionalInterface
    interface Judge {
        Judgement judge(Facts facts);
    }

    /**
     * What the judge needs to know; nothing of it can change before the transaction ends.
     *
     * @param fresh purchases whose ids were never claimed before, in order of arrival
     * @param races the races that they and the marker name, as far as they exist
     * @param balances the balances of the users they name; zero where there is no account
     * @param staked what the users of fresh purchases have staked per race day
     * @param marker the close marker behind the purchases
     */
    record Facts(
            List<QueueChunk.Queued> fresh,
            Map<RaceId, RaceCard> races,
            Map<UserId, Yen> balances,
            Staked staked,
            Optional<QueueChunk.CloseMarker> marker) {}

    /** What users have staked so far. Looked up only where somebody asks. */
    @FunctionalInterface
    interface Staked {
        /** The stakes of a user on the races of a day, less what was refunded; this chunk's are not in it. */
        Yen on(LocalDate day, UserId user);
    }

    /**
     * What is decided about a chunk.
     *
     * @param verdicts one per fresh purchase, in their order
     * @param fenced the race whose marker has been passed, one version on; empty where there is no marker, or one that means nothing
     */
    record Judgement(List<Verdict> verdicts, Optional<RaceCard> fenced) {
        public Judgement {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** What is decided about a purchase. */
    sealed interface Verdict {
        QueueChunk.Queued purchase();
    }

    /** A ticket: the stake is debited. */
    record Bought(QueueChunk.Queued purchase, CombinationSet combinations, Yen total) implements Verdict {}

    /** No ticket, no money. */
    record Refused(QueueChunk.Queued purchase, RefusalReason reason) implements Verdict {}

    /** What became of a chunk. */
    sealed interface Recorded {}

    /**
     * It is in the books.
     *
     * @param judgement what was decided
     * @param unjudged messages that were refused without being judged: unreadable ones that had an id, and impossible ones
     * @param duplicates how many ids had been claimed before
     */
    record Booked(Judgement judgement, List<Purchase.Failed> unjudged, int duplicates) implements Recorded {}

    /** The lane is not at the chunk's beginning, because another process records it. Nothing was written. */
    record LaneLost() implements Recorded {}

    /** What was decided would bring a pool beyond {@link keiba.domain.pool.Pool#MAX_TOTAL}. Nothing was written. */
    record PoolFull() implements Recorded {}
}
