package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.DETACHED_MONTH;
import static keiba.adapter.postgres.Tables.RACE;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The books as of one moment. A database is rebuilt from them and then compared with them. */
public final class ReplaySource {
    private static final long MONEY_ENOUGH = 1_000_000_000_000_000L;

    private static final String OUTCOMES = """
            SELECT c.message_id, f.reason, coalesce(t.queue_offset, f.queue_offset) >= {1} AS is_of_this_topic
            FROM purchase_claim c
            LEFT JOIN ticket t ON t.race_day = c.race_day AND t.message_id = c.message_id
            LEFT JOIN refusal f ON f.race_day = c.race_day AND f.message_id = c.message_id
            WHERE c.message_id = ANY ({0})""";

    private final DSLContext session;

    ReplaySource(DSLContext session) {
        this.session = session;
    }

    /** The contents of a key in the books and in the rebuilt database; empty where it is missing. */
    public record Sides(Optional<String> books, Optional<String> rebuilt) {}

    /** A row that differs. */
    public record Difference(String kind, String key, Sides sides) {}

    /**
     * The recorded outcome of a purchase.
     *
     * @param refused the reason of its refusal; empty for a ticket
     * @param fromThisTopic whether its message is in the topic that is recorded now
     */
    public record ReplayedOutcome(Optional<RefusalReason> refused, boolean fromThisTopic) {}

    /**
     * The positions up to which the topic was recorded.
     *
     * @param next the offset after the last recorded message, by partition
     * @param hasFormer whether other topics were recorded before
     */
    public record Recorded(QueueId topic, int partitions, SortedMap<Integer, Long> next, boolean hasFormer) {}

    /** Returns the positions up to which the topic was recorded; empty if no topic was recorded. */
    public Optional<Recorded> recorded() {
        return session.selectFrom(Tables.QUEUE_TOPIC).fetchOptional(topic -> {
            QueueId id = new QueueId(topic.get(Tables.QUEUE_TOPIC.topic));
            SortedMap<Integer, Long> next = new TreeMap<>();
            QueuePositions.find(session).ifPresent(positions -> next.putAll(positions.next()));
            return new Recorded(
                    id, topic.get(Tables.QUEUE_TOPIC.partitions), next, session.fetchExists(Tables.FORMER_POSITION));
        });
    }

    /** Returns the recorded outcomes of purchases; purchases that are not recorded are left out. */
    public Map<MessageId, ReplayedOutcome> outcomes(Collection<MessageId> ids) {
        UUID[] wanted = ids.stream().map(MessageId::value).toArray(UUID[]::new);
        Map<MessageId, ReplayedOutcome> outcomes = new HashMap<>();
        session.resultQuery(OUTCOMES, DSL.val(wanted), DSL.sql(ReplayRows.FIRST_NUMBER))
                .forEach(row -> outcomes.put(
                        new MessageId(row.get("message_id", UUID.class)),
                        new ReplayedOutcome(
                                Optional.ofNullable(row.get("reason", String.class))
                                        .map(RefusalReason::valueOf),
                                Boolean.TRUE.equals(row.get("is_of_this_topic", Boolean.class)))));
        return outcomes;
    }

