package keiba.application.purchase;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keiba.application.UseCases;
import keiba.application.caller.UserId;
import keiba.application.failure.ServerUnavailable;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Faults;
import keiba.application.fake.QueueReader;
import keiba.application.fake.Samples;
import keiba.application.odds.BoardId;
import keiba.application.purchase.RecordPurchases.ChunkRecorded;
import keiba.application.purchase.RecordPurchases.Failed;
import keiba.application.purchase.RecordPurchases.LaneLost;
import keiba.application.purchase.RecordPurchases.Recorded;
import keiba.application.purchase.RecordPurchases.RecordingOutcome;
import keiba.application.purchase.RecordingBook.Patience;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPurchasesTest {
    private static final int PARTITION = 1;

    private final FakeWorld world = new FakeWorld();

    @BeforeEach
    void sell() {
        world.openRace(RACE);
        assertThat(world.queue().partitionOf(RACE)).isEqualTo(PARTITION);
        assertThat(world.books()
                        .queue()
                        .positions(world.queue().id(), world.queue().partitions()))
                .isPresent();
        world.books().recording().faults().back();
    }

    @AfterEach
    void check_that_stored_data_are_consistent() {
        assertThat(world.books().audit()).isEmpty();
    }

    private void queue(long number, UserId user, Bet bet) {
        queue(number, user, RACE, bet);
    }

    private void queue(long number, UserId user, RaceId race, Bet bet) {
        world.queue().append(new PurchaseMessage(id(number), user, race, bet, Instant.EPOCH));
    }

    private RecordingOutcome record() {
        return world.reader().read(PARTITION, 1_000);
    }

    private Optional<RefusalReason> refusal(long number) {
        Purchase purchase = world.books().tickets().find(id(number)).orElseThrow();
        assertThat(world.statusBoard().find(id(number))).contains(purchase);
        return purchase instanceof Purchase.Failed failed ? Optional.of(failed.reason()) : Optional.empty();
    }

    private void assertBought(long... numbers) {
        for (long number : numbers) {
            assertThat(refusal(number)).isEmpty();
        }
    }

    private void assertRefused(long number, RefusalReason reason) {
        assertThat(refusal(number)).contains(reason);
    }

    private Yen balance(UserId user) {
        return world.books().balanceOf(user);
    }

    private void command(RaceCommand.OperatorCommand command) {
        world.useCases().races().command().command(RACE, command, OPERATOR);
    }

    @Test
    void refuses_stakes_above_the_daily_limit_of_a_bettor() {
        Limits usual = Limits.DEFAULT;
        Limits daily = new Limits(
                usual.perCombination(), usual.perPurchase(), usual.combinations(), Optional.of(Yen.of(1_000)));
        FakeWorld limited = new FakeWorld(UseCases.Policy.DEFAULT.with(daily));
        limited.openRace(RACE);
        limited.deposit(ALICE, 5_000);
        limited.deposit(BOB, 5_000);
        List.of(win(1, 600), win(2, 400), win(3, 100))
                .forEach(bet -> limited.queue()
                        .append(new PurchaseMessage(id(bet.amount().value()), ALICE, RACE, bet, Instant.EPOCH)));
        limited.queue().append(new PurchaseMessage(id(1_000), BOB, RACE, win(1, 1_000), Instant.EPOCH));
        limited.reader().readAll();

        assertThat(limited.books().tickets().find(id(100)).orElseThrow())
                .isInstanceOfSatisfying(
                        Purchase.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(RefusalReason.LIMIT_EXCEEDED));
        assertThat(limited.books().balanceOf(ALICE)).isEqualTo(Yen.of(4_000));
        assertThat(limited.books().balanceOf(BOB)).isEqualTo(Yen.of(4_000));
        assertThat(limited.books().audit()).isEmpty();
    }

    @Test
    void records_a_purchase_as_ticket_and_shows_it() {
        world.deposit(ALICE, 1_000);
        queue(1, ALICE, box(BetType.TRIO, 100, 1, 2, 3, 4));
        assertThat(record()).isEqualTo(new ChunkRecorded(1, 0, 0, 0, 0));
        Ticket ticket = new Ticket(
                id(1),
                ALICE,
                RACE,
                box(BetType.TRIO, 100, 1, 2, 3, 4),
                4,
                Yen.of(400),
                Yen.ZERO,
                Optional.empty(),
                Samples.NOW);
        assertThat(world.books().tickets().find(id(1))).contains(new Purchase.Completed(ticket));
        assertThat(world.statusBoard().find(id(1))).contains(new Purchase.Completed(ticket));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(600));
    }

    @Test
    void refuses_purchases_in_order_of_arrival_once_the_balance_is_used() {
        world.deposit(ALICE, 500);
        world.deposit(BOB, 100);
        queue(1, ALICE, win(1, 300));
        queue(2, ALICE, win(2, 300));
        queue(3, BOB, win(3, 100));
        queue(4, ALICE, win(4, 200));
        queue(5, ALICE, win(5, 100));
        QueueChunk chunk = world.queue().chunk(PARTITION, 0, 10);
        assertThat(QueueReader.record(world.useCases().purchases().record(), chunk))
                .isEqualTo(new ChunkRecorded(3, 2, 0, 0, 0));
        assertThat(world.books().recording().faults().calls())
                .as("transactions")
                .isEqualTo(1);
        assertBought(1, 3, 4);
        assertRefused(2, RefusalReason.INSUFFICIENT_FUNDS);
        assertRefused(5, RefusalReason.INSUFFICIENT_FUNDS);
        assertThat(balance(ALICE)).isEqualTo(Yen.ZERO);
        assertThat(balance(BOB)).isEqualTo(Yen.ZERO);
    }

    @Test
    void refuses_a_user_without_an_account_for_insufficient_funds() {
        queue(1, new UserId(UserId.MAX), win(1, 100));
        record();
        assertRefused(1, RefusalReason.INSUFFICIENT_FUNDS);
    }

    @Test
    void judges_by_the_current_state_of_the_race() {
        world.deposit(ALICE, 1_000);
        queue(1, ALICE, win(1, 100));
        command(new RaceCommand.Suspend());
        record();
        assertRefused(1, RefusalReason.RACE_NOT_OPEN);
        queue(2, ALICE, win(1, 100));
        command(new RaceCommand.Resume());
        record();
        assertBought(2);
        command(new RaceCommand.Close());
        world.useCases().races().close().sendMarkers();
        queue(3, ALICE, win(1, 100));
        world.reader().readAll();
        assertRefused(3, RefusalReason.RACE_CLOSED);
        queue(4, ALICE, win(1, 100));
        command(new RaceCommand.Cancel(CancelReason.NO_RACE));
        record();
        assertRefused(4, RefusalReason.RACE_CLOSED);
    }

    @Test
    void refuses_a_race_before_it_is_open() {
        world.useCases().races().declare().declare(Samples.proposal(new RaceId(103)), OPERATOR);
        queue(1, ALICE, new RaceId(103), win(1, 100));
        record();
        assertRefused(1, RefusalReason.RACE_NOT_OPEN);
    }

    @Test
    void accepts_purchases_appended_up_to_2_seconds_after_the_deadline() {
        world.deposit(ALICE, 1_000);
        world.clock().set(Samples.DEADLINE.plusSeconds(2));
        queue(1, ALICE, win(1, 100));
        world.clock().set(Samples.DEADLINE.plusSeconds(2).plusNanos(1));
        queue(2, ALICE, win(1, 100));
        world.clock().set(Samples.DEADLINE.plusSeconds(3_600));
        assertThat(record()).isEqualTo(new ChunkRecorded(1, 1, 0, 0, 0));
        assertBought(1);
        assertRefused(2, RefusalReason.RACE_CLOSED);
    }

    @Test
    void refuses_invalid_bets_with_the_right_reason() {
        world.deposit(ALICE, 10_000);
        command(new RaceCommand.Scratch(8, ScratchKind.SCRATCHED));
        queue(1, ALICE, new RaceId(403), win(1, 100));
        queue(2, ALICE, box(BetType.BRACKET_EXACTA, 100, 1, 2));
        queue(3, ALICE, win(9, 100));
        queue(4, ALICE, new Bet(BetType.WIN, Selection.Box.of(1), Yen.of(100)));
        queue(5, ALICE, win(8, 100));
        queue(6, ALICE, box(BetType.TRIO, 100, 1, 2, 8));
        queue(7, ALICE, win(1, 150));
        queue(8, ALICE, win(1, -100));
        queue(9, ALICE, win(1, Pool.MAX_TOTAL.value() + 100));
        queue(10, ALICE, win(1, 10_100));
        assertThat(world.queue().partitionOf(new RaceId(403))).isEqualTo(PARTITION);
        assertThat(record()).isEqualTo(new ChunkRecorded(0, 10, 0, 0, 0));
        assertRefused(1, RefusalReason.RACE_UNKNOWN);
        assertRefused(2, RefusalReason.BET_TYPE_NOT_ON_SALE);
        assertRefused(3, RefusalReason.INVALID_SELECTION);
        assertRefused(4, RefusalReason.INVALID_SELECTION);
        assertRefused(5, RefusalReason.RUNNER_SCRATCHED);
        assertRefused(6, RefusalReason.RUNNER_SCRATCHED);
        assertRefused(7, RefusalReason.INVALID_AMOUNT);
        assertRefused(8, RefusalReason.INVALID_AMOUNT);
        assertRefused(9, RefusalReason.LIMIT_EXCEEDED);
        assertRefused(10, RefusalReason.INSUFFICIENT_FUNDS);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(10_000));
    }

    @Test
    void records_an_id_once() {
        world.deposit(ALICE, 1_000);
        queue(1, ALICE, win(1, 100));
        queue(1, ALICE, win(1, 100));
        assertThat(record()).isEqualTo(new ChunkRecorded(1, 0, 1, 0, 0));
        queue(1, BOB, win(2, 200));
        assertThat(record()).isEqualTo(new ChunkRecorded(0, 0, 1, 0, 0));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
    }

    @Test
    void records_nothing_if_the_topic_is_replayed() {
        world.deposit(ALICE, 1_000);
        queue(1, ALICE, win(1, 100));
        queue(2, ALICE, win(9, 100));
        record();
        QueueChunk again = world.queue().chunk(PARTITION, 0, 10);
        assertThat(QueueReader.record(world.useCases().purchases().record(), again))
                .isEqualTo(new LaneLost());
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
    }

    @Test
    void loses_a_partition_at_another_offset_and_records_nothing() {
        queue(1, ALICE, win(1, 100));
        QueueChunk ahead = new QueueChunk(world.queue().id(), PARTITION, 7, 9, 0, List.of());
        assertThat(QueueReader.record(world.useCases().purchases().record(), ahead))
                .isEqualTo(new LaneLost());
        assertThat(world.books().recorded()).isZero();
    }

    @Test
    void stores_malformed_messages_as_dead_letters() {
        world.deposit(ALICE, 1_000);
        world.queue().appendUnreadable(PARTITION, Optional.empty(), Optional.empty(), "not JSON");
        world.queue().appendUnreadable(PARTITION, Optional.of(id(1)), Optional.of(ALICE), "no amount");
        queue(2, ALICE, win(1, 100));
        assertThat(record()).isEqualTo(new ChunkRecorded(1, 0, 0, 1, 0));
        assertRefused(1, RefusalReason.MALFORMED);
        assertBought(2);
        assertThat(world.books().deadLetters().all())
                .extracting(DeadLetter::reason)
                .containsExactly("not JSON", "no amount");
    }

    @Test
    void records_while_the_status_board_is_unavailable() {
        world.deposit(ALICE, 1_000);
        queue(1, ALICE, win(1, 100));
        world.statusBoard().faults().away();
        assertThat(record()).isEqualTo(new ChunkRecorded(1, 0, 0, 0, 0));
        assertThat(world.statusBoard().faults().calls()).isEqualTo(1);
    }

    @Test
    void records_a_purchase_later_if_recording_fails_first() {
        world.deposit(ALICE, 1_000);
        queue(1, ALICE, win(1, 100));
        world.books().recording().faults().failAt(1);
        assertThatThrownBy(this::record).isInstanceOf(TemporaryFailure.class);
        assertThat(world.books().recorded()).isZero();
        assertThat(record()).isEqualTo(new ChunkRecorded(1, 0, 0, 0, 0));
    }

    @Test
    void records_once_if_the_answer_of_the_commit_was_lost() {
        world.deposit(ALICE, 1_000);
        queue(1, ALICE, win(1, 100));
        QueueChunk chunk = world.queue().chunk(PARTITION, 0, 10);
        RecordPurchases recorder = world.useCases().purchases().record();
        world.books().recording().faults().loseAnswerOf(1);
        assertThatThrownBy(() -> QueueReader.record(recorder, chunk)).isInstanceOf(TemporaryFailure.class);
        assertThat(QueueReader.record(recorder, chunk)).isEqualTo(new LaneLost());
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
        assertThat(world.useCases().purchases().showRecorded().showDue())
                .as("shown without waiting until it is settled")
                .isEqualTo(1);
    }

    private void queueAThousand() {
        world.deposit(ALICE, 100_000);
        LongStream.rangeClosed(1, 1_000).forEach(number -> queue(number, ALICE, win(1, 100)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 499, 500, 501, 637, 999, 1_000})
    void stores_the_one_message_that_the_database_rejects_as_dead_letter(long poisoned) {
        queueAThousand();
        world.books().recording().poison(id(poisoned));
        QueueChunk chunk = world.queue().chunk(PARTITION, 0, 1_000);
        assertThat(QueueReader.record(world.useCases().purchases().record(), chunk))
                .isEqualTo(new ChunkRecorded(999, 0, 0, 1, 0));
        assertThat(world.books().recording().faults().calls()).isLessThanOrEqualTo(22);
        assertRefused(poisoned, RefusalReason.MALFORMED);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(100));
        assertThat(world.books().deadLetters().all()).singleElement().satisfies(letter -> {
            assertThat(letter.offset()).isEqualTo(poisoned - 1);
            assertThat(letter.reason()).isEqualTo("the database rejected it: poisoned");
            assertThat(new String(letter.value().orElseThrow().toArray(), StandardCharsets.UTF_8))
                    .contains(id(poisoned).toString());
        });
    }

    @Test
    void keeps_only_the_value_of_a_dead_letter_that_the_database_rejects() {
        QueueChunk.Bytes value = new QueueChunk.Bytes(new byte[] {1});
        QueueChunk.Unreadable letter = new QueueChunk.Unreadable(
                0, Samples.NOW, Optional.of(id(1)), Optional.of(ALICE), "a reason", Optional.of(value));
        world.books().recording().poison(id(1));
        assertThat(QueueReader.record(world.useCases().purchases().record(), chunk(letter)))
                .isEqualTo(new ChunkRecorded(0, 0, 0, 0, 0));
        assertThat(world.books().deadLetters().all())
                .containsExactly(new DeadLetter(PARTITION, 0, "the database rejected it", Optional.of(value)));
    }

    @Test
    void refuses_an_invalid_purchase_with_its_reason_and_shows_it() {
        QueueChunk.Impossible impossible = new QueueChunk.Impossible(
                0,
                Samples.NOW,
                id(1),
                Optional.of(ALICE),
                RefusalReason.INVALID_SELECTION,
                new QueueChunk.Bytes(new byte[] {1}));
        assertThat(QueueReader.record(world.useCases().purchases().record(), chunk(impossible)))
                .isEqualTo(new ChunkRecorded(0, 1, 0, 0, 0));
        assertRefused(1, RefusalReason.INVALID_SELECTION);
        assertThat(world.books().deadLetters().all()).isEmpty();
    }

    private QueueChunk chunk(QueueChunk.Entry entry) {
        return new QueueChunk(world.queue().id(), PARTITION, 0, 1, 0, List.of(entry));
    }

    @Test
    void stores_all_messages_as_dead_letters_if_the_database_rejects_all() {
        queueAThousand();
        LongStream.rangeClosed(1, 1_000)
                .forEach(number -> world.books().recording().poison(id(number)));
        assertThat(record()).isEqualTo(new ChunkRecorded(0, 0, 0, 1_000, 0));
        assertThat(world.books().deadLetters().all())
                .extracting(DeadLetter::offset)
                .isEqualTo(LongStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void keeps_the_order_of_arrival_around_a_rejected_message() {
        world.deposit(ALICE, 300);
        for (long number = 1; number <= 7; number++) {
            queue(number, ALICE, win(1, 100));
        }
        world.books().recording().poison(id(2));
        assertThat(record()).isEqualTo(new ChunkRecorded(3, 3, 0, 1, 0));
        assertBought(1, 3, 4);
        assertRefused(7, RefusalReason.INSUFFICIENT_FUNDS);
    }

    @Test
    void continues_after_a_failure_while_isolating_a_rejected_message() {
        for (int call = 1; call <= 8; call++) {
            goOnAfterAFailureAt(call);
        }
    }

    private static void goOnAfterAFailureAt(int call) {
        RecordPurchasesTest other = new RecordPurchasesTest();
        other.sell();
        other.world.deposit(ALICE, 1_000);
        LongStream.rangeClosed(1, 8).forEach(number -> other.queue(number, ALICE, win(1, 100)));
        other.world.books().recording().poison(id(6));
        QueueChunk chunk = other.world.queue().chunk(PARTITION, 0, 8);
        other.world.books().recording().faults().failAt(call);
        try {
            QueueReader.record(other.world.useCases().purchases().record(), chunk);
        } catch (TemporaryFailure planned) {
            other.world.books().recording().faults().back();
        }
        other.world.books().recording().faults().back();
        other.world.reader().readAll();
        assertThat(other.balance(ALICE)).isEqualTo(Yen.of(300));
        assertThat(other.world.books().recorded()).isEqualTo(8);
        assertThat(other.world.books().deadLetters().all()).hasSize(1);
        other.check_that_stored_data_are_consistent();
    }

    @Test
    void refuses_a_purchase_that_exceeds_a_pool_limit() {
        long most = Pool.MAX_TOTAL.value();
        world.deposit(ALICE, most);
        world.deposit(BOB, most);
        queue(1, ALICE, win(1, most));
        queue(2, BOB, win(2, 100));
        queue(3, BOB, box(BetType.QUINELLA, 100, 1, 2));
        assertThat(record()).isEqualTo(new ChunkRecorded(2, 1, 0, 0, 0));
        assertRefused(2, RefusalReason.LIMIT_EXCEEDED);
        assertThat(world.books().deadLetters().all()).isEmpty();
        assertThat(balance(BOB)).isEqualTo(Yen.of(most - 100));
        assertThat(world.books().pools().pools(List.of(new BoardId(RACE, BetType.WIN))))
                .singleElement()
                .satisfies(state -> assertThat(state.pool().total()).isEqualTo(Pool.MAX_TOTAL));
    }

    private static final RaceId SECOND = new RaceId(101);
    private static final RaceId THIRD = new RaceId(102);

    /** Returns the first chunks of all three partitions, which hold the third, the first and the second race. */
    private List<QueueChunk> chunks() {
        return IntStream.range(0, 3)
                .mapToObj(lane -> world.queue().chunk(lane, 0, 1_000))
                .toList();
    }

    private Recorded recordTogether() {
        return recordTogether(chunks());
    }

    private Recorded recordTogether(List<QueueChunk> chunks) {
        RecordPurchases recorder = world.useCases().purchases().record();
        world.books().recording().faults().plan(call -> Faults.Fault.NONE);
        Recorded recorded = recorder.record(chunks);
        recorder.show(recorded.purchases());
        return recorded;
    }

    private int transactions() {
        return world.books().recording().faults().calls();
    }

    /** Queues a purchase in each of the three partitions. */
    private void queueInEveryLane() {
        world.openRace(SECOND);
        world.openRace(THIRD);
        world.deposit(ALICE, 1_000);
        queue(1, ALICE, RACE, win(1, 100));
        queue(2, ALICE, SECOND, win(1, 100));
        queue(3, ALICE, THIRD, win(1, 100));
    }

    @Test
    void records_the_chunks_of_all_partitions_in_one_transaction() {
        queueInEveryLane();
        queue(4, BOB, SECOND, win(1, 100));
        Recorded recorded = recordTogether();
        assertThat(recorded.outcomes())
                .containsExactly(
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(1, 1, 0, 0, 0));
        assertThat(recorded.purchases()).hasSize(4);
        assertThat(transactions()).isEqualTo(1);
        assertBought(1, 2, 3);
        assertRefused(4, RefusalReason.INSUFFICIENT_FUNDS);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(700));
    }

    @Test
    void starts_no_transaction_without_chunks() {
        assertThat(recordTogether(List.of())).isEqualTo(new Recorded(List.of(), List.of()));
        assertThat(transactions()).isZero();
    }

    @Test
    void does_not_spend_the_same_balance_in_two_partitions() {
        world.openRace(SECOND);
        world.deposit(ALICE, 300);
        queue(1, ALICE, RACE, win(1, 200));
        queue(2, ALICE, SECOND, win(1, 200));
        queue(3, ALICE, SECOND, win(1, 100));
        recordTogether();
        assertThat(transactions()).isEqualTo(1);
        assertBought(1, 3);
        assertRefused(2, RefusalReason.INSUFFICIENT_FUNDS);
    }

    @Test
    void records_an_id_once_across_partitions() {
        queueInEveryLane();
        queue(2, ALICE, RACE, win(2, 500));
        assertThat(recordTogether().outcomes())
                .containsExactly(
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(2, 0, 0, 0, 0),
                        new ChunkRecorded(0, 0, 1, 0, 0));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(300));
    }

    @Test
    void processes_close_markers_of_several_partitions_in_one_transaction() {
        queueInEveryLane();
        for (RaceId race : List.of(RACE, THIRD)) {
            world.useCases().races().command().command(race, new RaceCommand.Close(), OPERATOR);
        }
        world.useCases().races().close().sendMarkers();
        world.queue().appendMarker(SECOND, new CloseId(id(404).value()));
        assertThat(recordTogether().outcomes())
                .containsExactly(
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(1, 0, 0, 0, 1));
        assertThat(transactions()).isEqualTo(1);
        assertThat(world.books().races().in(Closing.Phase.FENCED, 10))
                .extracting(RaceCard::id)
                .containsExactlyInAnyOrder(RACE, THIRD);
    }

    @Test
    void records_the_other_partitions_if_another_process_records_one() {
        queueInEveryLane();
        QueueReader.record(world.useCases().purchases().record(), world.queue().chunk(1, 0, 1_000));
        assertThat(recordTogether().outcomes())
                .containsExactly(new ChunkRecorded(1, 0, 0, 0, 0), new LaneLost(), new ChunkRecorded(1, 0, 0, 0, 0));
        assertThat(transactions()).isEqualTo(1);
    }

    @Test
    void records_the_other_partitions_if_the_rows_of_one_stay_locked() {
        queueInEveryLane();
        world.books().recording().faults().failFor(1);
        Recorded recorded = recordTogether();
        assertThat(recorded.outcomes().get(0)).isEqualTo(new ChunkRecorded(1, 0, 0, 0, 0));
        assertThat(recorded.outcomes().get(1))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause())
                                .isInstanceOf(TemporaryFailure.class)
                                .isNotInstanceOf(ServerUnavailable.class));
        assertThat(recorded.outcomes().get(2)).isEqualTo(new ChunkRecorded(1, 0, 0, 0, 0));
        assertThat(recorded.purchases()).hasSize(2);
        assertThat(transactions()).as("one for all lanes, one for each").isEqualTo(4);
        assertBought(2, 3);
    }

    @Test
    void records_the_other_partitions_if_one_fails_unexpectedly() {
        queueInEveryLane();
        IllegalStateException defect = defect();
        world.books().recording().faults().failFor(2, () -> defect);
        assertThat(recordTogether().outcomes())
                .containsExactly(
                        new ChunkRecorded(1, 0, 0, 0, 0), new ChunkRecorded(1, 0, 0, 0, 0), new Failed(defect));
    }

    @Test
    void does_not_retry_single_partitions_if_the_server_is_unavailable() {
        queueInEveryLane();
        ServerUnavailable refused = new ServerUnavailable("connection refused", defect());
        world.books().recording().faults().failFor(1, () -> refused);
        Recorded recorded = recordTogether();
        assertThat(recorded.outcomes()).containsOnly(new Failed(refused)).hasSize(3);
        assertThat(recorded.purchases()).isEmpty();
        assertThat(transactions()).isEqualTo(1);
    }

    @Test
    void waits_for_locks_fully_once_and_then_only_briefly_per_partition() {
        queueInEveryLane();
        world.books().recording().faults().failFor(1);
        world.books().recording().faults().failFor(2);
        int before = world.books().recording().patiences().size();
        Recorded recorded = recordTogether();
        assertThat(recorded.outcomes()).filteredOn(Failed.class::isInstance).hasSize(2);
        assertThat(recorded.outcomes())
                .filteredOn(ChunkRecorded.class::isInstance)
                .hasSize(1);
        List<Patience> patiences = world.books().recording().patiences();
        assertThat(patiences.subList(before, patiences.size()))
                .containsExactly(Patience.FULL, Patience.SHORT, Patience.SHORT, Patience.SHORT);
        world.books().recording().faults().back();
        QueueReader.record(world.useCases().purchases().record(), world.queue().chunk(1, 0, 1_000));
        assertThat(world.books().recording().patiences().getLast())
                .as("a lane that is recorded alone holds up no other")
                .isEqualTo(Patience.FULL);
    }

    @Test
    void reports_that_partitions_can_be_recorded_only_separately() {
        queueInEveryLane();
        world.books().recording().faults().plan(call -> call == 1 ? Faults.Fault.BEFORE : Faults.Fault.NONE);
        RecordPurchases recorder = world.useCases().purchases().record();
        Recorded recorded = recorder.record(chunks());
        recorder.show(recorded.purchases());
        assertThat(recorded.outcomes())
                .containsOnly(new ChunkRecorded(1, 0, 0, 0, 0))
                .hasSize(3);
        assertThat(world.failures().failing()).containsExactly("recording all queued purchases in one transaction");
        recordTogether();
        assertThat(world.failures().failing()).isEmpty();
        assertThat(world.failures().failures()).hasSize(1);
        assertBought(1, 2, 3);
    }

    @Test
    void reports_no_joint_failure_if_the_server_is_unavailable() {
        queueInEveryLane();
        ServerUnavailable refused = new ServerUnavailable("connection refused", defect());
        world.books().recording().faults().failFor(1, () -> refused);
        recordTogether();
        assertThat(world.failures().failures()).isEmpty();
    }

    private static IllegalStateException defect() {
        return new IllegalStateException("planned");
    }

    @Test
    void stops_recording_single_partitions_once_the_server_is_unavailable() {
        queueInEveryLane();
        ServerUnavailable refused = new ServerUnavailable("connection refused", defect());
        Iterator<TemporaryFailure> failures = List.of(new TemporaryFailure("lock not available", defect()), refused)
                .iterator();
        world.books().recording().faults().failFor(1, failures::next);
        Recorded recorded = recordTogether();
        assertThat(recorded.outcomes())
                .containsExactly(new ChunkRecorded(1, 0, 0, 0, 0), new Failed(refused), new Failed(refused));
        assertThat(recorded.purchases()).hasSize(1);
        assertThat(transactions()).isEqualTo(3);
    }

    @Test
    void stores_a_rejected_message_of_one_partition_and_records_the_rest() {
        queueInEveryLane();
        for (long number = 4; number <= 8; number++) {
            queue(number, ALICE, SECOND, win(1, 100));
        }
        world.books().recording().poison(id(5));
        assertThat(recordTogether().outcomes())
                .containsExactly(
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(5, 0, 0, 1, 0));
        assertBought(1, 2, 3, 4, 6, 7, 8);
        assertRefused(5, RefusalReason.MALFORMED);
        assertThat(world.books().deadLetters().all()).hasSize(1);
    }

    @Test
    void refuses_a_purchase_above_a_pool_limit_and_records_the_rest() {
        queueInEveryLane();
        long most = Pool.MAX_TOTAL.value();
        world.deposit(BOB, most);
        queue(4, BOB, SECOND, win(2, most));
        assertThat(recordTogether().outcomes())
                .containsExactly(
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(1, 0, 0, 0, 0),
                        new ChunkRecorded(1, 1, 0, 0, 0));
        assertBought(1, 2, 3);
        assertRefused(4, RefusalReason.LIMIT_EXCEEDED);
    }
}
