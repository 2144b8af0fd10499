package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PURCHASE_CLAIM;

import java.time.LocalDate;
import keiba.application.purchase.MessageId;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Reads the message ids that were ever recorded. */
final class Claims {
    private Claims() {}

    /** Returns the day under which all rows of a purchase are stored; null for an unknown purchase. */
    static Field<LocalDate> dayOf(MessageId id) {
        return DSL.field(
                DSL.select(PURCHASE_CLAIM.raceDay).from(PURCHASE_CLAIM).where(PURCHASE_CLAIM.messageId.eq(id.value())));
    }
}
