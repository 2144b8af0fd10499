package keiba.bootstrap.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import keiba.adapter.http.Role;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.faults.ApiClient.Answer;
import keiba.bootstrap.faults.ApiClient.Request;
import keiba.bootstrap.serve.VerifyCommand;

/** One run: applies the faults of a schedule while people bet, and checks that nothing was lost, doubled or out of balance. */
final class FaultRun {
    private static final long CASHIER = 3;
    private static final long DEPOSIT_YEN = 10_000_000;
    /** The multiple of its length after which a run that is slow to recover executes no further faults. */
    private static final int MOST_DELAY = 2;

    /** The number of races that must be on sale when a fault begins: one may be locked, and another one has to continue. */
    private static final int LEAST_RACES = 2;

    private static final long BETWEEN_LOOKS_NANOS = 100_000_000;
    private static final Duration SETUP = Duration.ofMinutes(2);

    /** The time after a fault within which everything must work again, also on a busy machine. */
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    /** The time within which other purchases must continue while one process or one race is affected. */
    private static final Duration OTHERS = Duration.ofSeconds(60);

    private final Scene scene;
    private final PrintStream out;
    private final Findings findings = new Findings();
    private final Map<Fault.FaultKind, Integer> executed = new EnumMap<>(Fault.FaultKind.class);
    private final ApiClient api;
    private final Meeting meeting;
    private final Buyers buyers;

    FaultRun(Scene scene, PrintStream out) {
        this.scene = scene;
        this.out = out;
        this.api = new ApiClient(
                scene.apis().stream()
                        .map(process -> (IntSupplier) process::port)
                        .toList(),
                scene.directory());
        this.meeting = new Meeting(api, findings);
        this.buyers = new Buyers(api, meeting::onSale, findings);
    }

    /** Runs the schedule, and returns the violations; empty if there are none. */
    List<String> run(List<Fault> schedule, Duration length, long seed)
            throws InterruptedException, CommandFailedException {
        try (api;
                Tables.Reader reader = new Tables.Reader(scene.tables(), findings)) {
            deposit();
            meeting.start();
            buyers.start(seed);
            long start = System.nanoTime();
            int begun = 0;
            for (Fault fault : schedule) {
                awaitTime(start, fault.at());
                boolean isLate = System.nanoTime() - start
                        >= length.multipliedBy(MOST_DELAY).toNanos();
                if (isLate && begun >= Schedule.mandatory(length)) {
                    out.println("The machine is slow: twice the planned time has passed. The faults from \"" + fault
                            + "\" on are skipped.");
                    break;
                }
                begun++;
                execute(fault);
            }
            awaitTime(start, length);
            out.println("All faults are done; now the open races are closed, settled and paid.");
            meeting.finish();
            List<String> accepted = buyers.stop();
            settle(accepted);
            out.printf(
                    Locale.ROOT,
                    "%d purchases accepted after %d repetitions, %d races paid, the sum of all accounts read %d times%n",
                    accepted.size(),
                    buyers.repeated(),
                    meeting.paid(),
                    reader.reads());
            out.printf(
                    Locale.ROOT,
                    "%d faults of %d of the %d kinds%n",
                    executed.values().stream().mapToInt(Integer::intValue).sum(),
                    executed.size(),
                    Fault.FaultKind.values().length);
            requireWork(accepted, reader);
        }
        return findings.all();
    }

    /** Reports a run without purchases, payouts or checks as a violation, because it proves nothing. */
    private void requireWork(List<String> accepted, Tables.Reader reader) {
        if (accepted.isEmpty() || meeting.paid() == 0 || reader.reads() == 0) {
            findings.add("nothing was checked: " + accepted.size() + " purchases, " + meeting.paid() + " paid races, "
                    + reader.reads() + " reads of the sum of all accounts");
        }
    }

    private void deposit() throws InterruptedException, CommandFailedException {
        for (int user = Buyers.FIRST_USER; user < Buyers.FIRST_USER + Buyers.USERS; user++) {
            Request deposit = new Request(
                    "POST",
                    "/v1/accounts/" + user + "/deposits",
                    api.token(CASHIER, Role.CASHIER),
                    Optional.of("fault-run-" + user),
                    "{\"amount\":" + DEPOSIT_YEN + "}");
            if (api.until(SETUP, deposit, Answer::isDone).filter(Answer::isDone).isEmpty()) {
                throw new CommandFailedException("the deposit of user " + user + " was not accepted");
            }
        }
    }

