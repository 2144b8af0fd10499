package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import keiba.application.account.UserId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;

/** The tickets of record, and the refused purchases beside them. Written only from the queue. */
public interface TicketBook {
    /**
     * The longest that a transaction which records purchases may last. {@link #recordedAfter} lists purchases by the time at which their
     * transaction began, so nothing appears any more before a place that is older than this.
     */
    Duration LONGEST_RECORDING = Duration.ofSeconds(25);

    /**
     * Records a chunk in one transaction: claims the message ids (an id that was claimed before is a duplicate and changes nothing), locks
     * races and accounts, asks the judge about the fresh purchases and the marker, and writes tickets, refusals, stakes, pool totals, dead
     * letters, the fenced race and the partition's new position.
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

    /** The partition does not stand where the chunk begins: somebody else records it. Nothing was written. */
    record PartitionLost() implements Recorded {}

    /** What was decided would bring a pool beyond {@link keiba.domain.pool.Pool#MAX_TOTAL}. Nothing was written. */
    record PoolFull() implements Recorded {}

    /** The purchase of an id, as it was recorded. */
    Optional<Purchase> find(MessageId id);

    /** The purchases of these ids as they were recorded, in no particular order; ids that are not recorded are left out. */
    List<Purchase> find(Collection<MessageId> ids);

    /** A place in the order of recording. */
    record Place(Instant recordedAt, MessageId id) {}

    /**
     * How a purchase ended, and its place in the order of recording.
     *
     * @param status COMPLETED or FAILED
     */
    record Listed(Place place, PlacePurchase.Status status) {}

    /**
     * Returns recorded purchases in the order of recording, which is that of the times at which their transactions began.
     *
     * @param after the place after which to begin
     * @param age how long ago they were recorded at least, by the clock of the books
     * @param limit how many at most
     */
    List<Listed> recordedAfter(Place after, Duration age, int limit);

    /**
     * How purchases ended, by id: those behind the given one, at most {@code limit}.
     *
     * @return COMPLETED or FAILED
     */
    SortedMap<MessageId, PlacePurchase.Status> outcomes(Optional<MessageId> after, int limit);

    /** A user's tickets, newest first, those before the given one, at most {@code limit}. */
    List<Ticket> tickets(UserId user, Optional<RaceId> race, Optional<MessageId> before, int limit);

    /**
     * Records a purchase that never came as failed ({@link RefusalReason#NOT_RECEIVED}), unless its id is claimed already; should it come
     * later after all, it is a duplicate.
     *
     * @return how the purchase stands
     */
    Purchase refuseUnreceived(PurchaseMessage message);

    /** Up to which broker time everything in every partition has been recorded. */
    Instant recordedThrough();

    /**
     * Notes that purchases may be sent to the queue until this time which are not claimed on the status board. An earlier time than one
     * that was noted before changes nothing.
     */
    void noteUnclaimed(Instant until);

    /** The latest time that was ever noted by {@link #noteUnclaimed}; {@link Instant#MIN} if none was. */
    Instant unclaimedUntil();

    /**
     * Where the partitions of the queue stand; a partition that was never recorded stands at 0. Books that know no topic yet take this one.
     *
     * @param partitions how many partitions the topic has
     * @return the next offset by partition; empty if the books know another topic or another number of partitions
     */
    Optional<Map<Integer, Long>> positions(UUID topic, int partitions);

    /** Notes that everything in a partition up to its end at this time has been recorded; ignored if it does not stand at this position. */
    void caughtUp(UUID topic, int partition, long position, Instant at);
}
