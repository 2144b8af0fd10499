package keiba.adapter.postgres;

import static keiba.adapter.postgres.Queue.TOPIC;
import static keiba.adapter.postgres.Queue.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import keiba.application.caller.UserId;
import keiba.application.odds.BoardId;
import keiba.application.odds.PoolBook;
import keiba.application.purchase.Bet;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterBook;
import keiba.application.purchase.DeadLetterQueue;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.Test;

class PostgresTicketBookTest extends BooksTest {
    private static final long RACE = 100;
    private static final long ALICE = 1;
    private static final long BOB = 2;

    private final Queue queue = new Queue(9);

    private PoolBook.PoolState pool(long race, BetType type) {
        return pools.pools(List.of(new BoardId(new RaceId(race), type))).get(0);
    }

    private static RefusalReason reason(RecordingBook.Verdict verdict) {
        return ((RecordingBook.RefusedPurchase) verdict).reason();
    }

    @Test
    void records_a_purchase_as_a_ticket_debits_the_account_and_adds_to_the_pool() {
        Races.open(races, RACE);
        deposit(ALICE, 10_000);
        PurchaseMessage message = win(ALICE, RACE, 5, 1_000);

        RecordingBook.Booked booked = booked(queue.put(message).all());

        assertThat(booked.judgement().verdicts()).hasOnlyElementsOfType(RecordingBook.Bought.class);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(9_000));
        assertThat(pool(RACE, BetType.WIN).pool().stake(4)).isEqualTo(Yen.of(1_000));
        assertThat(pool(RACE, BetType.WIN).version()).isEqualTo(1);
        Ticket ticket = new Ticket(
                message.id(),
                message.user(),
                message.race(),
                message.bet(),
                1,
                Yen.of(1_000),
                Yen.ZERO,
                Optional.empty(),
                Queue.NOON);
        assertThat(tickets.find(message.id())).contains(new Purchase.Completed(ticket));
        assertThat(tickets.tickets(new UserId(ALICE), Optional.empty(), Optional.empty(), 10))
                .containsExactly(ticket);
    }

    @Test
    void returns_every_kind_of_selection_as_it_was_bought() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000_000);
        List<Bet> bets = List.of(
                new Bet(BetType.PLACE, Selection.Straight.of(5), Yen.of(200)),
                new Bet(BetType.BRACKET_QUINELLA, Selection.Straight.of(7, 7), Yen.of(100)),
                new Bet(BetType.TRIO, Selection.Box.of(1, 3, 5, 9), Yen.of(100)),
                new Bet(
                        BetType.EXACTA,
                        Selection.Wheel.of(List.of(3), List.of(1, 5)).at(1),
                        Yen.of(100)),
                new Bet(
                        BetType.TRIFECTA,
                        Selection.Wheel.of(List.of(3), List.of(1, 5, 7)).inEveryPosition(),
                        Yen.of(300)),
                new Bet(
                        BetType.TRIFECTA,
                        Selection.Formation.of(List.of(3), List.of(5, 7), List.of(1, 5, 7, 8)),
                        Yen.of(100)));
        List<PurchaseMessage> messages =
                bets.stream().map(bet -> Queue.bet(ALICE, RACE, bet)).toList();
        messages.forEach(queue::put);

        record(queue.all());

        assertThat(messages)
                .allSatisfy(message -> assertThat(tickets.find(message.id()))
                        .map(Purchase.Completed.class::cast)
                        .map(completed -> completed.ticket().bet())
                        .contains(message.bet()));
        assertThat(pool(RACE, BetType.TRIFECTA).version()).isEqualTo(1);
    }

    /** The stakes are stored in segments of 128 combinations; a race with 18 runners has 4,896 trifectas and 18 winners. */
    @Test
    void stores_the_stake_of_every_combination_across_segments() {
        Races.open(races, RACE);
        deposit(ALICE, 10_000_000);
        List<Integer> all = IntStream.rangeClosed(1, 18).boxed().toList();
        Selection everything = Selection.Formation.of(all, all, all);
        Numbering trifectas = Numbering.of(BetType.TRIFECTA, 18);
        List<Integer> singled = List.of(0, 127, 128, 255, 256, 4_863, 4_864, 4_895);
        record(queue.put(Queue.bet(ALICE, RACE, new Bet(BetType.TRIFECTA, everything, Yen.of(100))))
                .put(win(ALICE, RACE, 18, 500))
                .all());

        singled.forEach(index -> {
            Combination one = trifectas.combination(index);
            Selection horses = Selection.Straight.of(one.number(0), one.number(1), one.number(2));
            queue.put(Queue.bet(ALICE, RACE, new Bet(BetType.TRIFECTA, horses, Yen.of(700))));
        });
        record(queue.next(2, 100));

        long[] expected = new long[4_896];
        Arrays.fill(expected, 100);
        singled.forEach(index -> expected[index] += 700);
        assertThat(Arrays.equals(pool(RACE, BetType.TRIFECTA).pool().snapshot(), expected))
                .isTrue();
        assertThat(pool(RACE, BetType.WIN).pool().stake(17)).isEqualTo(Yen.of(500));
    }

    @Test
    void records_nothing_if_a_segment_of_the_pool_is_missing() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        record(queue.put(win(ALICE, RACE, 1, 100)).all());
        Rows.execute(login, "CREATE TABLE vanished AS SELECT * FROM pool_stakes; DELETE FROM pool_stakes");
        QueueChunk next = queue.put(win(ALICE, RACE, 2, 200)).next(1, 1);

        assertThatThrownBy(() -> record(next))
                .hasStackTraceContaining("only 0 of 1 rows of stakes exist; the pools are damaged");

        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
        Rows.execute(login, "INSERT INTO pool_stakes SELECT * FROM vanished; DROP TABLE vanished");
        record(next);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(700));
    }

    @Test
    void debits_purchases_in_order_of_arrival() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        queue.put(win(ALICE, RACE, 1, 600)).put(win(ALICE, RACE, 2, 500)).put(win(ALICE, RACE, 3, 400));

        List<RecordingBook.Verdict> verdicts = booked(queue.all()).judgement().verdicts();

        assertThat(verdicts.get(0)).isInstanceOf(RecordingBook.Bought.class);
        assertThat(reason(verdicts.get(1))).isEqualTo(RefusalReason.INSUFFICIENT_FUNDS);
        assertThat(verdicts.get(2)).isInstanceOf(RecordingBook.Bought.class);
        assertThat(balance(ALICE)).isEqualTo(Yen.ZERO);
        assertThat(accounts.entries(new UserId(ALICE), java.util.OptionalLong.empty(), 10))
                .extracting(entry -> entry.balance().value())
                .containsExactly(0L, 400L, 1_000L);
    }

    @Test
    void refuses_a_purchase_of_a_bettor_without_an_account() {
        Races.open(races, RACE);
        List<RecordingBook.Verdict> verdicts =
                booked(queue.put(win(BOB, RACE, 1, 100)).all()).judgement().verdicts();
        assertThat(reason(verdicts.get(0))).isEqualTo(RefusalReason.INSUFFICIENT_FUNDS);
    }

    @Test
    void records_only_the_first_purchase_with_the_same_id_in_a_chunk() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        PurchaseMessage first = win(ALICE, RACE, 1, 100);
        PurchaseMessage other = new PurchaseMessage(
                first.id(), first.user(), first.race(), win(ALICE, RACE, 2, 300).bet(), first.timestamp());

        RecordingBook.Booked booked =
                booked(queue.put(first).put(other).put(first).all());

        assertThat(booked.judgement().verdicts()).hasSize(1);
        assertThat(booked.duplicates()).isEqualTo(2);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
    }

    @Test
    void records_an_id_once_across_partitions_races_and_days() {
        Races.open(races, RACE);
        Races.open(races, 101, Races.DAY.plusMonths(2), 8);
        deposit(ALICE, 1_000);
        PurchaseMessage message = win(ALICE, RACE, 1, 100);
        PurchaseMessage elsewhere =
                new PurchaseMessage(message.id(), message.user(), new RaceId(101), message.bet(), message.timestamp());
        record(queue.put(message).all());

        RecordingBook.Booked again = booked(new Queue(10)
                .put(elsewhere, Queue.NOON.plus(Duration.ofDays(40)))
                .all());

        assertThat(again.duplicates()).isEqualTo(1);
        assertThat(again.judgement().verdicts()).isEmpty();
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
    }

    @Test
    void a_purchase_before_the_declaration_of_its_race_stays_refused() {
        deposit(ALICE, 1_000);
        PurchaseMessage message = win(ALICE, RACE, 1, 100);
        Queue again = new Queue(9).put(message).put(message);
        assertThat(reason(
                        booked(queue.put(message).all()).judgement().verdicts().get(0)))
                .isEqualTo(RefusalReason.RACE_UNKNOWN);
        Races.open(races, RACE, LocalDate.of(2026, 12, 5), 8);

        assertThat(booked(again.chunk(1, 2)).duplicates()).isEqualTo(1);
        assertThat(tickets.find(message.id()))
                .contains(new Purchase.Failed(
                        message.id(),
                        Optional.of(message.user()),
                        RefusalReason.RACE_UNKNOWN,
                        Optional.of(message.bet().fingerprint())));
    }

    @Test
    void records_a_chunk_only_at_the_position_of_its_partition() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        queue.put(win(ALICE, RACE, 1, 100)).put(win(ALICE, RACE, 2, 100));
        queueBook.positions(TOPIC, 13);

        assertThat(record(queue.chunk(1, 2))).isInstanceOf(RecordingBook.LaneLost.class);
        assertThat(record(queue.chunk(0, 1))).isInstanceOf(RecordingBook.Booked.class);
        assertThat(record(queue.chunk(0, 2))).isInstanceOf(RecordingBook.LaneLost.class);
        assertThat(record(queue.chunk(1, 2))).isInstanceOf(RecordingBook.Booked.class);
        assertThat(queueBook.positions(TOPIC, 13).orElseThrow())
                .containsEntry(9, new QueueBook.Position(2, 0))
                .containsEntry(0, QueueBook.Position.BEGINNING);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(800));
    }

    @Test
    void recording_the_whole_topic_again_changes_no_row() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        queue.put(win(ALICE, RACE, 1, 100))
                .put(win(ALICE, RACE, 99, 100))
                .put(win(ALICE, 5_000, 1, 100))
                .putUnreadable(Optional.of(new MessageId(UUID.randomUUID())), "no amount", new byte[] {1})
                .putUnreadable(Optional.empty(), "not JSON", new byte[] {2});
        record(queue.all());
        List<String> before = Rows.contents(login);
        Rows.execute(login, "UPDATE queue_position SET next_offset = 0");

        RecordingBook.Booked replay = booked(queue.all());

        assertThat(replay.duplicates()).isEqualTo(4);
        assertThat(replay.judgement().verdicts()).isEmpty();
        assertThat(replay.unjudged()).isEmpty();
        assertThat(Rows.contents(login)).isEqualTo(before);
    }

    @Test
    void malformed_messages_become_dead_letters_and_those_with_an_id_also_failures() {
        MessageId id = new MessageId(UUID.randomUUID());
        RecordingBook.Booked booked = booked(queue.putUnreadable(Optional.empty(), "not JSON", new byte[] {0, -1})
                .putUnreadable(Optional.of(id), "amount\0is \uD800 " + "x".repeat(5_000), new byte[1_000_000])
                .all());

        Purchase.Failed failed = new Purchase.Failed(id, Optional.empty(), RefusalReason.MALFORMED, Optional.empty());
        assertThat(booked.unjudged()).containsExactly(failed);
        assertThat(tickets.find(id)).contains(failed);
        assertThat(Rows.count(login, "SELECT count(*) FROM dead_letter WHERE length(value) IN (2, 1000000)"))
                .isEqualTo(2);
    }

    @Test
    void returns_uncopied_dead_letters_oldest_first_until_they_are_noted_as_copied() {
        for (byte i = 0; i < 3; i++) {
            queue.putUnreadable(Optional.empty(), "reason " + i, new byte[] {i});
        }
        record(queue.all());
        DeadLetterBook letters = books.books().deadLetters();

        List<DeadLetter> first = letters.uncopied(Optional.empty(), 2);
        assertThat(first).extracting(DeadLetter::offset).containsExactly(0L, 1L);
        assertThat(first.get(1).value().orElseThrow().toArray()).containsExactly(1);
        assertThat(first.get(1))
                .extracting(DeadLetter::partition, DeadLetter::reason)
                .containsExactly(9, "reason 1");
        letters.note(new DeadLetterQueue.Copies(first, List.of()));
        assertThat(letters.uncopied(Optional.empty(), 2))
                .extracting(DeadLetter::offset)
                .containsExactly(2L);
    }

    @Test
    void records_messages_with_extreme_values() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        List<Integer> many = java.util.Collections.nCopies(10_000, Integer.MIN_VALUE);
        queue.put(win(ALICE, RACE, 1, Long.MAX_VALUE / 100 * 100))
                .put(win(ALICE, RaceId.MAX, Integer.MAX_VALUE, Long.MIN_VALUE))
                .put(win(UserId.MAX, RACE, -1, 0))
                .put(win(ALICE, 7_777, 1, 100), Instant.MAX)
                .put(win(ALICE, 7_778, 1, 100), Instant.MIN)
                .put(Queue.bet(ALICE, RACE, new Bet(BetType.TRIO, new Selection.Box(many), Yen.of(100))))
                .put(win(ALICE, RACE, 1, 100));

        RecordingBook.Booked booked = booked(queue.all());

        assertThat(booked.judgement().verdicts()).hasSize(7);
        assertThat(booked.judgement().verdicts().get(6)).isInstanceOf(RecordingBook.Bought.class);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
    }

    @Test
    void refuses_a_purchase_of_a_race_that_was_closed_before() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        Races.command(races, RACE, new RaceCommand.Close());

        assertThat(reason(booked(queue.put(win(ALICE, RACE, 1, 100)).all())
                        .judgement()
                        .verdicts()
                        .get(0)))
                .isEqualTo(RefusalReason.RACE_NOT_OPEN);
    }

    @Test
    void lists_tickets_in_pages_newest_first() {
        Races.open(races, RACE);
        Races.open(races, 101, Races.DAY.plusMonths(1), 18);
        deposit(ALICE, 100_000);
        deposit(BOB, 1_000);
        List<MessageId> bought = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            PurchaseMessage message = win(ALICE, RACE + i % 2, 1 + i % 18, 100);
            bought.add(0, message.id());
            queue.put(message);
        }
        PurchaseMessage other = win(BOB, RACE, 1, 100);
        record(queue.put(other).all());
        UserId alice = new UserId(ALICE);

        List<MessageId> paged = new ArrayList<>();
        Optional<MessageId> after = Optional.empty();
        for (int page = 0; page < 7; page++) {
            List<Ticket> next = tickets.tickets(alice, Optional.empty(), after, 3);
            next.forEach(ticket -> paged.add(ticket.id()));
            after = Optional.of(paged.get(paged.size() - 1));
        }

        assertThat(paged).isEqualTo(bought);
        assertThat(tickets.tickets(alice, Optional.of(new RaceId(101)), Optional.empty(), 100))
                .hasSize(10)
                .allMatch(ticket -> ticket.race().equals(new RaceId(101)));
        assertThat(tickets.tickets(alice, Optional.empty(), Optional.of(other.id()), 3))
                .isEmpty();
        assertThat(tickets.tickets(alice, Optional.empty(), Optional.of(new MessageId(UUID.randomUUID())), 3))
                .isEmpty();
    }

    @Test
    void refuses_an_unreceived_purchase_once_and_treats_a_late_one_as_a_duplicate() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        PurchaseMessage message = win(ALICE, RACE, 1, 100);

        Purchase refused = tickets.refuseUnreceived(message);

        assertThat(refused)
                .isEqualTo(new Purchase.Failed(
                        message.id(),
                        Optional.of(message.user()),
                        RefusalReason.NOT_RECEIVED,
                        Optional.of(message.bet().fingerprint())));
        assertThat(tickets.refuseUnreceived(message)).isEqualTo(refused);
        assertThat(booked(queue.put(message).all()).duplicates()).isEqualTo(1);
        assertThat(tickets.find(message.id())).contains(refused);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(1_000));
    }

    @Test
    void does_not_refuse_a_recorded_purchase_as_unreceived() {
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        PurchaseMessage message = win(ALICE, RACE, 1, 100);
        record(queue.put(message).all());

        assertThat(tickets.refuseUnreceived(message)).isInstanceOf(Purchase.Completed.class);
    }

    @Test
    void returns_no_positions_for_another_topic_or_number_of_partitions() {
        assertThat(queueBook.positions(TOPIC, 3))
                .contains(Map.of(
                        0, QueueBook.Position.BEGINNING,
                        1, QueueBook.Position.BEGINNING,
                        2, QueueBook.Position.BEGINNING));
        assertThat(queueBook.positions(TOPIC, 4)).isEmpty();
        assertThat(queueBook.positions(new QueueId(new UUID(1, 1)), 3)).isEmpty();
        assertThat(queueBook.positions(TOPIC, 3))
                .contains(Map.of(
                        0, QueueBook.Position.BEGINNING,
                        1, QueueBook.Position.BEGINNING,
                        2, QueueBook.Position.BEGINNING));
    }

    @Test
    void records_nothing_of_an_unregistered_topic() {
        queue.put(win(ALICE, RACE, 1, 100));
        assertThat(recording.record(queue.all(), new FairJudge())).isInstanceOf(RecordingBook.LaneLost.class);
        queueBook.positions(new QueueId(new UUID(1, 1)), 13);
        assertThat(recording.record(queue.all(), new FairJudge())).isInstanceOf(RecordingBook.LaneLost.class);
    }

    @Test
    void recorded_through_is_the_time_of_the_slowest_partition() {
        assertThat(queueBook.recordedThrough()).isEqualTo(Instant.EPOCH);
        queueBook.positions(TOPIC, 2);
        Instant later = Queue.NOON.plusSeconds(60);
        queueBook.caughtUp(TOPIC, 0, 0, later);
        assertThat(queueBook.recordedThrough()).isEqualTo(Instant.EPOCH);

        Queue one = new Queue(1).put(win(ALICE, RACE, 1, 100), Queue.NOON);
        record(one.all());
        assertThat(queueBook.recordedThrough()).isEqualTo(Queue.NOON);

        queueBook.caughtUp(TOPIC, 1, 2, later);
        assertThat(queueBook.recordedThrough()).as("the position is 1, not 2").isEqualTo(Queue.NOON);
        queueBook.caughtUp(TOPIC, 1, 1, later);
        queueBook.caughtUp(TOPIC, 1, 1, Queue.NOON);
        assertThat(queueBook.recordedThrough()).isEqualTo(later);
    }

    @Test
    void returns_nothing_for_an_unknown_purchase() {
        assertThat(tickets.find(new MessageId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void an_empty_chunk_advances_the_position() {
        queueBook.positions(TOPIC, 13);
        assertThat(record(new QueueChunk(TOPIC, 9, 0, 5, 0, List.of()))).isInstanceOf(RecordingBook.Booked.class);
        assertThat(queueBook.positions(TOPIC, 13).orElseThrow()).containsEntry(9, new QueueBook.Position(5, 0));
    }

    @Test
    void records_sales_of_a_moved_race_under_its_new_day_and_keeps_old_refusals() {
        races.enter(Races.declared(RACE, Races.DAY, 8), Races.OPERATOR);
        deposit(ALICE, 10_000);
        PurchaseMessage early = win(ALICE, RACE, 5, 100);
        booked(queue.put(early).all());
        Races.moveTo(races, RACE, Races.DAY.plusDays(40));
        Races.command(races, RACE, new RaceCommand.Open());
        PurchaseMessage sold = win(ALICE, RACE, 5, 1_000);
        booked(new Queue(10).put(sold).put(early).all());

        assertThat(tickets.find(early.id())).containsInstanceOf(Purchase.Failed.class);
        assertThat(tickets.find(sold.id())).containsInstanceOf(Purchase.Completed.class);
        assertThat(Rows.lines(login, "SELECT race_day || ' ' || total_yen FROM ticket"))
                .containsExactly("2027-01-01 1000");
        assertThat(balance(ALICE)).isEqualTo(Yen.of(9_000));
    }
}
