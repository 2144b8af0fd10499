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
import org.jooq.JSONB;
import org.jooq.Record;

/** Announcements as rows. */
final class AnnouncementRows {
    private AnnouncementRows() {}

    /** Keeps what was announced by a change of a race, if anything was. */
    static void keep(DSLContext session, RaceCard before, RaceCard changed) {
        if (changed.announced().version() <= before.announced().version()) {
            return;
        }
        List<AnnouncedChange> changes = AnnouncedChange.between(before, changed);
        session.insertInto(ANNOUNCEMENT)
                .set(ANNOUNCEMENT.raceId, changed.id().value())
                .set(ANNOUNCEMENT.version, changed.announced().version())
                .set(ANNOUNCEMENT.announcedAt, Times.CLOCK)
                .set(ANNOUNCEMENT.content, JSONB.valueOf(Json.text(AnnouncementWire.write(changes))))
                .execute();
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
