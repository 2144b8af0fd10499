package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import keiba.application.race.RaceId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several users send requests at once; the assertions hold for any order in which the requests arrive. */
class ConcurrentCommandsTest {
    private static final String ORDER = "[[6],[4],[3,5],[1,2,7,8]]";
    private static final int PEOPLE = 8;

    @TempDir
    private Path files;

    private RaceDay day;
    private ExecutorService threads;

    @BeforeEach
    void open() {
        day = new RaceDay(files);
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterEach
    void stop() {
        threads.close();
        assertThat(day.world().books().audit()).isEmpty();
        day.close();
    }

    private List<Answer> together(List<Supplier<Answer>> requests) {
        CyclicBarrier start = new CyclicBarrier(requests.size());
        List<Future<Answer>> answers = new ArrayList<>();
        for (Supplier<Answer> request : requests) {
            answers.add(threads.submit(() -> {
                start.await();
                return request.get();
            }));
        }
        return answers.stream().map(ConcurrentCommandsTest::await).toList();
    }

    private static Answer await(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private List<Answer> everybody(Supplier<Answer> request) {
        return together(Stream.generate(() -> request).limit(PEOPLE).toList());
    }

    private static List<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).sorted().toList();
    }

    /** The race is on sale; the command that has to come before is executed first. */
    @ParameterizedTest
    @CsvSource({"suspend, , SUSPENDED", "resume, suspend, OPEN", "close, , CLOSED"})
    void the_same_command_of_several_operators_is_executed_once(String command, @Nullable String first, String state) {
        if (first != null) {
            day.command(first).json(200);
        }
        long before = version();
        assertThat(everybody(() -> day.command(command)))
                .allMatch(answer -> answer.status() == 200)
                .allMatch(answer -> answer.json().get("state").textValue().equals(state));
        assertThat(version() - before).isEqualTo(1);
    }

    @Test
    void a_race_that_several_operators_open_at_once_is_opened_once() {
        String other = "/v1/races/101";
        day.world().useCases().races().declare().declare(Samples.proposal(new RaceId(101)), Samples.OPERATOR);
        assertThat(everybody(() -> day.served().post(other + "/open", day.operator())))
                .allMatch(answer -> answer.status() == 200);
        JsonNode card = day.served().get(other).json(200);
        assertThat(card.get("state").textValue()).isEqualTo("OPEN");
        assertThat(card.get("version").longValue()).isEqualTo(2);
    }

    private long version() {
        return day.served().get(RaceDay.RACE).json(200).get("version").longValue();
    }

    @Test
    void a_runner_that_is_scratched_and_excluded_at_once_is_out_for_one_reason() {
        List<Answer> answers = together(List.of(
                () -> day.post("scratches", "{\"horse_number\":4,\"kind\":\"SCRATCHED\"}"),
                () -> day.post("scratches", "{\"horse_number\":4,\"kind\":\"EXCLUDED\"}")));
        assertThat(statuses(answers)).containsExactly(200, 409);
    }

    @Test
    void of_two_different_announcements_at_once_one_is_stored_and_one_gets_409() {
        List<Answer> answers = together(List.of(
                () -> day.put("announcements", "{\"announcement_version\":0,\"weather\":\"RAIN\"}"),
                () -> day.put("announcements", "{\"announcement_version\":0,\"weather\":\"SNOW\"}")));
        assertThat(statuses(answers)).containsExactly(200, 409);
        String won = answers.get(0).status() == 200 ? "RAIN" : "SNOW";
        assertThat(day.served().get(RaceDay.RACE).json(200).get("weather").textValue())
                .isEqualTo(won);
    }

    @Test
    void the_same_announcement_of_several_operators_is_stored_once() {
        String same = "{\"announcement_version\":0,\"runners\":[{\"horse_number\":1,\"jockey\":\"Y. Take\"}]}";
        assertThat(everybody(() -> day.put("announcements", same))).allMatch(answer -> answer.status() == 200);
        assertThat(day.get("announcements").get("items")).hasSize(1);
    }

    @Test
    void of_a_cancellation_and_a_confirmation_at_once_only_one_succeeds() {
        day.endSales();
        day.declareFinalOdds();
        day.postResult(ORDER).json(200);
        List<Answer> answers =
                together(List.of(() -> day.confirm(1), () -> day.post("cancel", "{\"reason\":\"NO_RACE\"}")));
        assertThat(statuses(answers)).containsExactly(200, 409);
    }

