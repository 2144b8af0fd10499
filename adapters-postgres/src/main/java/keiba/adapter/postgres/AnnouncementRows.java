package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ANNOUNCEMENT;

import java.util.List;
import keiba.application.race.AnnouncedChange;
import keiba.application.race.PastAnnouncement;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.wire.AnnouncementWire;
import keiba.wire.Fields;
import keiba.wire.Json;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads and writes announcements in the database. */
final class AnnouncementRows {
    private AnnouncementRows() {}

    /**
     * Writes the announcement that a change of a race contains, if it contains one. The transaction has locked the
     * race. The card may have lost its version of the announcements, because software that is older than this table
     * writes cards without it. The row then gets the version after the greatest one in the table, so that it never
     * violates the primary key.
     */
    static void keep(DSLContext session, RaceCard before, RaceCard changed) {
        if (changed.announced().version() <= before.announced().version()) {
            return;
        }
        List<AnnouncedChange> changes = AnnouncedChange.between(before, changed);
        session.insertInto(ANNOUNCEMENT)
                .set(ANNOUNCEMENT.raceId, changed.id().value())
                .set(ANNOUNCEMENT.version, freeVersion(changed))
                .set(ANNOUNCEMENT.announcedAt, Times.CLOCK)
                .set(ANNOUNCEMENT.content, JSONB.valueOf(Json.text(AnnouncementWire.write(changes))))
                .execute();
    }

    /** Returns the version of the card, or the version after the greatest one in the table if that is higher. */
    private static Field<Integer> freeVersion(RaceCard changed) {
        return DSL.field(DSL.select(DSL.greatest(
                        DSL.val(changed.announced().version()),
                        DSL.coalesce(DSL.max(ANNOUNCEMENT.version), DSL.val(0)).plus(1)))
                .from(ANNOUNCEMENT)
                .where(ANNOUNCEMENT.raceId.eq(changed.id().value())));
    }

    static List<PastAnnouncement> read(DSLContext session, RaceId race, int after, int limit) {
        return session.selectFrom(ANNOUNCEMENT)
                .where(ANNOUNCEMENT.raceId.eq(race.value()))
                .and(ANNOUNCEMENT.version.gt(after))
                .orderBy(ANNOUNCEMENT.version)
                .limit(limit)
                .fetch(AnnouncementRows::announcement);
    }

    private static PastAnnouncement announcement(Record row) {
        Fields content = Fields.of(Json.read(row.get(ANNOUNCEMENT.content).data()));
        return new PastAnnouncement(
                row.get(ANNOUNCEMENT.version),
                row.get(ANNOUNCEMENT.announcedAt),
                AnnouncementWire.readChanges(content));
    }
}
