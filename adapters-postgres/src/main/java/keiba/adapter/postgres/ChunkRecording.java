package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;
import static keiba.adapter.postgres.Tables.PURCHASE_CLAIM;
import static keiba.adapter.postgres.Tables.RACE;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueChunk.Queued;
import keiba.application.purchase.QueueChunk.Unreadable;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.TicketBook.Booked;
import keiba.application.purchase.TicketBook.Facts;
import keiba.application.purchase.TicketBook.Judge;
import keiba.application.purchase.TicketBook.PartitionLost;
import keiba.application.purchase.TicketBook.Recorded;
import keiba.application.purchase.TicketBook.Verdict;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The recording of one chunk in one transaction. Locks are always taken in this order, so that no two recordings wait for each other
 * crosswise: the partition's position, the message ids, the races, the accounts, the pools; each kind in its own order.
 */
final class ChunkRecording {
    private final DSLContext session;
    private final QueueChunk chunk;

    ChunkRecording(DSLContext session, QueueChunk chunk) {
        this.session = session;
        this.chunk = chunk;
    }

    /** A message with an id that nobody had before. */
    private record Claim(MessageId id, LocalDate day) {}

    Recorded record(Judge judge) {
        if (!QueuePositions.advance(session, chunk, recordedThrough())) {
            return new PartitionLost();
        }
        Map<MessageId, QueueChunk.Entry> first = firstById();
        Map<RaceId, LocalDate> days = daysOfRaces();
        Map<MessageId, LocalDate> claimed = claim(first, days);
        List<Queued> fresh = fresh(first, claimed, Queued.class);
        List<Unreadable> malformed = fresh(first, claimed, Unreadable.class);
        Facts facts = facts(fresh, days.keySet());
        List<Verdict> verdicts = fresh.isEmpty() ? List.of() : verdicts(judge, facts);
        new ChunkBooking(session, chunk, claimed, facts.balances()).book(verdicts, malformed);
        return new Booked(
                verdicts, malformed.stream().map(ChunkRecording::failed).toList(), named() - claimed.size());
    }

    private Facts facts(List<Queued> fresh, Set<RaceId> known) {
        if (fresh.isEmpty()) {
            return new Facts(fresh, Map.of(), Map.of());
        }
        Map<RaceId, RaceCard> races = lockRaces(fresh, known);
        return new Facts(fresh, races, lockBalances(fresh));
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

    /** The races that are known so far, which need no lock for their days: those never change. */
    private Map<RaceId, LocalDate> daysOfRaces() {
        Set<RaceId> named = new HashSet<>();
        for (QueueChunk.Entry entry : chunk.entries()) {
            if (entry instanceof Queued queued) {
                named.add(queued.message().race());
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

    private static <E extends QueueChunk.Entry> List<E> fresh(
            Map<MessageId, QueueChunk.Entry> first, Map<MessageId, LocalDate> claimed, Class<E> kind) {
        List<E> fresh = new ArrayList<>();
        first.forEach((id, entry) -> {
            if (claimed.containsKey(id) && kind.isInstance(entry)) {
                fresh.add(kind.cast(entry));
            }
        });
        return fresh;
    }

    /** A race that was entered since {@link #daysOfRaces} is still unknown to this chunk. */
    private Map<RaceId, RaceCard> lockRaces(List<Queued> fresh, Set<RaceId> known) {
        Set<RaceId> named = new HashSet<>();
        fresh.forEach(purchase -> named.add(purchase.message().race()));
        named.retainAll(known);
        return session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.raceId.eq(DSL.any(numbers(named))))
                .orderBy(RACE.raceId)
                .forShare()
                .fetchMap(row -> new RaceId(row.get(RACE.raceId)), RaceRows::card);
    }

    private Map<UserId, Yen> lockBalances(List<Queued> fresh) {
        Map<UserId, Yen> balances = new HashMap<>();
        fresh.forEach(purchase -> balances.put(purchase.message().user(), Yen.ZERO));
        String[] names = balances.keySet().stream().map(AccountName::bettor).toArray(String[]::new);
        session.select(ACCOUNT.userId, ACCOUNT.balanceYen)
                .from(ACCOUNT)
                .where(ACCOUNT.accountId.eq(DSL.any(names)))
                .orderBy(ACCOUNT.accountId)
                .forNoKeyUpdate()
                .forEach(row -> balances.put(new UserId(row.value1()), Yen.of(row.value2())));
        return balances;
    }

    private static List<Verdict> verdicts(Judge judge, Facts facts) {
        List<Verdict> verdicts = List.copyOf(judge.judge(facts));
        List<Queued> judged = verdicts.stream().map(Verdict::purchase).toList();
        if (!judged.equals(facts.fresh())) {
            throw new IllegalStateException(
                    verdicts.size() + " verdicts do not answer " + facts.fresh().size());
        }
        return verdicts;
    }

    private static Purchase.Failed failed(Unreadable unreadable) {
        return new Purchase.Failed(
                unreadable.id().orElseThrow(), unreadable.user(), RefusalReason.MALFORMED, Optional.empty());
    }
}
