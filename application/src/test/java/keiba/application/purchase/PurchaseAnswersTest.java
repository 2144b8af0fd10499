package keiba.application.purchase;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.FakeWorld;
import keiba.application.purchase.PlacePurchase.Accepted;
import keiba.application.purchase.PlacePurchase.KeyReused;
import keiba.application.purchase.PlacePurchase.OutcomeUnknown;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.PurchaseRefused;
import keiba.application.purchase.PlacePurchase.QueueUnavailable;
import keiba.application.purchase.PlacePurchase.Unavailable;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every combination of the table of purchases in {@code docs/purchases.md}, set up on fakes. */
class PurchaseAnswersTest {
    private static final AnswerTable TABLE = AnswerTable.read("purchases");
    private static final Map<String, List<String>> VALUES = new TreeMap<>(Map.of(
            "1 request", List.of("no key", "first", "repeated", "recorded"),
            "2 race", List.of("open", "suspended", "closing", "closed", "scratched"),
            "3 status board", List.of("present", "returned", "lost", "away"),
            "4 PostgreSQL", List.of("present", "away"),
            "5 queue", List.of("durable", "refused", "unknown")));
    private static final Bet BET = box(BetType.TRIO, 100, 1, 2, 3, 4);

    private final FakeWorld world = new FakeWorld();

    static Stream<List<String>> combinations() {
        return AnswerTable.combinations(VALUES).stream();
    }

    @Test
    void the_table_has_the_expected_columns_and_values() {
        assertThat(TABLE.columns()).containsExactly("request", "race", "status board", "PostgreSQL", "queue");
        int column = 0;
        for (List<String> values : VALUES.values()) {
            assertThat(values).containsAll(TABLE.valuesOf(column));
            column++;
        }
        assertThat(combinations()).hasSize(480);
    }

