package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.RACE;

import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.wire.CardWire;
import keiba.wire.Json;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SelectConditionStep;

/**
 * Finds, locks and saves races within a transaction of the caller. To avoid deadlocks, a transaction locks a race
 * before it locks anything else except positions of the queue.
 */
final class RaceStore {
    private final AuditTrail trail;

    RaceStore(AuditTrail trail) {
        this.trail = trail;
    }

    static Optional<RaceCard> find(DSLContext session, RaceId id) {
        return select(session, id).fetchOptional(RaceRows::card);
    }

    /**
     * Locks a race for a change. Waits for the transactions that rely on its current state (recorders, payouts); later
     * ones wait for this transaction.
     */
    static Optional<RaceCard> lock(DSLContext session, RaceId id) {
        return select(session, id).forNoKeyUpdate().fetchOptional(RaceRows::card);
    }

    /** Locks a race as {@link #lock} does, but does not wait; empty also if another transaction has locked the race. */
    static Optional<RaceCard> lockUnlessBusy(DSLContext session, RaceId id) {
        return select(session, id).forNoKeyUpdate().skipLocked().fetchOptional(RaceRows::card);
    }

    /** Locks the race against changes until the transaction ends; any number of transactions can do so at once. */
    static Optional<RaceCard> keep(DSLContext session, RaceId id) {
        return select(session, id).forShare().fetchOptional(RaceRows::card);
    }

    private static SelectConditionStep<Record> select(DSLContext session, RaceId id) {
        return session.select(RaceRows.COLUMNS).from(RACE).where(RACE.raceId.eq(id.value()));
    }

    /** Returns the condition that the last day to claim the payouts of a race is over by the clock of the database. */
    static Condition hasLapsed() {
        return Times.TODAY_IN_JAPAN.gt(RACE.expiresOn);
    }

    /** Enters a new race; returns false if a race with its id exists. */
    boolean enter(DSLContext session, RaceCard card, Actor actor) {
        int entered = session.insertInto(RACE)
                .set(RACE.raceId, card.id().value())
                .set(RACE.raceDay, card.day())
                .set(RACE.postTime, Times.storable(card.postTime()))
                .set(RACE.deadline, Times.storable(card.deadline()))
                .set(RACE.declared, RaceRows.declared(card))
                .set(RACE.standing, RaceRows.standing(card))
                .set(RACE.version, card.version())
                .set(RACE.expiresOn, card.expiresOn())
                .onConflictDoNothing()
                .execute();
        if (entered == 1) {
            trail.note(session, actor, "Declare", subject(card.id()), Optional.empty(), json(card));
        }
        return entered == 1;
    }

    /**
     * Saves a race that this transaction has locked, and the announcement that the change contains.
     *
     * @throws IllegalArgumentException if it is not a later version of the same race
     */
    void save(DSLContext session, Actor actor, String action, RaceCard before, RaceCard changed) {
        if (!changed.declared().equals(before.declared()) || changed.version() <= before.version()) {
            throw new IllegalArgumentException(
                    "the changed race must have a later version than " + before + ": " + changed);
        }
        session.update(RACE)
                .set(RACE.raceDay, changed.day())
                .set(RACE.postTime, Times.storable(changed.postTime()))
                .set(RACE.deadline, Times.storable(changed.deadline()))
                .set(RACE.standing, RaceRows.standing(changed))
                .set(RACE.version, changed.version())
                .set(RACE.expiresOn, changed.expiresOn())
                .set(RACE.changedAt, Times.NOW)
                .where(RACE.raceId.eq(changed.id().value()))
                .execute();
        AnnouncementRows.keep(session, before, changed);
        trail.note(session, actor, action, subject(changed.id()), Optional.of(json(before)), json(changed));
    }

    static String subject(RaceId id) {
        return "race:" + id;
    }

    private static JSONB json(RaceCard card) {
        return JSONB.valueOf(Json.text(CardWire.write(card)));
    }
}
