package keiba.bootstrap.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keiba.adapter.http.Observed;
import keiba.application.failure.Activity;
import keiba.application.failure.BoardCall;
import keiba.application.failure.DueItem;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.RecorderCall;
import keiba.application.failure.StepBlockedException;

/**
 * Counts failures that do not make a use case fail, logs each once when it begins and once when it ends, and lists the
 * current ones. A board call that succeeds soon after it failed still counts as failing: a full Redis refuses some
 * writes and accepts others.
 */
final class FailureReport implements FailureListener {
    private static final System.Logger LOG = System.getLogger(FailureReport.class.getName());

    /** The time without a failure after which a board call counts as working again. */
    static final Duration CALM = Duration.ofSeconds(5);

    /** A failed board call that was not made again for this long is no longer listed. */
    static final Duration LISTED = Duration.ofMinutes(1);

    /** The text in readiness for a failure whose stack trace is in the log. */
    static final String UNEXPECTED = "an unexpected error; see the log";

    private final InstantSource clock;
    private final Map<Activity, Trouble> troubles = new ConcurrentHashMap<>();
    private final Map<DueStep, LongAdder> steps =
            Stream.of(DueStep.values()).collect(Collectors.toUnmodifiableMap(step -> step, step -> new LongAdder()));
    private final Map<BoardCall, LongAdder> calls =
            Stream.of(BoardCall.values()).collect(Collectors.toUnmodifiableMap(call -> call, call -> new LongAdder()));
    private final Map<RecorderCall, LongAdder> recorderCalls = Stream.of(RecorderCall.values())
            .collect(Collectors.toUnmodifiableMap(call -> call, call -> new LongAdder()));

    FailureReport(InstantSource clock) {
        this.clock = clock;
    }

    private record Trouble(Instant since, Instant last, String cause) {}

    @Override
    public void failed(Activity activity, Throwable cause) {
        count(activity);
        Instant now = clock.instant();
        String said = describe(cause);
        if (troubles.putIfAbsent(activity, new Trouble(now, now, said)) == null) {
            log(activity, cause);
        } else {
            troubles.computeIfPresent(activity, (same, known) -> new Trouble(known.since(), now, said));
        }
    }

    private void count(Activity activity) {
        LongAdder counter = switch (activity) {
            case DueItem due -> steps.get(due.step());
            case BoardCall call -> calls.get(call);
            case RecorderCall call -> recorderCalls.get(call);
        };
        if (counter != null) {
            counter.increment();
        }
    }

    /** Returns the cause as it may be shown to everyone: the message of an unexpected failure may contain anything and is only logged. */
    private static String describe(Throwable cause) {
        return cause instanceof InfrastructureFailure || cause instanceof StepBlockedException
                ? String.valueOf(cause.getMessage())
                : UNEXPECTED;
    }

    private static void log(Activity activity, Throwable cause) {
        String consequence = switch (activity) {
            case DueItem due -> "is retried after increasing pauses; all other work continues";
            case BoardCall call -> "is skipped until Redis works again";
            case RecorderCall call ->
                "is replaced by one transaction for each partition, which is slower; the log names a partition that fails alone";
        };
        if (cause instanceof InfrastructureFailure) {
            LOG.log(System.Logger.Level.WARNING, "{0} failed; it {2}: {1}", activity, cause.getMessage(), consequence);
        } else if (cause instanceof StepBlockedException) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} is blocked; it {2}: {1}",
                    activity,
                    cause.getMessage(),
                    consequence);
        } else {
            LOG.log(System.Logger.Level.ERROR, activity + " failed unexpectedly; it " + consequence, cause);
        }
    }

    @Override
    public void worked(Activity activity) {
        Trouble trouble = troubles.get(activity);
        if (trouble == null) {
            return;
        }
        boolean calm = activity instanceof DueItem
                || !clock.instant().isBefore(trouble.last().plus(CALM));
        if (calm && troubles.remove(activity, trouble)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} works again; it first failed at {1}",
                    activity,
                    trouble.since().toString());
        }
    }

    /** Returns the activities that fail now, by name: since when, and why. */
    SortedMap<String, String> failing() {
        Instant forgotten = clock.instant().minus(LISTED);
        SortedMap<String, String> failing = new TreeMap<>();
        troubles.forEach((activity, trouble) -> {
            if (activity instanceof DueItem || !trouble.last().isBefore(forgotten)) {
                failing.put(activity.toString(), "since " + trouble.since() + ": " + trouble.cause());
            }
        });
        return Collections.unmodifiableSortedMap(failing);
    }

    /** Returns the counters among the metrics. */
    List<Observed.Count> counts() {
        List<Observed.Count> counts = new ArrayList<>();
        steps.forEach((step, count) ->
                counts.add(new Observed.Count("keiba_due_work_failures", Map.of("step", step.label()), count::sum)));
        calls.forEach((call, count) -> counts.add(new Observed.Count(
                "keiba_board_failures", Map.of("board", call.board(), "operation", call.operation()), count::sum)));
        recorderCalls.forEach((call, count) ->
                counts.add(new Observed.Count("keiba_joint_recording_failures", Map.of(), count::sum)));
        return List.copyOf(counts);
    }
}