    @Test
    void of_a_new_result_and_a_confirmation_of_the_old_one_only_one_succeeds() {
        day.endSales();
        day.declareFinalOdds();
        day.postResult(ORDER).json(200);
        List<Answer> answers =
                together(List.of(() -> day.confirm(1), () -> day.postResult("[[4],[6],[3,5],[1,2,7,8]]")));
        assertThat(statuses(answers)).containsExactly(200, 409);
        boolean official = answers.get(0).status() == 200;
        JsonNode result = day.get("result");
        assertThat(result.get("state").textValue()).isEqualTo(official ? "OFFICIAL" : "UNOFFICIAL");
        assertThat(result.get("result_version").longValue()).isEqualTo(official ? 1 : 2);
    }

    @Test
    void different_results_posted_at_once_get_different_versions() {
        day.endSales();
        List<Supplier<Answer>> results = new ArrayList<>();
        for (int first = 1; first <= 4; first++) {
            String order = "[[" + first + "],[5,6,7,8," + (first % 4 + 1) + "," + ((first + 1) % 4 + 1) + ","
                    + ((first + 2) % 4 + 1) + "]]";
            results.add(() -> day.postResult(order));
        }
        assertThat(together(results).stream()
                        .map(answer -> answer.json(200).get("result_version").longValue()))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @Test
    void a_payout_that_many_requests_claim_at_once_is_paid_once() {
        String id = day.win(Samples.ALICE, 6, 1_000);
        day.settle(ORDER);
        String bettor = day.bettor(Samples.ALICE);
        List<Answer> answers = everybody(() -> day.served().post("/v1/payouts/" + id + "/execution", bettor));
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(day.balance(Samples.ALICE)).isEqualTo(10_000);
    }

    @Test
    void all_payouts_of_a_race_that_many_requests_execute_at_once_are_paid_once() {
        for (int i = 0; i < 10; i++) {
            day.win(i % 2 == 0 ? Samples.ALICE : Samples.BOB, 6, 100);
        }
        day.finish(ORDER);
        assertThat(everybody(() -> day.command("payouts/calculation"))).allMatch(answer -> answer.status() <= 202);
        day.command("payouts/calculation").json(200);
        String bettor = day.bettor(Samples.ALICE);
        String execution = RaceDay.RACE + "/payouts/execution";
        assertThat(together(List.of(
                        () -> day.command("payouts/execution"),
                        () -> day.command("payouts/execution"),
                        () -> day.served().post(execution, bettor),
                        () -> day.served().post(execution, bettor))))
                .allMatch(answer -> answer.status() <= 202);
        assertThat(day.command("payouts/execution").json(200).get("paid").longValue())
                .isEqualTo(10);
        assertThat(day.balance(Samples.ALICE)).isEqualTo(10_000);
        assertThat(day.balance(Samples.BOB)).isEqualTo(10_000);
    }

    @Test
    void of_several_schedules_at_once_the_race_has_the_one_with_the_last_version() {
        List<Supplier<Answer>> schedules = new ArrayList<>();
        for (int minute = 10; minute < 14; minute++) {
            String postTime = "2026-11-22T07:" + minute + ":00Z";
            schedules.add(() -> day.put("schedule", "{\"post_time\":\"" + postTime + "\"}"));
        }
        List<Answer> answers = together(schedules);
        JsonNode race = day.served().get(RaceDay.RACE).json(200);
        JsonNode last = answers.stream()
                .map(answer -> answer.json(200))
                .max(Comparator.comparingLong(shown -> shown.get("version").longValue()))
                .orElseThrow();
        assertThat(answers.stream().map(answer -> answer.json().get("version")).distinct())
                .hasSize(4);
        assertThat(race.get("post_time")).isEqualTo(last.get("post_time"));
    }

    @Test
    void of_a_scratch_and_a_confirmation_of_the_posted_order_only_one_succeeds() {
        day.endSales();
        day.declareFinalOdds();
        day.postResult(ORDER).json(200);
        List<Answer> answers = together(List.of(
                () -> day.confirm(1), () -> day.post("scratches", "{\"horse_number\":4,\"kind\":\"EXCLUDED\"}")));
        assertThat(statuses(answers)).containsExactly(200, 409);
        JsonNode result = day.get("result");
        boolean official = answers.get(0).status() == 200;
        assertThat(result.get("state").textValue()).isEqualTo(official ? "OFFICIAL" : "UNOFFICIAL");
        assertThat(result.get("order").toString().contains("[4]")).isEqualTo(official);
    }
}
