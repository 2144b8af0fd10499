package keiba.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The number of checks and the failed ones. Thread-safe. */
final class Findings {
    /** A fault that shows in every ticket need not be told for each of them. */
    private static final int MOST_TOLD = 30;

    private final AtomicLong checks = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final List<String> told = new ArrayList<>();

    /** Notes whether something holds that must hold always. */
    void check(boolean holds, Supplier<String> otherwise) {
        checks.incrementAndGet();
        if (!holds) {
            broken(otherwise.get());
        }
    }

    /** Notes that two things are the same which must be. */
    <T> void same(T expected, T found, Supplier<String> what) {
        check(expected.equals(found), () -> what.get() + ": " + found + ", not " + expected);
    }

    /** Notes something that must not be. */
    synchronized void broken(String what) {
        broken.incrementAndGet();
        if (told.size() < MOST_TOLD) {
            told.add(what);
        }
    }

    boolean isSound() {
        return broken.get() == 0;
    }

    long checks() {
        return checks.get();
    }

    /** Returns the failed checks, one line each; the last line says how many more there are. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>(told);
        if (broken.get() > told.size()) {
            lines.add("and " + (broken.get() - told.size()) + " more");
        }
        return lines;
    }
}