    @Test
    void every_row_of_the_table_covers_some_combination() {
        assertThat(TABLE.rows())
                .allSatisfy(row -> assertThat(combinations())
                        .anyMatch(combination -> new AnswerTable(TABLE.columns(), List.of(row))
                                        .answersTo(combination)
                                        .size()
                                == 1));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void every_combination_is_answered_as_the_table_says_and_consistently(List<String> combination) {
        List<String> expected = TABLE.answersTo(combination);
        assertThat(expected).as("rows for %s", combination).hasSize(1);

        prepare(combination.get(0), combination.get(1), combination.get(2));
        if (combination.get(3).equals("away")) {
            world.books().away();
        }
        int sentBefore = world.queue().size();
        world.queue().be(mode(combination.get(4)));
        PurchaseOutcome outcome = place(ALICE, combination.get(0).equals("no key") ? Optional.empty() : key("key"));

        assertThat(text(outcome)).isEqualTo(expected.get(0));
        if (expected.get(0).endsWith("not sent")) {
            assertThat(world.queue().size()).isEqualTo(sentBefore);
        }
        assertTrue(outcome);
    }

    private static Mode mode(String queue) {
        return switch (queue) {
            case "durable" -> Mode.TAKE;
            case "refused" -> Mode.REFUSE;
            case "unknown" -> Mode.KEEP_SILENTLY;
            default -> throw new IllegalArgumentException(queue);
        };
    }

    private static Optional<IdempotencyKey> key(String text) {
        return Optional.of(new IdempotencyKey(text));
    }

    private PurchaseOutcome place(UserId user, Optional<IdempotencyKey> key) {
        return world.useCases().purchases().place().place(user, RACE, BET, key);
    }

    private void prepare(String request, String race, String board) {
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        world.reader().readAll();
        if (board.equals("returned")) {
            world.boardsAway();
            assertThat(place(BOB, key("of another user"))).isInstanceOf(Accepted.class);
        }
        if (request.equals("repeated") && race.equals("closed")) {
            world.queue().behave(this::closeBeforeTaking);
        }
        if (request.equals("repeated") || request.equals("recorded")) {
            assertThat(place(ALICE, key("key"))).isInstanceOf(Accepted.class);
        }
        if (request.equals("recorded")) {
            world.reader().readAll();
        }
        world.boardsBack();
        world.queue().be(Mode.TAKE);
        world.useCases().odds().publish().sync();
        command(race);
        world.clock().advance(RecentRaces.FRESH);
        switch (board) {
            case "present", "returned" -> {}
            case "lost" -> world.boardsLose();
            case "away" -> world.boardsAway();
            default -> throw new IllegalArgumentException(board);
        }
    }

    /** Closes the race so that a purchase sent in time is queued after the close marker. */
    private Mode closeBeforeTaking() {
        command(new RaceCommand.Close());
        mark();
        return Mode.TAKE;
    }

    private void mark() {
        world.queue()
                .appendMarker(
                        RACE, world.books().card(RACE).closing().orElseThrow().id());
    }

    private void command(String race) {
        switch (race) {
            case "open" -> {}
            case "suspended" -> command(new RaceCommand.Suspend());
            case "closing" -> command(new RaceCommand.Close());
            case "closed" -> {
                if (world.books().card(RACE).closing().isEmpty()) {
                    command(new RaceCommand.Close());
                    mark();
                }
                while (!world.books().card(RACE).takesNothingMore()) {
                    world.reader().read(world.queue().partitionOf(RACE), 10);
                }
            }
            case "scratched" -> command(new RaceCommand.Scratch(2, ScratchKind.SCRATCHED));
            default -> throw new IllegalArgumentException(race);
        }
    }

    private void command(RaceCommand.OperatorCommand command) {
        world.useCases().races().command().command(RACE, command, OPERATOR);
    }

    /** The answer as the document writes it. */
    private static String text(PurchaseOutcome outcome) {
        return switch (outcome) {
            case Accepted accepted -> "202 " + accepted.status();
            case PurchaseRefused refused ->
                "409 "
                        + switch (refused.reason()) {
                            case RACE_NOT_OPEN, RACE_CLOSED -> "race-not-open";
                            case RUNNER_SCRATCHED -> "runner-scratched";
                            default -> refused.reason().name();
                        };
            case KeyReused reused -> "422 idempotency-key-reused";
            case QueueUnavailable unavailable -> "503 queue-unavailable";
            case OutcomeUnknown unknown ->
                switch (unknown.doubt()) {
                    case NO_VERDICT -> "503 outcome-unknown, sent";
                    case EARLIER_REQUEST -> "503 outcome-unknown, not sent";
                };
            case Unavailable unavailable -> "503 unavailable";
        };
    }

    /** Once all servers are available and everything is recorded, the stored purchases must not contradict the answer. */
    private void assertTrue(PurchaseOutcome outcome) {
        world.boardsBack();
        world.books().back();
        world.queue().be(Mode.TAKE);
        world.books().card(RACE).closing().ifPresent(closing -> mark());
        world.reader().readAll();
        List<Ticket> alices = world.books().ticketsOf(RACE).stream()
                .filter(ticket -> ticket.user().equals(ALICE))
                .toList();
        switch (outcome) {
            case Accepted accepted -> {
                Optional<Purchase> recorded = world.books().tickets().find(accepted.id());
                assertThat(recorded).isPresent();
                if (accepted.status() == PlacePurchase.Status.COMPLETED) {
                    assertThat(recorded).get().isInstanceOf(Purchase.Completed.class);
                }
                assertThat(alices).hasSizeLessThanOrEqualTo(1);
            }
            case OutcomeUnknown unknown -> assertThat(alices).hasSizeLessThanOrEqualTo(1);
            case PurchaseRefused refused -> assertThat(alices).isEmpty();
            case QueueUnavailable unavailable -> assertThat(alices).isEmpty();
            case Unavailable unavailable -> assertThat(alices).isEmpty();
            case KeyReused reused -> throw new AssertionError("all requests ask for the same bet");
        }
        assertThat(world.books().audit()).isEmpty();
    }
}
