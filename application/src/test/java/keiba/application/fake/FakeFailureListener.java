package keiba.application.fake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keiba.application.failure.Activity;
import keiba.application.failure.FailureListener;

/** Remembers the failures that were reported to it. */
public final class FakeFailureListener implements FailureListener {
    private final List<String> failures = new ArrayList<>();
    private final Set<String> failing = new LinkedHashSet<>();

    @Override
    public synchronized void failed(Activity activity, Throwable cause) {
        failures.add(activity.toString());
        failing.add(activity.toString());
    }

    @Override
    public synchronized void worked(Activity activity) {
        failing.remove(activity.toString());
    }

    /** Every failure, in order. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** What failed and has not worked since. */
    public synchronized List<String> failing() {
        return List.copyOf(failing);
    }
}