    private static void awaitTime(long start, Duration time) throws InterruptedException {
        long left = time.toNanos() - (System.nanoTime() - start);
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left));
        }
    }

    private void execute(Fault fault) throws InterruptedException {
        if (within(SETUP, () -> meeting.onSale().size() >= LEAST_RACES).isEmpty()) {
            findings.add(fault + ": skipped, because there were not " + LEAST_RACES + " races on sale within "
                    + SETUP.toSeconds() + " s");
            return;
        }
        long race = meeting.onSale().getFirst();
        try {
            long begun = System.nanoTime();
            Scene.Mending mending = scene.apply(fault, race);
            Optional<Duration> others = fault.kind().isPartial() ? othersGoOn(fault, race) : Optional.empty();
            awaitTime(begun, fault.lasts());
            long begunMending = System.nanoTime();
            mending.mend();
            long ended = System.nanoTime();
            out.println(fault + ": "
                    + others.map(time ->
                                    "meanwhile each other race recorded a new purchase within " + seconds(time) + ", ")
                            .orElse("")
                    + "mended within " + seconds(Duration.ofNanos(ended - begunMending)) + ", "
                    + recovery(fault, ended));
            executed.merge(fault.kind(), 1, Integer::sum);
        } catch (IOException | SQLException | RuntimeException | CommandFailedException failed) {
            findings.add(fault + ": " + failed);
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    /**
     * Checks that each race on sale records a purchase that was sent after the fault began, except the race that the fault locks. The fault
     * lasts until then.
     */
    private Optional<Duration> othersGoOn(Fault fault, long race) {
        long begun = System.nanoTime();
        List<Long> onSale = meeting.onSale();
        OngoingRaces others =
                new OngoingRaces(onSale, fault.kind() == Fault.FaultKind.HOLD_UP_RACE ? Set.of(race) : Set.of());
        return within(OTHERS, () -> haveGoneOn(others, begun)).or(() -> {
            findings.add(fault + ": no purchase that was sent after it began was recorded within " + OTHERS.toSeconds()
                    + " s for the races " + waiting(others, begun) + " of the races " + onSale + " on sale");
            return Optional.empty();
        });
    }

    private boolean haveGoneOn(OngoingRaces races, long since) throws SQLException {
        Map<Long, List<String>> accepted = buyers.acceptedSince(since);
        return races.haveGoneOn(meeting.onSale(), accepted, recorded(accepted));
    }

    private Set<String> recorded(Map<Long, List<String>> accepted) throws SQLException {
        return scene.tables()
                .recorded(accepted.values().stream().flatMap(List::stream).toList());
    }

    /** Returns the races that have not recorded a new purchase, or why that is not known, for a finding. */
    private String waiting(OngoingRaces races, long since) {
        try {
            Map<Long, List<String>> accepted = buyers.acceptedSince(since);
            return races.waiting(meeting.onSale(), accepted, recorded(accepted)) + " (accepted since: "
                    + accepted.keySet() + ")";
        } catch (SQLException away) {
            return "that are not known, because PostgreSQL is away: " + away.getMessage() + "; out";
        }
    }

    /**
     * Returns how long it takes from the end of a fault until a purchase that was sent after its end is accepted, one is recorded for each race on
     * sale, and all processes are ready.
     */
    private String recovery(Fault fault, long ended) {
        OngoingRaces all = new OngoingRaces(meeting.onSale(), Set.of());
        Optional<Duration> buying =
                since(ended, () -> !buyers.acceptedSince(ended).isEmpty());
        Optional<Duration> recording = since(ended, () -> haveGoneOn(all, ended));
        Optional<Duration> ready = since(ended, this::areReady);
        if (buying.isEmpty() || recording.isEmpty() || ready.isEmpty()) {
            findings.add(fault + ": not recovered within " + RECOVERY.toSeconds() + " s: accepted again after "
                    + text(buying) + ", recorded after " + text(recording) + ", all processes ready after "
                    + text(ready)
                    + (recording.isEmpty() ? "; nothing new is recorded for the races " + waiting(all, ended) : ""));
        }
        return "accepted again after " + text(buying) + ", each race recorded after " + text(recording)
                + ", all processes ready after " + text(ready);
    }

    private static String text(Optional<Duration> time) {
        return time.map(FaultRun::seconds).orElse("(never)");
    }

    private Optional<Duration> since(long start, Condition condition) {
        return within(RECOVERY, condition).map(unused -> Duration.ofNanos(System.nanoTime() - start));
    }

    /** A condition that counts as not fulfilled while PostgreSQL is unavailable. */
    private interface Condition {
        boolean holds() throws SQLException, InterruptedException;
    }

    private static Optional<Duration> within(Duration limit, Condition condition) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < limit.toNanos()) {
            try {
                if (condition.holds()) {
                    return Optional.of(Duration.ofNanos(System.nanoTime() - start));
                }
            } catch (SQLException away) {
                // the condition is checked again
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return Optional.empty();
    }

    private boolean areReady() throws InterruptedException {
        for (ServedProcess process : scene.all()) {
            try (ApiClient one = new ApiClient(List.of(process::port), scene.directory())) {
                if (one.once(one.get("/observe/health/ready", ""))
                        .filter(answer -> answer.status() == 200)
                        .isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Waits until every accepted purchase is recorded, and then checks every invariant. */
    private void settle(List<String> accepted) throws InterruptedException {
        try {
            within(RECOVERY, () -> scene.tables().recorded() >= accepted.size());
            scene.tables().compare(accepted, findings);
            List<String> differences = VerifyCommand.differencesAt(scene.addresses());
            for (int look = 0; look < 10 && !differences.isEmpty(); look++) {
                Thread.sleep(Duration.ofSeconds(2));
                differences = VerifyCommand.differencesAt(scene.addresses());
            }
            differences.forEach(findings::add);
        } catch (SQLException failed) {
            findings.add("the tables cannot be read at the end: " + failed.getMessage());
        }
    }
}
