package keiba.demo;

import java.time.Duration;
import java.util.Locale;

/** Numbers and times as a person reads them, in every locale alike. */
final class Texts {
    private Texts() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String yen(long yen) {
        return count(yen) + "円";
    }

    /** {@code "4.2 s"}. */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", Math.max(0, time.toMillis()) / 1_000.0);
    }

    /** {@code "4 min"}, {@code "90 s"}. */
    static String time(Duration time) {
        return time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    /** {@code "1 race"}, {@code "2 races"}. */
    static String counted(long number, String what) {
        return count(number) + " " + what + (number == 1 ? "" : "s");
    }
}
