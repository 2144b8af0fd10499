package keiba.adapter.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The clock of the database, and times as PostgreSQL stores them. */
final class Times {
    /** The time of the database's clock when the expression is evaluated. */
    static final Field<Instant> CLOCK = DSL.field("clock_timestamp()", SQLDataType.INSTANT);

    /** The time of the database's clock when the transaction began. */
    static final Field<Instant> NOW = DSL.field("now()", SQLDataType.INSTANT);

    /** The day in Japan when the transaction began. */
    static final Field<LocalDate> TODAY_IN_JAPAN =
            DSL.field("(now() AT TIME ZONE 'Asia/Tokyo')::date", SQLDataType.LOCALDATE);

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

    private Times() {}

    /**
     * Returns a time truncated to microseconds, which is PostgreSQL's precision. A broker's time may be any number: a
     * time that PostgreSQL cannot store is replaced by the earliest or the latest that it can, so that the message can
     * still be stored.
     */
    static Instant storable(Instant time) {
        if (time.isBefore(FIRST)) {
            return FIRST;
        }
        return time.isAfter(LAST) ? LAST : time.truncatedTo(ChronoUnit.MICROS);
    }

    static LocalDate dayInJapan(Instant time) {
        return LocalDate.ofInstant(storable(time), JAPAN);
    }
}
