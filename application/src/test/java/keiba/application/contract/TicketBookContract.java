package keiba.application.contract;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keiba.application.caller.UserId;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.PermanentFailure;
import keiba.application.fake.CountingIds;
import keiba.application.fake.Samples;
import keiba.application.odds.BoardId;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.OutcomeBook;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.RecordingBook.Booked;
import keiba.application.purchase.RecordingBook.Facts;
import keiba.application.purchase.RecordingBook.LaneLost;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.purchase.TicketBook;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import keiba.application.settlement.Progress;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every {@link TicketBook} must pass, the fake and the real adapter alike. */
public abstract class TicketBookContract extends BooksContract {
    private static final RecordingBook.Judgement NOTHING = RecordingBook.Judgement.NOTHING;
    private static final RaceId OTHER_RACE = new RaceId(101);
    private static final int PARTITION = 1;

    @BeforeEach
    void openRacesAndTopic() {
        openRace(RACE);
        openRace(OTHER_RACE);
        deposit(ALICE, 100_000);
        beginTopic();
    }

    private RecordingBook recording() {
        return books().recording();
    }

    private OutcomeBook outcomes() {
        return books().outcomes();
    }

    private QueueBook queue() {
        return books().queue();
    }

    private TicketBook tickets() {
        return books().tickets();
    }

    private Yen balance(UserId user) {
        return books().accounts().balance(user);
    }

    private PoolState pool(RaceId race, BetType type) {
        return books().pools().pools(List.of(new BoardId(race, type))).get(0);
    }

    private long position() {
        return queue().positions(TOPIC, PARTITIONS)
                .orElseThrow()
                .getOrDefault(PARTITION, QueueBook.Position.BEGINNING)
                .next();
    }

    /** Returns the positions of partitions whose last entries have term 0, or no term if nothing is recorded. */
    private static Map<Integer, QueueBook.Position> positions(long... next) {
        Map<Integer, QueueBook.Position> positions = new TreeMap<>();
        for (int lane = 0; lane < next.length; lane++) {
            positions.put(lane, next[lane] == 0 ? QueueBook.Position.BEGINNING : new QueueBook.Position(next[lane], 0));
        }
        return positions;
    }

    private static Ticket ticket(long offset, PurchaseMessage message, int combinations) {
        return new Ticket(
                message.id(),
                message.user(),
                message.race(),
                message.bet(),
                combinations,
                message.bet().amount().times(combinations),
                Yen.ZERO,
                Optional.empty(),
                appendedAt(offset));
    }

    @Test
    void starts_every_partition_at_offset_0() {
        assertThat(queue().positions(TOPIC, PARTITIONS)).contains(positions(0, 0, 0));
    }

    @Test
    void returns_no_positions_for_another_topic_or_partition_count() {
        assertThat(queue().positions(new QueueId(new UUID(0, 1)), PARTITIONS)).isEmpty();
        assertThat(queue().positions(TOPIC, PARTITIONS + 1)).isEmpty();
        assertThat(queue().positions(TOPIC, PARTITIONS)).isPresent();
    }

