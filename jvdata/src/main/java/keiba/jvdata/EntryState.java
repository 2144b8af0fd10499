package keiba.jvdata;

/**
 * Whether a combination is on sale, as marks in the tables of votes and odds state it.
 *
 * <p>Source: JV-Data specification 4.9.0, records H1, H6 and O1 to O6, as public programs that read it show it.
 */
public enum EntryState {
    /** On sale: the field holds a number, or spaces. */
    LIVE,
    /** Taken out before it was sold (発売前取消): the field is filled with {@code -}. */
    WITHDRAWN,
    /** Taken out after it was sold, so its stakes are refunded (発売後取消): the field is filled with {@code *}. */
    SCRATCHED;

    static EntryState of(String field) {
        if (field.chars().allMatch(c -> c == '-')) {
            return WITHDRAWN;
        }
        return field.chars().allMatch(c -> c == '*') ? SCRATCHED : LIVE;
    }
}