    /** Returns the current state of a race. */
    public Optional<RaceCard> race(RaceId id) {
        return session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.raceId.eq(id.value()))
                .fetchOptional(RaceRows::card);
    }

    /** Returns the months of race days whose tickets and refusals were detached. */
    public Set<YearMonth> detachedMonths() {
        return session.selectFrom(DETACHED_MONTH).fetchSet(row -> YearMonth.from(row.get(DETACHED_MONTH.firstDay)));
    }

    /** Copies the data that no message contains into empty books: the detached months, the races, and enough money for every bettor. */
    public void copyTo(PostgresBooks books) {
        Transactions target = books.withoutTimeOut();
        var months = session.selectFrom(DETACHED_MONTH).fetch();
        if (months.isNotEmpty()) {
            target.write(into -> new BulkInsert<Record>(DETACHED_MONTH)
                    .column(DETACHED_MONTH.firstDay, row -> row.get(DETACHED_MONTH.firstDay))
                    .column(DETACHED_MONTH.purchases, row -> row.get(DETACHED_MONTH.purchases))
                    .column(DETACHED_MONTH.transfers, row -> row.get(DETACHED_MONTH.transfers))
                    .of(into, List.copyOf(months))
                    .execute());
        }
        try (var races = session.select(RaceRows.COLUMNS)
                .select(RACE.expiresOn, RACE.changedAt)
                .from(RACE)
                .orderBy(RACE.raceId)
                .fetchSize(500)
                .fetchLazy()) {
            for (List<? extends Record> batch = races.fetchNext(500); !batch.isEmpty(); batch = races.fetchNext(500)) {
                List<? extends Record> rows = batch;
                target.write(into -> new BulkInsert<Record>(RACE)
                        .column(RACE.raceId, row -> row.get(RACE.raceId))
                        .column(RACE.raceDay, row -> row.get(RACE.raceDay))
                        .column(RACE.postTime, row -> row.get(RACE.postTime))
                        .column(RACE.deadline, row -> row.get(RACE.deadline))
                        .column(RACE.declared, row -> row.get(RACE.declared))
                        .column(RACE.standing, row -> row.get(RACE.standing))
                        .column(RACE.version, row -> row.get(RACE.version))
                        .column(RACE.expiresOn, row -> row.get(RACE.expiresOn))
                        .column(RACE.changedAt, row -> row.get(RACE.changedAt))
                        .of(into, List.copyOf(rows))
                        .execute());
            }
        }
        fund(target);
    }

    private void fund(Transactions target) {
        try (var users = session.select(Tables.ACCOUNT.userId)
                .from(Tables.ACCOUNT)
                .where(Tables.ACCOUNT.accountClass.eq("BETTOR"))
                .fetchSize(1_000)
                .fetchLazy()) {
            for (var batch = users.fetchNext(1_000); !batch.isEmpty(); batch = users.fetchNext(1_000)) {
                List<Long> ids = batch.getValues(Tables.ACCOUNT.userId);
                target.write(into -> new BulkInsert<Long>(Tables.ACCOUNT)
                        .column(Tables.ACCOUNT.accountId, user -> "bettor:" + user)
                        .column(Tables.ACCOUNT.accountClass, user -> "BETTOR")
                        .column(Tables.ACCOUNT.userId, user -> user)
                        .column(Tables.ACCOUNT.balanceYen, user -> MONEY_ENOUGH)
                        .of(into, ids)
                        .execute());
            }
        }
    }

    /**
     * Compares tickets, refusals, dead letters and pools. Those of detached months are left out.
     *
     * @param pools whether to compare the pools, too
     * @param most the largest number of returned differences
     */
    public List<Difference> compareWith(PostgresBooks rebuilt, boolean pools, int most) {
        List<ReplayRows.RowKind> kinds = new ArrayList<>(ReplayRows.PURCHASES);
        if (pools) {
            kinds.add(ReplayRows.POOLS);
        }
        List<Difference> differences = new ArrayList<>();
        return rebuilt.withoutTimeOut().snapshot(other -> {
            for (ReplayRows.RowKind kind : kinds) {
                ReplayRows.compare(session, other, kind, (key, sides) -> {
                    if (differences.size() < most) {
                        differences.add(new Difference(kind.name(), key, sides));
                    }
                });
            }
            return differences;
        });
    }

    /** Returns how many tickets and refusals of the topic are recorded. */
    public long purchases() {
        return Objects.requireNonNull(session.resultQuery(
                        "SELECT (SELECT count(*) FROM ticket WHERE queue_offset >= {0})"
                                + " + (SELECT count(*) FROM refusal WHERE queue_offset >= {0})",
                        DSL.sql(ReplayRows.FIRST_NUMBER))
                .fetchSingle(0, Long.class));
    }
}
