package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PURCHASE_CLAIM;
import static keiba.adapter.postgres.Tables.RACE;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keiba.application.account.Actor;
import keiba.application.account.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueChunk.CloseMarker;
import keiba.application.purchase.QueueChunk.Impossible;
import keiba.application.purchase.QueueChunk.Queued;
import keiba.application.purchase.QueueChunk.Unreadable;
import keiba.application.purchase.RecordingBook.Booked;
import keiba.application.purchase.RecordingBook.Facts;
import keiba.application.purchase.RecordingBook.Judge;
import keiba.application.purchase.RecordingBook.Judgement;
import keiba.application.purchase.RecordingBook.LaneLost;
import keiba.application.purchase.RecordingBook.Recorded;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectSeekStep1;
import org.jooq.impl.DSL;

/**
 * The recording of one chunk in one transaction. Locks are always taken in this order, so that no two recordings wait for each other
 * crosswise: the partition's position, the message ids, the races, the accounts, the pools; each kind in its own order.
 */
final class ChunkRecording {
    private final DSLContext session;
    private final QueueChunk chunk;
    private final RaceStore store;
    private final Ledger ledger;

    ChunkRecording(DSLContext session, QueueChunk chunk, RaceStore store) {
        this.session = session;
        this.chunk = chunk;
        this.store = store;
        this.ledger = new Ledger(session);
    }

    /** A message with an id that nobody had before. */
    private record Claim(MessageId id, LocalDate day) {}

    Recorded record(Judge judge) {
        if (!QueuePositions.advance(session, chunk, recordedThrough())) {
            return new LaneLost();
        }
        Map<MessageId, QueueChunk.Entry> first = firstById();
        Map<RaceId, LocalDate> days = daysOfRaces();
        Map<MessageId, LocalDate> claimed = claim(first, days);
        List<Queued> fresh = fresh(first, claimed);
        List<ChunkBooking.Refusal> unjudged = unjudged(first, claimed);
        Facts facts = facts(fresh, days.keySet());
        facts.races().values().forEach(card -> requireDay(card, days));
        Judgement judgement = judgement(judge, facts);
        new ChunkBooking(session, chunk, claimed, ledger).book(judgement.verdicts(), unjudged);
        judgement.fenced().ifPresent(fenced -> fence(facts, fenced));
        return new Booked(
                judgement, unjudged.stream().map(ChunkBooking.Refusal::purchase).toList(), named() - claimed.size());
    }

    private Facts facts(List<Queued> fresh, Set<RaceId> known) {
        Map<RaceId, RaceCard> races = lockRaces(fresh, known);
        Map<UserId, Yen> balances = lockBalances(fresh);
        PostgresStaked stakes = new PostgresStaked(
                session, races.values().stream().map(RaceCard::day).collect(Collectors.toSet()), balances.keySet());
        return new Facts(fresh, races, balances, stakes, chunk.marker());
    }

