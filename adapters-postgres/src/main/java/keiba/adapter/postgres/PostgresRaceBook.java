package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.RACE;
import static keiba.adapter.postgres.Tables.RUNNER;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keiba.application.account.Actor;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import keiba.wire.CardWire;
import keiba.wire.Json;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** Races of record: a row each, changed under the row's lock. */
final class PostgresRaceBook implements RaceBook {
    /** Word for word the condition of the index. */
    private static final Condition UNSETTLED = DSL.condition("state NOT IN ('PAYABLE', 'EXPIRED', 'VOID')");

    private final Transactions transactions;
    private final Partitions partitions;
    private final AuditTrail trail;

    PostgresRaceBook(Transactions transactions, Partitions partitions, AuditTrail trail) {
        this.transactions = transactions;
        this.partitions = partitions;
        this.trail = trail;
    }

    @Override
    public Optional<RaceCard> enter(RaceCard card, Actor actor) {
        partitions.ensure(card.day());
        return transactions.write(session -> {
            if (insert(session, card) == 0) {
                return find(session, card.id());
            }
            insertRunners(session, card);
            trail.note(session, actor, "Declare", subject(card.id()), Optional.empty(), json(card));
            return Optional.empty();
        });
    }

    private static int insert(DSLContext session, RaceCard card) {
        return session.insertInto(RACE)
                .set(RACE.raceId, card.id().value())
                .set(RACE.raceDay, card.day())
                .set(RACE.postTime, Times.storable(card.postTime()))
                .set(RACE.deadline, Times.storable(card.deadline()))
                .set(RACE.declared, RaceRows.declared(card))
                .set(RACE.standing, RaceRows.standing(card))
                .set(RACE.version, card.version())
                .onConflictDoNothing()
                .execute();
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
        return transactions.read(session -> find(session, id));
    }

    private static Optional<RaceCard> find(DSLContext session, RaceId id) {
        return session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.raceId.eq(id.value()))
                .fetchOptional(RaceRows::card);
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
    public List<RaceCard> unsettled() {
        return transactions.read(session -> session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(UNSETTLED)
                .orderBy(RACE.raceId)
                .fetch(RaceRows::card));
    }

    @Override
    public <T> Optional<T> decide(RaceId id, Actor actor, String action, Function<RaceCard, Decision<T>> decision) {
        return transactions.write(session -> lock(session, id).map(card -> {
            Decision<T> decided = decision.apply(card);
            decided.changed().ifPresent(changed -> save(session, actor, action, card, changed));
            return decided.answer();
        }));
    }

    /** Waits for every recorder that has the race under its judgement, and keeps the next ones out. */
    private static Optional<RaceCard> lock(DSLContext session, RaceId id) {
        return session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.raceId.eq(id.value()))
                .forNoKeyUpdate()
                .fetchOptional(RaceRows::card);
    }

    private void save(DSLContext session, Actor actor, String action, RaceCard before, RaceCard changed) {
        if (!changed.declared().equals(before.declared()) || changed.version() <= before.version()) {
            throw new IllegalArgumentException("not a later version of " + before + ": " + changed);
        }
        session.update(RACE)
                .set(RACE.postTime, Times.storable(changed.postTime()))
                .set(RACE.deadline, Times.storable(changed.deadline()))
                .set(RACE.standing, RaceRows.standing(changed))
                .set(RACE.version, changed.version())
                .where(RACE.raceId.eq(changed.id().value()))
                .execute();
        trail.note(session, actor, action, subject(changed.id()), Optional.of(json(before)), json(changed));
    }

    private static String subject(RaceId id) {
        return "race:" + id;
    }

    private static JSONB json(RaceCard card) {
        return JSONB.valueOf(Json.text(CardWire.write(card)));
    }
}
