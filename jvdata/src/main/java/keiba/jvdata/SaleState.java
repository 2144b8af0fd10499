package keiba.jvdata;

import java.util.OptionalInt;

/**
 * Whether a bet type is sold (発売フラグ).
 *
 * <p>Source: JV-Data specification 4.9.0, records H1, H6 and O1 to O6, as public programs that read it show it.
 */
public enum SaleState {
    /** Not sold (発売なし): 0 or a space. */
    NOT_SOLD,
    /** Cancelled before it was sold (発売前取消): 1. */
    CANCELLED_BEFORE_SALE,
    /** Cancelled after it was sold (発売後取消): 3. */
    CANCELLED_AFTER_SALE,
    /** Sold (発売あり): 7. */
    SOLD;

    static SaleState of(JvRecord record, String type, int position) {
        return switch (record.text(position, 1)) {
            case "0", " " -> NOT_SOLD;
            case "1" -> CANCELLED_BEFORE_SALE;
            case "3" -> CANCELLED_AFTER_SALE;
            case "7" -> SOLD;
            default -> throw record.invalid("sale of " + type, position, 1, "0, 1, 3, 7 or a space");
        };
    }

    /** Reads the number of places that PLACE pays (複勝着払キー): 2 or 3; empty for 0 and for a space. */
    static OptionalInt placesPaid(JvRecord record, int position) {
        return switch (record.text(position, 1)) {
            case "0", " " -> OptionalInt.empty();
            case "2" -> OptionalInt.of(2);
            case "3" -> OptionalInt.of(3);
            default -> throw record.invalid("places paid", position, 1, "0, 2, 3 or a space");
        };
    }
}
