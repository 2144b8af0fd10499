package keiba.application.purchase;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.purchase.PlacePurchase.Accepted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every combination of the table of look-ups in {@code docs/purchases.md}, set up on fakes. */
class LookUpAnswersTest {
    private static final AnswerTable TABLE = AnswerTable.read("look-ups");
    private static final Map<String, List<String>> VALUES = new TreeMap<>(Map.of(
            "1 purchase", List.of("none", "queued", "recorded"),
            "2 status board", List.of("present", "returned", "lost", "away"),
            "3 PostgreSQL", List.of("present", "away"),
            "4 recorder", List.of("current", "behind")));

    private final FakeWorld world = new FakeWorld();

    static Stream<List<String>> combinations() {
        return AnswerTable.combinations(VALUES).stream();
    }

    @Test
    void the_table_has_the_expected_columns_and_values() {
        assertThat(TABLE.columns()).containsExactly("purchase", "status board", "PostgreSQL", "recorder");
        int column = 0;
        for (List<String> values : VALUES.values()) {
            assertThat(values).containsAll(TABLE.valuesOf(column));
            column++;
        }
        assertThat(combinations()).hasSize(48);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void every_combination_is_answered_as_the_table_says(List<String> combination) {
        List<String> expected = TABLE.answersTo(combination);
        assertThat(expected).as("rows for %s", combination).hasSize(1);

        prepare(combination.get(0), combination.get(1), combination.get(3));
        if (combination.get(2).equals("away")) {
            world.books().away();
        }

        MessageId asked = combination.get(0).equals("none") ? id(999) : id(1);
        assertThat(track(asked, ALICE)).isEqualTo(expected.get(0));
        assertThat(track(asked, BOB)).isEqualTo(expected.get(0).startsWith("200") ? "404 not-found" : expected.get(0));
    }

    private void prepare(String purchase, String board, String recorder) {
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        world.reader().readAll();
        if (recorder.equals("behind")) {
            world.clock().advance(PurchaseTracking.NO_LAG.plus(Duration.ofMillis(1)));
        }
        if (board.equals("returned")) {
            world.boardsAway();
        }
        place(purchase.equals("none") ? BOB : ALICE);
        if (purchase.equals("recorded")) {
            world.reader().read(world.queue().partitionOf(RACE), 10);
        }
        world.boardsBack();
        switch (board) {
            case "present", "returned" -> {}
            case "lost" -> world.boardsLose();
            case "away" -> world.boardsAway();
            default -> throw new IllegalArgumentException(board);
        }
    }

    private void place(UserId user) {
        assertThat(world.useCases().purchases().place().place(user, RACE, win(5, 100), Optional.empty()))
                .isInstanceOf(Accepted.class);
    }

    private String track(MessageId id, UserId asking) {
        try {
            return switch (world.useCases().purchases().track().track(id, asking)) {
                case TrackPurchase.Known known ->
                    switch (known.purchase()) {
                        case Purchase.Pending pending -> "200 PENDING";
                        case Purchase.Completed completed -> "200 COMPLETED";
                        case Purchase.Failed failed -> "200 FAILED";
                    };
                case TrackPurchase.NotFound notFound -> "404 not-found";
                case TrackPurchase.NotYetKnown notYetKnown -> "503 not-yet-known";
            };
        } catch (TemporaryFailure away) {
            return "503 unavailable";
        }
    }
}