    @Test
    void records_a_ticket_its_debit_and_its_pool_stake() {
        PurchaseMessage message = message(1, ALICE, box(BetType.QUINELLA, 200, 1, 3, 5));
        Booked booked = sell(0, message);

        assertThat(booked.judgement().verdicts()).hasSize(1);
        assertThat(booked.unjudged()).isEmpty();
        assertThat(booked.duplicates()).isZero();
        assertThat(tickets().find(message.id())).contains(new Purchase.Completed(ticket(0, message, 3)));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(99_400));
        assertThat(pool(RACE, BetType.QUINELLA).pool().total()).isEqualTo(Yen.of(600));
        assertThat(position()).isEqualTo(1);
    }

    @Test
    void stores_every_kind_of_bet_unchanged() {
        List<Bet> bets = List.of(
                win(8, 100),
                new Bet(BetType.PLACE, Selection.Straight.of(2), Yen.of(500)),
                new Bet(BetType.EXACTA, Selection.Straight.of(7, 3), Yen.of(100)),
                box(BetType.TRIO, 100, 5, 1, 3, 2),
                new Bet(BetType.WIDE, Selection.Wheel.of(List.of(3), List.of(8, 1)), Yen.of(100)),
                new Bet(
                        BetType.TRIFECTA,
                        Selection.Wheel.of(List.of(3, 8), List.of(5, 1)).at(1, 3),
                        Yen.of(100)),
                new Bet(
                        BetType.TRIFECTA,
                        Selection.Wheel.of(List.of(3), List.of(1, 5, 7)).inEveryPosition(),
                        Yen.of(100)),
                new Bet(
                        BetType.TRIFECTA,
                        Selection.Formation.of(List.of(3), List.of(5, 7), List.of(1, 5, 7, 8)),
                        Yen.of(100)));
        PurchaseMessage[] messages = LongStream.range(0, bets.size())
                .mapToObj(number -> message(number + 1, ALICE, bets.get((int) number)))
                .toArray(PurchaseMessage[]::new);
        sell(0, messages);
        for (PurchaseMessage message : messages) {
            assertThat(tickets().find(message.id()))
                    .get()
                    .isInstanceOfSatisfying(
                            Purchase.Completed.class,
                            completed -> assertThat(completed.ticket().bet()).isEqualTo(message.bet()));
        }
    }

    @Test
    void records_a_refusal_with_its_reason_and_moves_no_money() {
        PurchaseMessage message = message(1, ALICE, win(5, 1_000));
        record(chunk(0, message), facts -> refuse(facts, RefusalReason.RACE_CLOSED));

        assertThat(tickets().find(message.id()))
                .contains(new Purchase.Failed(
                        message.id(),
                        Optional.of(ALICE),
                        RefusalReason.RACE_CLOSED,
                        Optional.of(message.bet().fingerprint())));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(100_000));
        assertThat(tickets().tickets(ALICE, Optional.empty(), Optional.empty(), 10))
                .isEmpty();
        assertThat(pool(RACE, BetType.WIN).version()).isZero();
    }

    @Test
    void records_every_refusal_reason() {
        long offset = 0;
        for (RefusalReason reason : RefusalReason.values()) {
            MessageId id = id(offset + 1);
            record(chunk(offset, message(offset + 1, ALICE, win(1, 100))), facts -> refuse(facts, reason));
            assertThat(tickets().find(id))
                    .get()
                    .isInstanceOfSatisfying(
                            Purchase.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(reason));
            offset++;
        }
    }

    @Test
    void records_refusals_of_unknown_races_and_of_users_without_an_account() {
        UserId stranger = new UserId(UserId.MAX);
        PurchaseMessage message = message(1, stranger, new RaceId(RaceId.MAX), win(1, 100));
        record(chunk(0, message), facts -> {
            assertThat(facts.races()).isEmpty();
            assertThat(facts.balances().getOrDefault(stranger, Yen.ZERO)).isEqualTo(Yen.ZERO);
            return refuse(facts, RefusalReason.RACE_UNKNOWN);
        });
        assertThat(tickets().find(message.id())).isPresent();
        assertThat(balance(stranger)).isEqualTo(Yen.ZERO);
    }

    @Test
    void records_the_refusal_of_a_bet_with_invalid_values() {
        Bet odd = new Bet(
                BetType.WIN,
                new Selection.Formation(List.of(List.of(-1, Integer.MAX_VALUE), List.of())),
                Yen.of(Long.MIN_VALUE));
        PurchaseMessage message = message(1, ALICE, odd);
        record(chunk(0, message), facts -> refuse(facts, RefusalReason.INVALID_SELECTION));
        assertThat(tickets().find(message.id()))
                .get()
                .isInstanceOfSatisfying(
                        Purchase.Failed.class,
                        failed -> assertThat(failed.fingerprint()).contains(odd.fingerprint()));
    }

    @Test
    void passes_messages_races_and_balances_to_the_judge() {
        PurchaseMessage alices = message(1, ALICE, win(5, 100));
        PurchaseMessage bobs = message(2, BOB, OTHER_RACE, win(6, 100));
        AtomicReference<Facts> told = new AtomicReference<>();
        record(chunk(0, alices, bobs), facts -> {
            told.set(facts);
            return refuse(facts, RefusalReason.INSUFFICIENT_FUNDS);
        });
        Facts facts = told.get();
        assertThat(facts.fresh()).extracting(QueueChunk.Queued::message).containsExactly(alices, bobs);
        assertThat(facts.fresh()).extracting(QueueChunk.Queued::offset).containsExactly(0L, 1L);
        assertThat(facts.races())
                .containsOnlyKeys(RACE, OTHER_RACE)
                .containsValue(books().races().find(RACE).orElseThrow());
        assertThat(facts.balances().get(ALICE)).isEqualTo(Yen.of(100_000));
        assertThat(facts.balances().get(BOB)).isEqualTo(Yen.ZERO);
    }

    @Test
    void judges_and_answers_in_order_of_arrival_for_any_ids() {
        PurchaseMessage[] messages = {
            message(9, ALICE, win(1, 100)), message(3, BOB, win(2, 100)), message(7, ALICE, win(3, 100))
        };
        Booked booked = record(chunk(0, messages), facts -> {
            assertThat(facts.fresh()).extracting(QueueChunk.Queued::message).containsExactly(messages);
            return refuse(facts, RefusalReason.RACE_NOT_OPEN);
        });
        assertThat(booked.judgement().verdicts())
                .extracting(verdict -> verdict.purchase().message())
                .containsExactly(messages);
    }

    @Test
    void records_an_id_once_within_a_chunk() {
        PurchaseMessage first = message(1, ALICE, win(1, 100));
        PurchaseMessage other = message(1, BOB, win(2, 900));
        Booked booked = sell(0, first, other, first);
        assertThat(booked.judgement().verdicts()).hasSize(1);
        assertThat(booked.duplicates()).isEqualTo(2);
        assertThat(tickets().find(first.id())).contains(new Purchase.Completed(ticket(0, first, 1)));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(99_900));
    }

    @Test
    void records_an_id_once_across_chunks() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        sell(0, message);
        Booked again = sell(1, message, message(2, ALICE, win(1, 100)));
        assertThat(again.judgement().verdicts()).hasSize(1);
        assertThat(again.duplicates()).isEqualTo(1);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(99_800));
        assertThat(pool(RACE, BetType.WIN).pool().total()).isEqualTo(Yen.of(200));
        assertThat(position()).isEqualTo(3);
    }

    @Test
    void does_not_judge_a_refused_id_again() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        record(chunk(0, message), facts -> refuse(facts, RefusalReason.INSUFFICIENT_FUNDS));
        Booked again = sell(1, message);
        assertThat(again.judgement().verdicts()).isEmpty();
        assertThat(again.duplicates()).isEqualTo(1);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(100_000));
    }

    @Test
    void records_a_chunk_once_if_it_is_delivered_again() {
        QueueChunk chunk = chunk(0, message(1, ALICE, win(1, 100)), message(2, ALICE, win(2, 100)));
        record(chunk, BooksContract::sell);
        assertThat(recording().record(chunk, BooksContract::sell)).isEqualTo(new LaneLost());
        assertThat(balance(ALICE)).isEqualTo(Yen.of(99_800));
        assertThat(position()).isEqualTo(2);
    }

    @Test
    void records_nothing_of_a_chunk_that_begins_at_another_offset() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        assertThat(recording().record(chunk(5, message), BooksContract::sell)).isEqualTo(new LaneLost());
        assertThat(tickets().find(message.id())).isEmpty();
        assertThat(balance(ALICE)).isEqualTo(Yen.of(100_000));
        assertThat(position()).isZero();
    }

    @Test
    void records_nothing_of_another_topic() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        QueueChunk foreign =
                new QueueChunk(new QueueId(new UUID(0, 1)), PARTITION, 0, 1, 0, List.of(queued(0, message)));
        assertThat(recording().record(foreign, BooksContract::sell)).isEqualTo(new LaneLost());
        assertThat(tickets().find(message.id())).isEmpty();
    }

    @Test
    void keeps_positions_of_partitions_separate() {
        sell(0, message(1, ALICE, win(1, 100)));
        QueueChunk other =
                new QueueChunk(TOPIC, 2, 0, 1, 0, List.of(queued(0, message(2, ALICE, OTHER_RACE, win(1, 100)))));
        assertThat(record(other, BooksContract::sell).judgement().verdicts()).hasSize(1);
        assertThat(queue().positions(TOPIC, PARTITIONS)).contains(positions(0, 1, 1));
    }

    @Test
    void advances_the_position_over_offsets_without_messages() {
        assertThat(record(new QueueChunk(TOPIC, PARTITION, 0, 4, 0, List.of()), BooksContract::sell)
                        .judgement()
                        .verdicts())
                .isEmpty();
        assertThat(position()).isEqualTo(4);
    }

    @Test
    void records_nothing_if_the_judge_throws() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        assertThatThrownBy(() -> recording().record(chunk(0, message), facts -> {
                    throw new IllegalStateException("undecided");
                }))
                .hasStackTraceContaining("undecided");
        assertThat(tickets().find(message.id())).isEmpty();
        assertThat(position()).isZero();
        assertThat(sell(0, message).judgement().verdicts()).hasSize(1);
    }

    @Test
    void records_nothing_if_a_balance_would_become_negative() {
        PurchaseMessage message = message(1, BOB, win(1, 100));
        assertThatThrownBy(() -> sell(0, message)).isInstanceOf(InfrastructureFailure.class);
        assertThat(tickets().find(message.id())).isEmpty();
        assertThat(balance(BOB)).isEqualTo(Yen.ZERO);
        assertThat(position()).isZero();
    }

    @Test
    void records_nothing_of_a_chunk_that_exceeds_a_pool_limit() {
        long most = Pool.MAX_TOTAL.value();
        deposit(ALICE, most);
        deposit(BOB, most);
        sell(0, message(1, ALICE, win(1, most)));
        PurchaseMessage tooMuch = message(2, BOB, win(1, 100));
        QueueChunk chunk = chunk(1, message(3, ALICE, win(2, 100)), tooMuch);
        assertThat(recording().record(chunk, BooksContract::sell)).isEqualTo(new RecordingBook.PoolFull());
        assertThat(tickets().find(tooMuch.id())).isEmpty();
        assertThat(balance(BOB)).isEqualTo(Yen.of(most));
        assertThat(position()).isEqualTo(1);
        assertThat(pool(RACE, BetType.WIN).pool().total()).isEqualTo(Pool.MAX_TOTAL);
    }

    @Test
    void debits_several_tickets_of_one_user_in_one_chunk() {
        sell(
                0,
                message(1, ALICE, win(1, 100)),
                message(2, ALICE, OTHER_RACE, win(2, 200)),
                message(3, ALICE, box(BetType.TRIFECTA, 100, 1, 2, 3, 4)));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(100_000 - 100 - 200 - 2_400));
        assertThat(books().accounts().entries(ALICE, OptionalLong.empty(), 10))
                .extracting(entry -> entry.balance().value())
                .containsExactly(97_300L, 99_700L, 99_900L, 100_000L);
    }

    @Test
    void stores_a_malformed_message_without_an_id_as_dead_letter() {
        Booked booked = record(chunk(0, List.of(unreadable(0, Optional.empty()))), BooksContract::sell);
        assertThat(booked).isEqualTo(new Booked(NOTHING, List.of(), 0));
        assertThat(books().deadLetters().uncopied(Optional.empty(), 10)).hasSize(1);
        assertThat(position()).isEqualTo(1);
    }

    @Test
    void lists_recorded_purchases_in_order_of_recording() {
        sell(0, message(3, ALICE, win(1, 100)), message(1, ALICE, win(1, 100)));
        record(chunk(2, message(2, ALICE, win(1, 100))), facts -> refuse(facts, RefusalReason.LIMIT_EXCEEDED));
        OutcomeBook.Place beginning = new OutcomeBook.Place(Instant.EPOCH, id(0));
        List<OutcomeBook.Listed> all = outcomes().recordedAfter(beginning, Duration.ZERO, 10);
        assertThat(all).hasSize(3);
        assertThat(all)
                .extracting(listed -> listed.place().id(), OutcomeBook.Listed::status)
                .containsExactlyInAnyOrder(
                        tuple(id(1), PlacePurchase.Status.COMPLETED),
                        tuple(id(2), PlacePurchase.Status.FAILED),
                        tuple(id(3), PlacePurchase.Status.COMPLETED));
        assertThat(outcomes().recordedAfter(beginning, Duration.ZERO, 2)).isEqualTo(all.subList(0, 2));
        assertThat(outcomes().recordedAfter(all.get(1).place(), Duration.ZERO, 2))
                .isEqualTo(all.subList(2, 3));
        assertThat(outcomes().recordedAfter(beginning, Duration.ofHours(1), 10)).isEmpty();
    }

    @Test
    void finds_many_purchases_at_once() {
        PurchaseMessage bought = message(1, ALICE, win(1, 100));
        PurchaseMessage refused = message(2, ALICE, win(1, 100));
        sell(0, bought);
        record(chunk(1, refused), facts -> refuse(facts, RefusalReason.LIMIT_EXCEEDED));
        assertThat(tickets().find(List.of())).isEmpty();
        assertThat(tickets().find(List.of(id(1), id(2), id(3))))
                .containsExactlyInAnyOrder(
                        tickets().find(id(1)).orElseThrow(),
                        tickets().find(id(2)).orElseThrow());
    }

    @Test
    void fails_a_malformed_message_with_an_id() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        Booked booked = record(chunk(0, List.of(unreadable(0, Optional.of(message)))), BooksContract::sell);
        Purchase.Failed failed =
                new Purchase.Failed(message.id(), Optional.of(ALICE), RefusalReason.MALFORMED, Optional.empty());
        assertThat(booked).isEqualTo(new Booked(NOTHING, List.of(failed), 0));
        assertThat(tickets().find(message.id())).contains(failed);
        assertThat(sell(1, message).duplicates()).isEqualTo(1);
    }

    @Test
    void refuses_an_invalid_purchase_without_the_judge_and_without_dead_letter() {
        QueueChunk.Impossible impossible = new QueueChunk.Impossible(
                0, appendedAt(0), id(1), Optional.of(ALICE), RefusalReason.INVALID_SELECTION, bytes());
        QueueChunk.Impossible nobodys = new QueueChunk.Impossible(
                1, appendedAt(1), id(2), Optional.empty(), RefusalReason.INSUFFICIENT_FUNDS, bytes());
        QueueChunk.Impossible again = new QueueChunk.Impossible(
                2, appendedAt(2), id(1), Optional.of(ALICE), RefusalReason.RACE_UNKNOWN, bytes());
        Booked booked = record(chunk(0, List.of(impossible, nobodys, again)), facts -> {
            throw new AssertionError("asked about " + facts);
        });
        Purchase.Failed failed =
                new Purchase.Failed(id(1), Optional.of(ALICE), RefusalReason.INVALID_SELECTION, Optional.empty());
        Purchase.Failed other =
                new Purchase.Failed(id(2), Optional.empty(), RefusalReason.INSUFFICIENT_FUNDS, Optional.empty());
        assertThat(booked).isEqualTo(new Booked(NOTHING, List.of(failed, other), 1));
        assertThat(tickets().find(id(1))).contains(failed);
        assertThat(tickets().find(id(2))).contains(other);
        assertThat(books().deadLetters().uncopied(Optional.empty(), 10)).isEmpty();
        assertThat(position()).isEqualTo(3);
    }

    @Test
    void fails_a_malformed_message_whose_user_could_not_be_read() {
        QueueChunk.Unreadable nobodys = new QueueChunk.Unreadable(
                0, appendedAt(0), Optional.of(id(1)), Optional.empty(), "no user", Optional.of(bytes()));
        record(chunk(0, List.of(nobodys)), BooksContract::sell);
        assertThat(tickets().find(id(1)))
                .contains(new Purchase.Failed(id(1), Optional.empty(), RefusalReason.MALFORMED, Optional.empty()));
    }

    @Test
    void does_not_change_a_recorded_purchase_for_a_malformed_message_with_its_id() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        sell(0, message);
        Booked booked = record(chunk(1, List.of(unreadable(1, Optional.of(message)))), BooksContract::sell);
        assertThat(booked).isEqualTo(new Booked(NOTHING, List.of(), 1));
        assertThat(tickets().find(message.id())).contains(new Purchase.Completed(ticket(0, message, 1)));
        assertThat(books().deadLetters().uncopied(Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void the_first_message_of_an_id_counts_even_if_it_is_malformed() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        Booked booked =
                record(chunk(0, List.of(unreadable(0, Optional.of(message)), queued(1, message))), BooksContract::sell);
        assertThat(booked.judgement().verdicts()).isEmpty();
        assertThat(booked.unjudged()).hasSize(1);
        assertThat(booked.duplicates()).isEqualTo(1);
    }

    @Test
    void records_a_thousand_messages_at_once() {
        deposit(BOB, 1_000_000);
        PurchaseMessage[] messages = LongStream.rangeClosed(1, 1_000)
                .mapToObj(number -> message(number, BOB, win((int) (number % 8) + 1, 100)))
                .toArray(PurchaseMessage[]::new);
        assertThat(sell(0, messages).judgement().verdicts()).hasSize(1_000);
        assertThat(balance(BOB)).isEqualTo(Yen.of(900_000));
        assertThat(pool(RACE, BetType.WIN).pool().snapshot()).containsOnly(12_500L);
        assertThat(pool(RACE, BetType.WIN).pool().total()).isEqualTo(Yen.of(100_000));
    }

    @Test
    void returns_no_purchase_for_an_unknown_id() {
        assertThat(tickets().find(id(404))).isEmpty();
    }

    @Test
    void lists_a_users_tickets_newest_first_in_pages() {
        deposit(BOB, 1_000);
        sell(
                0,
                message(5, ALICE, win(1, 100)),
                message(2, BOB, win(1, 100)),
                message(9, ALICE, OTHER_RACE, win(1, 100)));
        sell(3, message(4, ALICE, win(1, 100)), message(7, ALICE, win(1, 100)));

        assertThat(ids(Optional.empty(), Optional.empty(), 10)).containsExactly(id(7), id(4), id(9), id(5));
        assertThat(ids(Optional.empty(), Optional.empty(), 3)).containsExactly(id(7), id(4), id(9));
        assertThat(ids(Optional.empty(), Optional.of(id(4)), 10)).containsExactly(id(9), id(5));
        assertThat(ids(Optional.of(RACE), Optional.empty(), 10)).containsExactly(id(7), id(4), id(5));
        assertThat(ids(Optional.of(RACE), Optional.of(id(4)), 10)).containsExactly(id(5));
        assertThat(ids(Optional.of(OTHER_RACE), Optional.empty(), 10)).containsExactly(id(9));
        assertThat(ids(Optional.empty(), Optional.of(id(5)), 10)).isEmpty();
    }

    private List<MessageId> ids(Optional<RaceId> race, Optional<MessageId> before, int limit) {
        return tickets().tickets(ALICE, race, before, limit).stream()
                .map(Ticket::id)
                .toList();
    }

    @Test
    void a_purchase_refused_as_unreceived_is_a_duplicate_when_it_arrives() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        Purchase.Failed failed = new Purchase.Failed(
                message.id(),
                Optional.of(ALICE),
                RefusalReason.NOT_RECEIVED,
                Optional.of(message.bet().fingerprint()));
        assertThat(tickets().refuseUnreceived(message)).isEqualTo(failed);
        assertThat(tickets().refuseUnreceived(message)).isEqualTo(failed);
        assertThat(tickets().find(message.id())).contains(failed);
        Booked late = sell(0, message);
        assertThat(late).isEqualTo(new Booked(NOTHING, List.of(), 1));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(100_000));
    }

    @Test
    void does_not_refuse_a_recorded_purchase_as_unreceived() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        sell(0, message);
        assertThat(tickets().refuseUnreceived(message)).isEqualTo(new Purchase.Completed(ticket(0, message, 1)));
    }

    @Test
    void refuses_as_unreceived_a_purchase_on_a_race_that_does_not_exist() {
        PurchaseMessage message = message(1, BOB, new RaceId(404), win(1, 100));
        assertThat(tickets().refuseUnreceived(message)).isInstanceOf(Purchase.Failed.class);
        assertThat(tickets().find(message.id())).isPresent();
    }

    @Test
    void recorded_through_is_the_earliest_time_to_which_a_partition_caught_up() {
        Instant first = appendedAt(10);
        Instant later = appendedAt(20);
        assertThat(queue().recordedThrough()).isBefore(first);
        queue().caughtUp(TOPIC, 0, 0, first);
        queue().caughtUp(TOPIC, 1, 0, later);
        assertThat(queue().recordedThrough()).isBefore(first);
        queue().caughtUp(TOPIC, 2, 0, later);
        assertThat(queue().recordedThrough()).isEqualTo(first);
        queue().caughtUp(TOPIC, 0, 0, later.plusSeconds(1));
        assertThat(queue().recordedThrough()).isEqualTo(later);
    }

    @Test
    void ignores_a_catch_up_report_for_another_position() {
        sell(0, message(1, ALICE, win(1, 100)));
        Instant at = appendedAt(10);
        queue().caughtUp(TOPIC, 0, 0, at);
        queue().caughtUp(TOPIC, 1, 0, at);
        queue().caughtUp(TOPIC, 2, 0, at);
        assertThat(queue().recordedThrough()).isBefore(at);
        queue().caughtUp(TOPIC, 1, 1, at);
        assertThat(queue().recordedThrough()).isEqualTo(at);
    }

    @Test
    void unclaimed_until_is_the_minimum_before_any_note() {
        assertThat(queue().unclaimedUntil()).isEqualTo(Instant.MIN);
    }

    @Test
    void keeps_the_latest_noted_time_of_unclaimed_sends() {
        Instant at = appendedAt(10);
        queue().noteUnclaimed(at);
        assertThat(queue().unclaimedUntil()).isEqualTo(at);
        queue().noteUnclaimed(at.minusSeconds(1));
        assertThat(queue().unclaimedUntil()).isEqualTo(at);
        queue().noteUnclaimed(at.plusSeconds(1));
        assertThat(queue().unclaimedUntil()).isEqualTo(at.plusSeconds(1));
    }

    @Test
    void ignores_an_earlier_catch_up_time() {
        Instant at = appendedAt(10);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            queue().caughtUp(TOPIC, partition, 0, at);
        }
        queue().caughtUp(TOPIC, 1, 0, at.minusSeconds(5));
        assertThat(queue().recordedThrough()).isEqualTo(at);
    }

    @Test
    void judges_by_the_current_state_of_the_race() {
        RaceCard open = books().races().find(RACE).orElseThrow();
        RaceCard changed = open.with(open.race());
        assertThat(books().races()
                        .decide(RACE, OPERATOR, "test", (card, now) -> RaceBook.Decision.changed(changed, "saved")))
                .isPresent();
        List<RaceCard> seen = new ArrayList<>();
        record(chunk(0, message(1, ALICE, win(1, 100))), facts -> {
            seen.addAll(facts.races().values());
            return sell(facts);
        });
        assertThat(seen).containsExactly(changed);
    }

    @Test
    void judges_by_the_balance_after_the_previous_chunk() {
        sell(0, message(1, ALICE, win(1, 60_000)));
        record(chunk(1, message(2, ALICE, win(1, 100))), facts -> {
            assertThat(facts.balances()).containsEntry(ALICE, Yen.of(40_000));
            return refuse(facts, RefusalReason.INSUFFICIENT_FUNDS);
        });
        assertThat(tickets().find(CountingIds.id(2))).isPresent();
    }

    /** Closes the race with this close id and returns it. */
    private RaceCard closing(RaceId race, CloseId close) {
        RaceCard closing = Samples.after(books().races().find(race).orElseThrow(), new RaceCommand.Close())
                .closing(new Closing(close, Samples.NOW, true, Closing.Phase.CLOSING));
        assertThat(books().races()
                        .decide(race, OPERATOR, "Close", (before, now) -> RaceBook.Decision.changed(closing, "closed")))
                .isPresent();
        return closing;
    }

    private static QueueChunk.CloseMarker marker(long offset, RaceId race, CloseId close) {
        return new QueueChunk.CloseMarker(offset, appendedAt(offset), race, close);
    }

    private static RecordingBook.Judgement sellAndFence(Facts facts) {
        return new RecordingBook.Judgement(
                sell(facts).verdicts(),
                facts.markers().stream()
                        .flatMap(marker -> Optional.ofNullable(facts.races().get(marker.race())).stream())
                        .map(closing -> closing.in(Closing.Phase.FENCED))
                        .toList());
    }

    @Test
    void passes_a_close_marker_to_the_judge_and_saves_the_fenced_race() {
        CloseId close = new CloseId(new UUID(7, 7));
        RaceCard closing = closing(RACE, close);
        QueueChunk.CloseMarker marker = marker(0, RACE, close);
        AtomicReference<Facts> told = new AtomicReference<>();
        Booked booked = record(chunk(0, List.of(marker)), facts -> {
            told.set(facts);
            return sellAndFence(facts);
        });
        assertThat(told.get().markers()).containsExactly(marker);
        assertThat(told.get().races()).containsOnly(Map.entry(RACE, closing));
        assertThat(told.get().fresh()).isEmpty();
        RaceCard fenced = closing.in(Closing.Phase.FENCED);
        assertThat(booked.judgement()).isEqualTo(new RecordingBook.Judgement(List.of(), List.of(fenced)));
        assertThat(booked.unjudged()).isEmpty();
        assertThat(booked.duplicates()).isZero();
        assertThat(books().races().find(RACE)).contains(fenced);
        assertThat(books().deadLetters().uncopied(Optional.empty(), 10)).isEmpty();
        assertThat(position()).isEqualTo(1);
    }

    @Test
    void records_purchases_before_a_close_marker_in_the_same_chunk() {
        CloseId close = new CloseId(new UUID(7, 7));
        closing(OTHER_RACE, close);
        PurchaseMessage here = message(1, ALICE, win(1, 100));
        PurchaseMessage there = message(2, ALICE, OTHER_RACE, win(1, 200));
        record(
                chunk(0, List.of(queued(0, here), queued(1, there), marker(2, OTHER_RACE, close))),
                TicketBookContract::sellAndFence);
        assertThat(tickets().find(here.id())).isPresent();
        assertThat(tickets().find(there.id())).isPresent();
        assertThat(books().races().in(Closing.Phase.FENCED, 10))
                .extracting(RaceCard::id)
                .containsExactly(OTHER_RACE);
    }

    @Test
    void ignores_a_close_marker_of_another_closing_or_race() {
        RaceCard before = closing(RACE, new CloseId(new UUID(7, 7)));
        Booked booked = record(chunk(0, List.of(marker(0, RACE, new CloseId(new UUID(6, 6))))), BooksContract::sell);
        assertThat(booked.judgement().fenced()).isEmpty();
        assertThat(books().races().find(RACE)).contains(before);
        Booked unknown = record(
                chunk(1, List.of(marker(1, new RaceId(404), new CloseId(new UUID(6, 6))))),
                TicketBookContract::sellAndFence);
        assertThat(unknown.judgement().fenced()).isEmpty();
        assertThat(position()).isEqualTo(2);
    }

    @Test
    void does_not_call_the_judge_without_a_new_purchase_or_marker() {
        PurchaseMessage message = message(1, ALICE, win(1, 100));
        sell(0, message);
        Booked booked = record(chunk(1, List.of(queued(1, message), unreadable(2, Optional.empty()))), facts -> {
            throw new AssertionError("asked about " + facts);
        });
        assertThat(booked.judgement()).isEqualTo(RecordingBook.Judgement.NOTHING);
    }

    @Test
    void passes_the_stakes_of_a_user_per_race_day_to_the_judge() {
        deposit(BOB, 1_000);
        RaceCard tomorrow = raceOn(Samples.DAY.plusDays(1));
        sell(
                0,
                message(1, ALICE, win(1, 300)),
                message(2, ALICE, OTHER_RACE, win(1, 500)),
                message(3, ALICE, tomorrow.id(), win(1, 700)),
                message(4, BOB, win(1, 900)));
        record(chunk(4, message(5, ALICE, win(2, 1_000)), message(6, BOB, tomorrow.id(), win(2, 100))), facts -> {
            assertThat(facts.staked().on(Samples.DAY, ALICE)).isEqualTo(Yen.of(800));
            assertThat(facts.staked().on(Samples.DAY, BOB)).isEqualTo(Yen.of(900));
            assertThat(facts.staked().on(tomorrow.day(), ALICE)).isEqualTo(Yen.of(700));
            assertThat(facts.staked().on(tomorrow.day(), BOB)).isEqualTo(Yen.ZERO);
            assertThat(facts.staked().on(Samples.DAY.plusDays(9), new UserId(404)))
                    .isEqualTo(Yen.ZERO);
            return sell(facts);
        });
        assertThat(balance(ALICE)).isEqualTo(Yen.of(100_000 - 2_500));
    }

    private RaceCard raceOn(LocalDate day) {
        RaceProposal proposal = Samples.proposal(new RaceId(102));
        Duration later = Duration.ofDays(ChronoUnit.DAYS.between(Samples.DAY, day));
        RaceCard card = RaceCard.entered(
                new RaceProposal(
                        proposal.raceId(),
                        day,
                        proposal.venue(),
                        proposal.raceNumber(),
                        proposal.name(),
                        proposal.rules(),
                        proposal.postTime().plus(later),
                        proposal.deadline().map(deadline -> deadline.plus(later)),
                        proposal.runners(),
                        proposal.brackets(),
                        proposal.withdrawn(),
                        proposal.paybackPerMille(),
                        proposal.premiumPerMille(),
                        proposal.course()),
                Samples.DEADLINE.plus(later),
                Samples.open(RACE).race());
        assertThat(books().races().enter(card, OPERATOR)).isEmpty();
        return card;
    }

    @Test
    void does_not_count_refunded_stakes_as_staked() {
        sell(0, message(1, ALICE, win(1, 300)), message(2, ALICE, win(4, 500)));
        RaceCard open = books().races().find(RACE).orElseThrow();
        RaceCard scratched = Samples.after(open, new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        assertThat(books().races()
                        .decide(
                                RACE,
                                OPERATOR,
                                "Scratch",
                                (card, now) -> new RaceBook.Decision<>(
                                        Optional.of(scratched),
                                        List.of(scratched.market().newlyVoided(BetType.WIN, open.market())),
                                        "scratched")))
                .isPresent();
        while (books().refunds().refund(RACE, 10) != Progress.DONE) {
            assertThat(books().refunds().due(10)).containsExactly(RACE);
        }
        record(chunk(2, message(3, ALICE, win(1, 100))), facts -> {
            assertThat(facts.staked().on(Samples.DAY, ALICE)).isEqualTo(Yen.of(300));
            return sell(facts);
        });
        assertThat(tickets().find(id(3))).isPresent();
    }

    private static QueueChunk lane(int lane, long first, QueueChunk.Entry... entries) {
        int term = entries.length == 0 ? QueueChunk.NO_TERM : 0;
        return new QueueChunk(TOPIC, lane, first, first + entries.length, term, List.of(entries));
    }

    private static QueueChunk lane(int lane, PurchaseMessage... messages) {
        return lane(
                lane,
                0,
                IntStream.range(0, messages.length)
                        .mapToObj(offset -> queued(offset, messages[offset]))
                        .toArray(QueueChunk.Entry[]::new));
    }

    @Test
    void records_chunks_of_several_partitions_and_returns_an_outcome_for_each() {
        PurchaseMessage third = message(3, ALICE, OTHER_RACE, win(1, 300));
        QueueChunk.Unreadable dead = unreadable(1, Optional.of(message(4, BOB, win(1, 100))));
        AtomicReference<Facts> told = new AtomicReference<>();
        List<RecordingBook.Recorded> recorded = recording()
                .record(
                        List.of(
                                lane(2, 0, queued(0, third), dead),
                                lane(0),
                                lane(1, message(1, ALICE, win(1, 100)), message(2, ALICE, win(2, 200)))),
                        facts -> {
                            told.set(facts);
                            return sell(facts);
                        });
        assertThat(told.get().fresh())
                .extracting(queued -> queued.message().id())
                .containsExactly(id(3), id(1), id(2));
        assertThat(told.get().balances()).containsEntry(ALICE, Yen.of(100_000));
        assertThat(recorded).hasSize(3).allSatisfy(each -> assertThat(each).isInstanceOf(Booked.class));
        assertThat(recorded)
                .extracting(each -> ((Booked) each).judgement().verdicts().size())
                .containsExactly(1, 0, 2);
        assertThat(recorded)
                .extracting(each -> ((Booked) each).unjudged().size())
                .containsExactly(1, 0, 0);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(99_400));
        assertThat(books().accounts().entries(ALICE, OptionalLong.empty(), 3))
                .extracting(entry -> entry.balance().value())
                .containsExactly(99_400L, 99_600L, 99_700L);
        assertThat(pool(RACE, BetType.WIN).pool().total()).isEqualTo(Yen.of(300));
        assertThat(pool(OTHER_RACE, BetType.WIN).pool().total()).isEqualTo(Yen.of(300));
        assertThat(queue().positions(TOPIC, PARTITIONS)).contains(positions(0, 2, 2));
    }

    @Test
    void skips_a_partition_at_another_offset_and_records_the_others() {
        PurchaseMessage twice = message(2, ALICE, OTHER_RACE, win(1, 200));
        List<RecordingBook.Recorded> recorded = recording()
                .record(
                        List.of(
                                lane(1, 7, queued(7, message(1, ALICE, win(1, 100))), queued(8, twice)),
                                lane(2, twice)),
                        BooksContract::sell);
        assertThat(recorded.getFirst()).isEqualTo(new LaneLost());
        assertThat(recorded.getLast()).isInstanceOfSatisfying(Booked.class, booked -> {
            assertThat(booked.judgement().verdicts()).hasSize(1);
            assertThat(booked.duplicates()).isZero();
        });
        assertThat(tickets().find(id(1))).isEmpty();
        assertThat(tickets().find(id(2))).isPresent();
        assertThat(queue().positions(TOPIC, PARTITIONS)).contains(positions(0, 0, 1));
    }

    @Test
    void does_not_call_the_judge_if_every_partition_is_at_another_offset() {
        List<QueueChunk> chunks =
                List.of(lane(1, 7, queued(7, message(1, ALICE, win(1, 100)))), lane(2, 7, marker(7, RACE, closeId())));
        assertThat(recording().record(chunks, facts -> {
                    throw new AssertionError("asked about " + facts);
                }))
                .containsExactly(new LaneLost(), new LaneLost());
    }

    private static CloseId closeId() {
        return new CloseId(new UUID(7, 7));
    }

    @Test
    void records_an_id_once_across_partitions() {
        PurchaseMessage first = message(1, ALICE, win(1, 100));
        PurchaseMessage other = message(1, BOB, OTHER_RACE, win(2, 900));
        List<RecordingBook.Recorded> recorded =
                recording().record(List.of(lane(1, first), lane(2, other, first)), BooksContract::sell);
        assertThat(recorded).extracting(each -> ((Booked) each).duplicates()).containsExactly(0, 2);
        assertThat(tickets().find(first.id())).contains(new Purchase.Completed(ticket(0, first, 1)));
    }

    @Test
    void fences_races_of_several_partitions_together() {
        closing(RACE, closeId());
        closing(OTHER_RACE, closeId());
        List<RecordingBook.Recorded> recorded = recording()
                .record(
                        List.of(
                                lane(2, 0, marker(0, OTHER_RACE, closeId())),
                                lane(0, 0, marker(0, new RaceId(404), closeId())),
                                lane(1, 0, queued(0, message(1, ALICE, win(1, 100))), marker(1, RACE, closeId()))),
                        TicketBookContract::sellAndFence);
        assertThat(recorded)
                .extracting(each -> ((Booked) each).judgement().fenced().size())
                .containsExactly(1, 0, 1);
        assertThat(books().races().in(Closing.Phase.FENCED, 10))
                .extracting(RaceCard::id)
                .containsExactlyInAnyOrder(RACE, OTHER_RACE);
    }

    @Test
    void records_nothing_of_any_partition_if_one_cannot_be_booked() {
        List<QueueChunk> chunks =
                List.of(lane(1, message(1, ALICE, win(1, 100))), lane(2, message(2, BOB, OTHER_RACE, win(1, 100))));
        assertThatThrownBy(() -> recording().record(chunks, BooksContract::sell))
                .isInstanceOf(PermanentFailure.class);
        assertThat(tickets().find(id(1))).isEmpty();
        assertThat(balance(ALICE)).isEqualTo(Yen.of(100_000));
        assertThat(queue().positions(TOPIC, PARTITIONS)).contains(positions(0, 0, 0));
    }

    @Test
    void records_nothing_of_any_partition_if_a_pool_limit_is_exceeded() {
        deposit(BOB, Pool.MAX_TOTAL.value());
        deposit(BOB, Pool.MAX_TOTAL.value());
        List<QueueChunk> chunks = List.of(
                lane(1, message(1, ALICE, win(1, 100))),
                lane(
                        2,
                        message(2, BOB, OTHER_RACE, win(1, Pool.MAX_TOTAL.value())),
                        message(3, BOB, OTHER_RACE, win(2, 100))));
        assertThat(recording().record(chunks, BooksContract::sell))
                .containsExactly(new RecordingBook.PoolFull(), new RecordingBook.PoolFull());
        assertThat(queue().positions(TOPIC, PARTITIONS)).contains(positions(0, 0, 0));
    }
}
