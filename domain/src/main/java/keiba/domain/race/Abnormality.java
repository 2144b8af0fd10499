package keiba.domain.race;

import java.util.Arrays;
import java.util.Optional;

/**
 * The information of official results about a horse in addition to its placing (異常区分), with its code in JV-Data.
 *
 * <p>Source: JV-Data, code table 2101, as public programs that read it show it.
 */
public enum Abnormality {
    /** Nothing: the horse finished where it is placed. */
    NONE(0, "異常なし", true, true),
    /** Withdrawn before it entered the saddling enclosure; it did not start. */
    SCRATCHED(1, "出走取消", false, false),
    /** Excluded by the starters at the gate; it did not start. */
    EXCLUDED_BY_STARTERS(2, "発走除外", false, false),
    /** Excluded by the stewards before the start; it did not start. */
    EXCLUDED_BY_STEWARDS(3, "競走除外", false, false),
    /** Started and did not finish. */
    PULLED_UP(4, "競走中止", true, false),
    /** Started and lost its placing. */
    DISQUALIFIED(5, "失格", true, false),
    /** Fell, was mounted again and finished where it is placed. */
    REMOUNTED(6, "落馬再騎乗", true, true),
    /** The horse finished, and is placed behind the position in which it crossed the line. */
    DEMOTED(7, "降着", true, true);

    private final int jvDataCode;
    private final String japaneseName;
    private final boolean started;
    private final boolean placed;

    Abnormality(int jvDataCode, String japaneseName, boolean started, boolean placed) {
        this.jvDataCode = jvDataCode;
        this.japaneseName = japaneseName;
        this.started = started;
        this.placed = placed;
    }

    /**
     * {@return the abnormality of a code of JV-Data, 0 to 7; empty for any other number}
     *
     * @param code the code of the abnormality (異常区分コード)
     */
    public static Optional<Abnormality> ofJvDataCode(int code) {
        return Arrays.stream(values()).filter(each -> each.jvDataCode == code).findFirst();
    }

    /** {@return the code of JV-Data: 0 to 7} */
    public int jvDataCode() {
        return jvDataCode;
    }

    /** {@return the name in official results: {@code "競走中止"}} */
    public String japaneseName() {
        return japaneseName;
    }

    /** {@return whether the horse started} Stakes on a horse that was sold and did not start are refunded. */
    public boolean started() {
        return started;
    }

    /** {@return whether the horse has a placing} */
    public boolean placed() {
        return placed;
    }
}
