package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import keiba.adapter.http.Observed;
import keiba.application.failure.BoardCall;
import keiba.application.failure.DueItem;
import keiba.application.failure.DueStep;
import keiba.application.failure.RecorderCall;
import keiba.application.failure.StepBlockedException;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.Logged;
import org.junit.jupiter.api.Test;

class FailureReportTest {
    private static final DueItem ODDS = new DueItem(DueStep.DECLARE_FINAL_ODDS, "race 100");

    private final TemporaryFailure away =
            new TemporaryFailure("Redis: connection refused", new IllegalStateException("planned"));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T06:00:00Z"));
    private final FailureReport report = new FailureReport(now::get);

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    private long count(String name, String label) {
        return report.counts().stream()
                .filter(count -> count.name().equals(name) && count.labels().containsValue(label))
                .mapToLong(count -> count.value().getAsLong())
                .sum();
    }

    @Test
    void logs_a_failure_once_until_it_works_again() {
        try (Logged logged = Logged.by(FailureReport.class)) {
            report.failed(ODDS, new StepBlockedException("the running totals differ from the tickets in [WIN]"));
            report.failed(ODDS, new StepBlockedException("the running totals differ from the tickets in [WIN]"));
            assertThat(report.failing())
                    .containsExactly(Map.entry(
                            "declare-final-odds of race 100",
                            "since 2026-11-22T06:00:00Z: the running totals differ from the tickets in [WIN]"));
            report.worked(ODDS);
            report.worked(ODDS);
            assertThat(logged.messages())
                    .containsExactly(
                            "declare-final-odds of race 100 is blocked; it is retried after increasing pauses; all other"
                                    + " work continues: the running totals differ from the tickets in [WIN]",
                            "declare-final-odds of race 100 works again; it first failed at 2026-11-22T06:00:00Z");
        }
        assertThat(report.failing()).isEmpty();
        assertThat(count("keiba_due_work_failures", "declare-final-odds")).isEqualTo(2);
    }

    @Test
    void reports_a_board_as_working_only_after_a_time_without_failures() {
        try (Logged logged = Logged.by(FailureReport.class)) {
            for (int i = 0; i < 10; i++) {
                report.failed(BoardCall.ODDS_SHOW, away);
                report.worked(BoardCall.ODDS_SHOW);
            }
            assertThat(report.failing()).containsOnlyKeys("odds board, show");
            pass(FailureReport.CALM);
            report.worked(BoardCall.ODDS_SHOW);
            assertThat(report.failing()).isEmpty();
            assertThat(logged.messages())
                    .containsExactly(
                            "odds board, show failed; it is skipped until Redis works again: Redis: connection refused",
                            "odds board, show works again; it first failed at 2026-11-22T06:00:00Z");
        }
        assertThat(count("keiba_board_failures", "odds")).isEqualTo(10);
    }

    @Test
    void logs_failures_of_joint_recording_once_and_counts_them() {
        TemporaryFailure locked =
                new TemporaryFailure("PostgreSQL: lock time-out", new IllegalStateException("planned"));
        try (Logged logged = Logged.by(FailureReport.class)) {
            for (int i = 0; i < 3; i++) {
                report.failed(RecorderCall.RECORD_TOGETHER, locked);
            }
            assertThat(report.failing()).containsOnlyKeys("recording all queued purchases in one transaction");
            pass(FailureReport.CALM);
            report.worked(RecorderCall.RECORD_TOGETHER);
            report.worked(RecorderCall.RECORD_TOGETHER);
            assertThat(report.failing()).isEmpty();
            assertThat(logged.messages())
                    .containsExactly(
                            "recording all queued purchases in one transaction failed; it is replaced by one transaction for each partition,"
                                    + " which is slower; the log names a partition that fails alone: PostgreSQL: lock time-out",
                            "recording all queued purchases in one transaction works again; it first failed at 2026-11-22T06:00:00Z");
        }
        assertThat(report.counts())
                .filteredOn(count -> count.name().equals("keiba_joint_recording_failures"))
                .singleElement()
                .satisfies(count -> assertThat(count.value().getAsLong()).isEqualTo(3));
    }

    @Test
    void removes_a_failed_board_call_from_the_list_after_a_long_time_without_calls() {
        try (Logged logged = Logged.by(FailureReport.class)) {
            report.failed(BoardCall.PURCHASE_RELEASE, away);
            pass(FailureReport.LISTED.plusSeconds(1));
            assertThat(report.failing()).isEmpty();
            assertThat(logged.messages()).hasSize(1);
        }
    }

    @Test
    void counts_every_step_every_board_call_and_every_call_of_the_recorder() {
        List<Observed.Count> counts = report.counts();
        assertThat(counts).hasSize(DueStep.values().length + BoardCall.values().length + RecorderCall.values().length);
    }
}
