package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.RACE;
import static keiba.adapter.postgres.Tables.RUNNER;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import keiba.application.caller.Actor;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.race.Closing;
import keiba.application.race.PastAnnouncement;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Stores each race in one row, and changes it while the row is locked. The conditions of the queries have the same text
 * as those of the partial indexes, so that PostgreSQL can use these indexes.
 */
final class PostgresRaceBook implements RaceBook {
    private static final System.Logger LOG = System.getLogger(PostgresRaceBook.class.getName());

    private static final Condition CURRENT =
            DSL.condition("(state NOT IN ('PAYABLE', 'EXPIRED', 'VOID') OR changed_at > now() - interval '1 day')");

    private static final Condition SELLING = DSL.condition("state IN ('OPEN', 'SUSPENDED')");
    private static final Condition NOT_VOID = DSL.condition("state <> 'VOID'");

    private final Transactions transactions;
    private final Partitions partitions;
    private final RaceStore store;

    PostgresRaceBook(Transactions transactions, Partitions partitions, RaceStore store) {
        this.transactions = transactions;
        this.partitions = partitions;
        this.store = store;
    }

    @Override
    public Optional<RaceCard> enter(RaceCard card, Actor actor) {
        partitions.ensure(card.day());
        return transactions.write(session -> {
            if (!store.enter(session, card, actor)) {
                return RaceStore.find(session, card.id());
            }
            insertRunners(session, card);
            return Optional.empty();
        });
    }

    private static void insertRunners(DSLContext session, RaceCard card) {
        new BulkInsert<RaceProposal.Entry>(RUNNER)
                .column(RUNNER.raceId, entry -> card.id().value())
                .column(RUNNER.horseNumber, entry -> (short) entry.horseNumber())
                .column(RUNNER.name, RaceProposal.Entry::name)
                .column(RUNNER.jockey, RaceProposal.Entry::jockey)
                .of(session, card.declared().runners())
                .execute();
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        return transactions.read(session -> RaceStore.find(session, id));
    }

    @Override
    public List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit) {
        return transactions.read(session -> session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.raceDay.eq(day))
                .and(RACE.raceId.gt(after.map(RaceId::value).orElse(0L)))
                .orderBy(RACE.raceId)
                .limit(limit)
                .fetch(RaceRows::card));
    }

    @Override
    public List<RaceCard> current() {
        return transactions.read(session -> session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(CURRENT)
                .orderBy(RACE.raceId)
                .fetch(RaceRows::card));
    }

    @Override
    public List<RaceId> pastDeadline(int limit) {
        return transactions.read(session -> session.select(RACE.raceId)
                .from(RACE)
                .where(SELLING)
                .and(RACE.deadline.le(Times.NOW))
                .orderBy(RACE.deadline, RACE.raceId)
                .limit(limit)
                .fetch(row -> new RaceId(row.value1())));
    }

    @Override
    public List<RaceCard> in(Closing.Phase phase, int limit) {
        return transactions.read(session -> session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.closingPhase.eq(DSL.inline(phase.name())))
                .and(NOT_VOID)
                .orderBy(RACE.raceId)
                .limit(limit)
                .fetch(RaceRows::card));
    }

    @Override
    public List<PastAnnouncement> announcements(RaceId id, int after, int limit) {
        return transactions.read(session -> AnnouncementRows.read(session, id, after, limit));
    }

    @Override
    public <T> Optional<T> decide(
            RaceId id, Actor actor, String action, BiFunction<RaceCard, Instant, Decision<T>> decision) {
        Optional<Decided<T>> decided = transactions.write(
                session -> RaceStore.lock(session, id).map(card -> decide(session, card, actor, action, decision)));
        decided.flatMap(Decided::movedTo).ifPresent(this::ensurePartitions);
        return decided.map(Decided::answer);
    }

    /**
     * Creates the partitions for a new race day. The change of the race is already committed, so a failure here is
     * ignored.
     */
    private void ensurePartitions(LocalDate day) {
        try {
            partitions.ensure(day);
        } catch (InfrastructureFailure failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The table partitions for {0} cannot be created ({1}). Rows of that month are stored in the default partition until they can.",
                    day,
                    failed.getMessage());
        }
    }

    /**
     * The answer of a decision that was saved.
     *
     * @param movedTo the new race day; empty if the race day did not change
     */
    private record Decided<T>(T answer, Optional<LocalDate> movedTo) {}

    private <T> Decided<T> decide(
            DSLContext session,
            RaceCard card,
            Actor actor,
            String action,
            BiFunction<RaceCard, Instant, Decision<T>> decision) {
        Decision<T> decided = decision.apply(card, session.fetchValue(Times.CLOCK));
        decided.changed().ifPresent(changed -> store.save(session, actor, action, card, changed));
        RefundOrders.place(session, card.id(), decided.voided());
        return new Decided<>(
                decided.answer(), decided.changed().map(RaceCard::day).filter(day -> !day.equals(card.day())));
    }
}
