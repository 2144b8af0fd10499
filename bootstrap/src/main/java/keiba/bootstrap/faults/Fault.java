package keiba.bootstrap.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault of a schedule.
 *
 * @param at the time at which it begins, from the start of the run; it begins later if the service has not recovered
 *     from the previous fault
 * @param lasts the shortest duration, for faults that have a duration
 * @param target the process of the role, 0 or 1; or the number of the race to lock
 */
record Fault(Duration at, FaultKind kind, Duration lasts, int target) {

    /** The kinds of faults. */
    enum FaultKind {
        KILL_API("kill -9 of an API process", true),
        FREEZE_API("SIGSTOP of an API process", true),
        STOP_API("SIGTERM of an API process", true),
        KILL_RECORDER("kill -9 of a recorder", true),
        FREEZE_RECORDER("SIGSTOP of a recorder", true),
        STOP_RECORDER("SIGTERM of a recorder", true),
        HOLD_UP_RACE("one race locked in PostgreSQL", true),
        TERMINATE_BACKENDS("all PostgreSQL backends of the service terminated", false),
        KILL_POSTGRES("kill -9 of PostgreSQL", false),
        FREEZE_POSTGRES("SIGSTOP of PostgreSQL", false),
        KILL_KAFKA("kill -9 of the broker", false),
        FREEZE_KAFKA("SIGSTOP of the broker", false),
        KILL_REDIS("kill -9 of Redis", false),
        FREEZE_REDIS("SIGSTOP of Redis", false),
        FLUSH_REDIS("Redis emptied", false),
        FILL_REDIS("Redis full (maxmemory)", false),
        READ_ONLY_REDIS("Redis read-only", false);

        private final String text;
        private final boolean partial;

        FaultKind(String text, boolean partial) {
            this.text = text;
            this.partial = partial;
        }

        /** Returns whether it affects only one process or one race, so that other purchases continue during the fault. */
        boolean isPartial() {
            return partial;
        }

        String text() {
            return text;
        }
    }

    /** Returns a line for people: {@code at 12.5 s: kill -9 of a recorder (1), 4.0 s}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "at %.1f s: %s (%d), %.1f s",
                at.toMillis() / 1e3,
                kind.text(),
                target + 1,
                lasts.toMillis() / 1e3);
    }
}