    private Instant recordedThrough() {
        return chunk.entries().stream()
                .map(entry -> Times.storable(entry.appendedAt()))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static Optional<MessageId> idOf(QueueChunk.Entry entry) {
        return switch (entry) {
            case Queued queued -> Optional.of(queued.message().id());
            case Unreadable unreadable -> unreadable.id();
            case Impossible impossible -> Optional.of(impossible.id());
            case CloseMarker marker -> Optional.empty();
        };
    }

    private int named() {
        return (int) chunk.entries().stream()
                .filter(entry -> idOf(entry).isPresent())
                .count();
    }

    /** What stands first under each id, in order of arrival. */
    private Map<MessageId, QueueChunk.Entry> firstById() {
        Map<MessageId, QueueChunk.Entry> first = new LinkedHashMap<>();
        for (QueueChunk.Entry entry : chunk.entries()) {
            idOf(entry).ifPresent(id -> first.putIfAbsent(id, entry));
        }
        return first;
    }

    /**
     * Undoes the recording if a race was moved to another day after its purchases were claimed under the day it had: a ticket under another
     * day than its race would never be settled.
     *
     * @throws TemporaryFailure if it was; the next attempt finds the new day
     */
    private static void requireDay(RaceCard card, Map<RaceId, LocalDate> days) {
        LocalDate claimedUnder = days.get(card.id());
        if (!card.day().equals(claimedUnder)) {
            throw new TemporaryFailure(
                    "race " + card.id() + " was moved from " + claimedUnder + " to " + card.day()
                            + " while its purchases were being recorded",
                    new IllegalStateException("stale race day"));
        }
    }

    /** The races that are known so far, and their days. A day may still move until the race is locked: see {@link #requireDay}. */
    private Map<RaceId, LocalDate> daysOfRaces() {
        Set<RaceId> named = new HashSet<>();
        for (QueueChunk.Entry entry : chunk.entries()) {
            switch (entry) {
                case Queued queued -> named.add(queued.message().race());
                case CloseMarker marker -> named.add(marker.race());
                case Unreadable unreadable -> {}
                case Impossible impossible -> {}
            }
        }
        return session.select(RACE.raceId, RACE.raceDay)
                .from(RACE)
                .where(RACE.raceId.eq(DSL.any(numbers(named))))
                .fetchMap(row -> new RaceId(row.value1()), row -> row.value2());
    }

    private static Long[] numbers(Set<RaceId> races) {
        return races.stream().map(RaceId::value).toArray(Long[]::new);
    }

    /** The ids that are new, each with the day under which it is kept. */
    private Map<MessageId, LocalDate> claim(Map<MessageId, QueueChunk.Entry> first, Map<RaceId, LocalDate> days) {
        List<Claim> claims = first.entrySet().stream()
                .map(named -> new Claim(named.getKey(), day(named.getValue(), days)))
                .sorted(Comparator.comparing(Claim::id))
                .toList();
        if (claims.isEmpty()) {
            return Map.of();
        }
        return new BulkInsert<Claim>(PURCHASE_CLAIM)
                .column(PURCHASE_CLAIM.messageId, claim -> claim.id().value())
                .column(PURCHASE_CLAIM.raceDay, Claim::day)
                .of(session, claims)
                .onConflictDoNothing()
                .returningResult(PURCHASE_CLAIM.messageId, PURCHASE_CLAIM.raceDay)
                .fetchMap(row -> new MessageId(row.value1()), row -> row.value2());
    }

    private static LocalDate day(QueueChunk.Entry entry, Map<RaceId, LocalDate> days) {
        LocalDate ofRace =
                entry instanceof Queued queued ? days.get(queued.message().race()) : null;
        return ofRace != null ? ofRace : Times.dayInJapan(entry.appendedAt());
    }

    private static List<Queued> fresh(Map<MessageId, QueueChunk.Entry> first, Map<MessageId, LocalDate> claimed) {
        List<Queued> fresh = new ArrayList<>();
        first.forEach((id, entry) -> {
            if (claimed.containsKey(id) && entry instanceof Queued queued) {
                fresh.add(queued);
            }
        });
        return fresh;
    }

    /** The refusals that need no judge. */
    private static List<ChunkBooking.Refusal> unjudged(
            Map<MessageId, QueueChunk.Entry> first, Map<MessageId, LocalDate> claimed) {
        List<ChunkBooking.Refusal> refusals = new ArrayList<>();
        first.forEach((id, entry) -> {
            if (claimed.containsKey(id)) {
                ChunkBooking.Refusal.withoutJudgement(entry).ifPresent(refusals::add);
            }
        });
        return refusals;
    }

    /**
     * A race that was entered since {@link #daysOfRaces} is still unknown to this chunk. Where a marker may change its race, all are locked
     * as for a change: it is one statement, so that they are locked in their order, and it happens once per race.
     */
    private Map<RaceId, RaceCard> lockRaces(List<Queued> fresh, Set<RaceId> known) {
        Set<RaceId> named = new HashSet<>();
        fresh.forEach(purchase -> named.add(purchase.message().race()));
        chunk.marker().ifPresent(marker -> named.add(marker.race()));
        named.retainAll(known);
        if (named.isEmpty()) {
            return Map.of();
        }
        SelectSeekStep1<Record, Long> races = session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.raceId.eq(DSL.any(numbers(named))))
                .orderBy(RACE.raceId);
        return (chunk.marker().isPresent() ? races.forNoKeyUpdate() : races.forShare())
                .fetchMap(row -> new RaceId(row.get(RACE.raceId)), RaceRows::card);
    }

    private Map<UserId, Yen> lockBalances(List<Queued> fresh) {
        return fresh.isEmpty()
                ? Map.of()
                : ledger.lockBettors(fresh.stream()
                        .map(purchase -> purchase.message().user())
                        .toList());
    }

    private static Judgement judgement(Judge judge, Facts facts) {
        if (facts.fresh().isEmpty() && facts.marker().isEmpty()) {
            return new Judgement(List.of(), Optional.empty());
        }
        Judgement judgement = judge.judge(facts);
        List<Queued> judged =
                judgement.verdicts().stream().map(Verdict::purchase).toList();
        if (!judged.equals(facts.fresh())) {
            throw new IllegalStateException(
                    judged.size() + " verdicts do not answer " + facts.fresh().size());
        }
        return judgement;
    }

    private void fence(Facts facts, RaceCard fenced) {
        RaceCard before = facts.marker()
                .map(marker -> facts.races().get(marker.race()))
                .filter(card -> card.id().equals(fenced.id()))
                .orElseThrow(() -> new IllegalStateException("no marker of race " + fenced.id()));
        store.save(session, Actor.SYSTEM, "Fence", before, fenced);
    }
}
