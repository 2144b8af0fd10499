package keiba.bootstrap.operator;

import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keiba.adapter.postgres.ReplaySource;
import keiba.adapter.postgres.ReplaySource.Recorded;
import keiba.adapter.postgres.ReplaySource.ReplayedOutcome;
import keiba.application.UseCases;
import keiba.application.purchase.Limits;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook.Booked;
import keiba.application.purchase.RecordingBook.Facts;
import keiba.application.purchase.RecordingBook.Judgement;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.application.purchase.Rejudging;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/** Judges the messages of the topic again, in their order, and records them in other books. */
final class Rebuilding {
    private final ReplaySource source;
    private final UseCases.Books into;
    private final Rejudging judge;
    private final Map<RaceId, Optional<RaceCard>> races = new HashMap<>();
    private final Set<YearMonth> detached;
    private final Set<RaceId> fenced = new HashSet<>();
    private long messages;

    /**
     * @param grace how long after the end of sales the queue may still receive purchases that were sent before it
     */
    Rebuilding(ReplaySource source, UseCases.Books into, Recorded recorded, Duration grace) {
        this.source = source;
        this.detached = source.detachedMonths();
        this.into = into;
        Limits none = new Limits(
                Limits.DEFAULT.perCombination(), Limits.DEFAULT.perPurchase(), Integer.MAX_VALUE, Optional.empty());
        this.judge = new Rejudging(none, grace);
        if (into.queue().positions(recorded.topic(), recorded.partitions()).isEmpty()) {
            throw new IllegalStateException("the database for the rebuilt purchases records a different topic");
        }
    }

    /** Returns how many messages were read. */
    long messages() {
        return messages;
    }

    void record(QueueChunk chunk) {
        messages += chunk.entries().size();
        Map<MessageId, ReplayedOutcome> outcomes = source.outcomes(
                chunk.entries().stream().flatMap(entry -> id(entry).stream()).toList());
        QueueChunk fresh = kept(chunk, outcomes);
        if (!(into.recording().record(fresh, facts -> judge(facts, outcomes)) instanceof Booked)) {
            throw new IllegalStateException(
                    "partition " + chunk.lane() + " cannot be rebuilt from offset " + chunk.first() + " on");
        }
        chunk.marker().filter(this::isValid).ifPresent(marker -> fenced.add(marker.race()));
    }

    /**
     * Returns a chunk without purchases that were recorded from another topic or refused without a message, because in this
     * topic they are duplicates, and without purchases whose outcomes were detached, because there is nothing to compare them with.
     */
    private QueueChunk kept(QueueChunk chunk, Map<MessageId, ReplayedOutcome> outcomes) {
        List<QueueChunk.Entry> kept = chunk.entries().stream()
                .filter(entry -> id(entry)
                        .map(outcomes::get)
                        .map(ReplayedOutcome::fromThisTopic)
                        .orElse(true))
                .filter(entry -> !isDetached(entry))
                .toList();
        return new QueueChunk(chunk.queue(), chunk.lane(), chunk.first(), chunk.next(), chunk.term(), kept);
    }

    private boolean isDetached(QueueChunk.Entry entry) {
        return entry instanceof QueueChunk.Queued queued
                && race(queued.message().race())
                        .map(RaceCard::day)
                        .map(YearMonth::from)
                        .filter(detached::contains)
                        .isPresent();
    }

    private static Optional<MessageId> id(QueueChunk.Entry entry) {
        return switch (entry) {
            case QueueChunk.Queued queued -> Optional.of(queued.message().id());
            case QueueChunk.Unreadable unreadable -> unreadable.id();
            case QueueChunk.Impossible impossible -> Optional.of(impossible.id());
            case QueueChunk.CloseMarker marker -> Optional.empty();
        };
    }

    private Judgement judge(Facts facts, Map<MessageId, ReplayedOutcome> outcomes) {
        List<Verdict> verdicts = new ArrayList<>();
        for (QueueChunk.Queued purchase : facts.fresh()) {
            RaceId race = purchase.message().race();
            verdicts.add(judge.judge(
                    purchase,
                    race(race),
                    Optional.ofNullable(outcomes.get(purchase.message().id())).flatMap(ReplayedOutcome::refused),
                    fenced.contains(race),
                    facts.balances().getOrDefault(purchase.message().user(), Yen.ZERO)));
        }
        return new Judgement(verdicts, List.of());
    }

    private boolean isValid(QueueChunk.CloseMarker marker) {
        return race(marker.race())
                .flatMap(RaceCard::closing)
                .map(Closing::id)
                .filter(marker.close()::equals)
                .isPresent();
    }

    private Optional<RaceCard> race(RaceId id) {
        return races.computeIfAbsent(id, source::race);
    }
}
