package keiba.adapter.postgres;

import static keiba.adapter.postgres.Queue.TOPIC;
import static keiba.adapter.postgres.Queue.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import keiba.adapter.postgres.DeadLetterDesk.Place;
import keiba.adapter.postgres.QueueControl.Lane;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordingBook;
import org.junit.jupiter.api.Test;

class QueueControlTest extends BooksTest {
    private static final long RACE = 100;
    private static final int LANE = 9;
    private static final QueueId OTHER = new QueueId(new UUID(8, 8));
    private static final Actor OPERATOR = Actor.of(new UserId(7));

    private final QueueControl control = books.queueControl();
    private final Queue queue = new Queue(LANE);

    private PurchaseMessage recorded(int messages) {
        Races.open(races, RACE);
        deposit(1, 100_000);
        PurchaseMessage last = win(1, RACE, 1, 100);
        for (int i = 1; i < messages; i++) {
            queue.put(win(1, RACE, 1, 100));
        }
        booked(queue.put(last).all());
        return last;
    }

    private Lane lane(int number) {
        return Objects.requireNonNull(
                control.standing().orElseThrow().positions().get(number));
    }

    private List<String> numbers() {
        return Rows.lines(login, "SELECT queue_offset FROM ticket ORDER BY queue_offset");
    }

    private static QueueChunk in(QueueId topic, int lane, PurchaseMessage... messages) {
        Queue other = new Queue(lane);
        for (PurchaseMessage message : messages) {
            other.put(message);
        }
        QueueChunk all = other.all();
        return new QueueChunk(topic, lane, all.first(), all.next(), 0, all.entries());
    }

    @Test
    void refuses_to_resume_a_partition_that_was_never_recorded() {
        assertThat(control.standing()).isEmpty();
        assertThatThrownBy(() -> control.resume(TOPIC, LANE, Position.BEGINNING, 0, "test", OPERATOR))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no position of partition 9");
    }

    /** As after a log has lost its last messages, when other messages get the same offsets. */
    @Test
    void after_a_step_back_new_messages_get_higher_numbers_and_repeated_ones_are_ignored() {
        PurchaseMessage last = recorded(4);
        control.resume(TOPIC, LANE, lane(LANE).position(), 1, "test", OPERATOR);
        assertThat(lane(LANE).position()).isEqualTo(new Position(1, QueueChunk.NO_TERM, 1));
        assertThat(lane(LANE).recordedThrough()).isEqualTo(Instant.EPOCH);
        Queue rewritten = new Queue(LANE).put(win(1, RACE, 1, 100)).put(last).put(win(1, RACE, 2, 300));
        rewritten.putUnreadable(Optional.empty(), "not JSON", new byte[] {1});
        RecordingBook.Booked booked = booked(rewritten.chunk(1, 4));
        assertThat(booked.duplicates()).isEqualTo(1);
        assertThat(numbers()).containsExactly("0", "1", "2", "3", "5");
        assertThat(books.books().deadLetters().uncopied(Optional.empty(), 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.offset()).isEqualTo(3);
                    assertThat(letter.number()).isEqualTo(6);
                });
    }

    @Test
    void keeps_dead_letters_of_the_same_offset_before_and_after_a_step_back() {
        byte[] value = {1};
        booked(queue.putUnreadable(Optional.empty(), "first", value).all());
        control.resume(TOPIC, LANE, lane(LANE).position(), 0, "test", OPERATOR);
        booked(new Queue(LANE).putUnreadable(Optional.empty(), "second", value).all());
        List<DeadLetter> letters = books.books().deadLetters().uncopied(Optional.empty(), 10);
        assertThat(letters).extracting(DeadLetter::reason).containsExactly("first", "second");
        assertThat(letters).extracting(DeadLetter::offset).containsExactly(0L, 0L);
        DeadLetterDesk desk = books.deadLetterDesk();
        assertThat(desk.discarded(new Place(LANE, 1), "a test", OPERATOR)).isTrue();
        assertThat(desk.discarded(new Place(LANE, 1), "a test", OPERATOR)).isFalse();
        assertThat(desk.retried(new Place(LANE, 1), new MessageId(new UUID(1, 1)), OPERATOR))
                .isFalse();
        assertThat(desk.list(false, 10))
                .extracting(DeadLetterDesk.Letter::reason)
                .containsExactly("first");
        assertThat(desk.list(true, 10)).hasSize(2);
        assertThat(desk.list(true, 1)).hasSize(1);
    }

    @Test
    void a_step_forward_does_not_change_the_numbering() {
        recorded(2);
        control.resume(TOPIC, LANE, lane(LANE).position(), 10, "test", OPERATOR);
        assertThat(lane(LANE).base()).isZero();
        Queue later = new Queue(LANE);
        for (int i = 0; i < 11; i++) {
            later.put(win(1, RACE, 2, 100));
        }
        booked(later.chunk(10, 11));
        assertThat(numbers()).containsExactly("0", "1", "10");
    }

    @Test
    void refuses_to_resume_a_partition_whose_position_has_changed() {
        recorded(1);
        Position before = lane(LANE).position();
        booked(queue.put(win(1, RACE, 1, 100)).chunk(1, 2));
        assertThatThrownBy(() -> control.resume(TOPIC, LANE, before, 0, "test", OPERATOR))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was changed to 2 by another command or process");
        assertThat(lane(LANE).position().resumptions()).isZero();
    }

    @Test
    void records_an_adopted_topic_after_the_former_one_and_rejects_the_former() {
        PurchaseMessage last = recorded(3);
        control.adopt(TOPIC, OTHER, 5, OPERATOR);
        assertThat(queueBook.positions(TOPIC, Queue.PARTITIONS)).isEmpty();
        assertThat(queueBook.positions(OTHER, 5))
                .hasValueSatisfying(all -> assertThat(all)
                        .hasSize(5)
                        .allSatisfy((number, position) ->
                                assertThat(position.next()).isZero()));
        assertThat(recording.record(queue.put(win(1, RACE, 3, 100)).chunk(3, 4), new FairJudge()))
                .isInstanceOf(RecordingBook.LaneLost.class);
        QueueChunk first = in(OTHER, 0, last, win(1, RACE, 4, 100));
        assertThat(recording.record(first, new FairJudge())).isInstanceOf(RecordingBook.Booked.class);
        assertThat(numbers()).containsExactly("0", "1", "2", "4");
        control.adopt(OTHER, TOPIC, Queue.PARTITIONS, OPERATOR);
        assertThat(lane(LANE).base()).isEqualTo(5);
        assertThat(Rows.count(login, "SELECT count(*) FROM operator_action WHERE action = 'AdoptTopic' AND actor = 7"))
                .isEqualTo(2);
    }

    @Test
    void only_one_of_two_concurrent_adoptions_of_a_topic_succeeds() {
        recorded(3);
        List<CompletableFuture<Void>> both = List.of(
                CompletableFuture.runAsync(() -> control.adopt(TOPIC, OTHER, 5, OPERATOR)),
                CompletableFuture.runAsync(() -> control.adopt(TOPIC, new QueueId(new UUID(9, 9)), 5, OPERATOR)));
        List<Boolean> failed = both.stream()
                .map(each -> each.handle((nothing, failure) -> failure != null).join())
                .toList();
        assertThat(failed).containsExactlyInAnyOrder(true, false);
        assertThat(Rows.count(login, "SELECT count(*) FROM queue_position")).isEqualTo(5);
    }
}
