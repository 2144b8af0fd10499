package keiba.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import keiba.application.UseCases;
import keiba.application.account.CashMovement;
import keiba.application.caller.UserId;
import keiba.application.fake.CountingIds;
import keiba.application.fake.Samples;
import keiba.application.purchase.Bet;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.Expansion;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The common part of the contract tests of stored data: empty storage before each test, and methods that fill it. */
abstract class BooksContract {
    static final QueueId TOPIC = new QueueId(new UUID(0x4b41_464b_4100_4000L, 0x8000_0000_0000_0007L));
    static final int PARTITIONS = 3;

    private UseCases.Books books;

    @SuppressWarnings("NullAway.Init") // set before each test
    BooksContract() {}

    /** Returns storage without data; called once before each test. */
    protected abstract UseCases.Books emptyBooks() throws Exception;

    /** Returns the inconsistencies of the stored data after a test, if the adapter can find them. */
    protected List<String> differences() throws Exception {
        return List.of();
    }

    @AfterEach
    void check_that_stored_data_are_consistent() throws Exception {
        assertThat(differences()).isEmpty();
    }

    @BeforeEach
    void begin() throws Exception {
        books = emptyBooks();
    }

    final UseCases.Books books() {
        return books;
    }

    /** Enters a race of eight horses that is on sale. */
    final RaceCard openRace(RaceId id) {
        RaceCard open = Samples.open(id);
        assertThat(books.races().enter(open, Samples.OPERATOR)).isEmpty();
        return open;
    }

    final void deposit(UserId user, long yen) {
        CashMovement cash = new CashMovement(UUID.randomUUID(), user, CashMovement.MovementKind.DEPOSIT, Yen.of(yen));
        assertThat(books.accounts().move(cash, Samples.CASHIER)).isNotNull();
    }

    /** The topic's partitions, each at its beginning. */
    final void beginTopic() {
        assertThat(books.queue().positions(TOPIC, PARTITIONS)).isPresent();
    }

    static PurchaseMessage message(long number, UserId user, Bet bet) {
        return message(number, user, Samples.RACE, bet);
    }

    static PurchaseMessage message(long number, UserId user, RaceId race, Bet bet) {
        return new PurchaseMessage(CountingIds.id(number), user, race, bet, Samples.NOW);
    }

    /** Purchases one behind the other, appended a second apart. */
    static QueueChunk chunk(long first, PurchaseMessage... messages) {
        List<QueueChunk.Entry> entries = new ArrayList<>();
        for (PurchaseMessage message : messages) {
            entries.add(queued(first + entries.size(), message));
        }
        return chunk(first, entries);
    }

    static QueueChunk chunk(long first, List<QueueChunk.Entry> entries) {
        return new QueueChunk(TOPIC, 1, first, first + entries.size(), 0, entries);
    }

    static QueueChunk.Queued queued(long offset, PurchaseMessage message) {
        return new QueueChunk.Queued(offset, appendedAt(offset), message, bytes());
    }

    static Instant appendedAt(long offset) {
        return Samples.NOW.plusSeconds(1 + offset);
    }

    static QueueChunk.Bytes bytes() {
        return new QueueChunk.Bytes(new byte[] {'{', 0, (byte) 0xff});
    }

    static QueueChunk.Unreadable unreadable(long offset, Optional<PurchaseMessage> of) {
        return new QueueChunk.Unreadable(
                offset,
                appendedAt(offset),
                of.map(PurchaseMessage::id),
                of.map(PurchaseMessage::user),
                "no bet",
                Optional.of(bytes()));
    }

    /** Sells whatever is possible on the race, whatever it costs. */
    static RecordingBook.Judgement sell(RecordingBook.Facts facts) {
        return judgement(facts.fresh().stream().map(queued -> bought(queued, facts)));
    }

    private static RecordingBook.Verdict bought(QueueChunk.Queued queued, RecordingBook.Facts facts) {
        RaceCard card = facts.races().get(queued.message().race());
        assertThat(card).isNotNull();
        Bet bet = queued.message().bet();
        return switch (bet.selection().expand(bet.type(), card.market().offering())) {
            case Expansion.Combinations bought ->
                new RecordingBook.Bought(queued, bought.set(), bet.amount().times(bought.count()));
            case Expansion.Invalid invalid -> throw new AssertionError(invalid);
        };
    }

    static RecordingBook.Judgement refuse(RecordingBook.Facts facts, RefusalReason reason) {
        return judgement(facts.fresh().stream().map(queued -> new RecordingBook.RefusedPurchase(queued, reason)));
    }

    private static RecordingBook.Judgement judgement(Stream<RecordingBook.Verdict> verdicts) {
        return new RecordingBook.Judgement(verdicts.toList(), List.of());
    }

    final RecordingBook.Booked record(QueueChunk chunk, RecordingBook.Judge judge) {
        return (RecordingBook.Booked) books.recording().record(chunk, judge);
    }

    /** Records purchases that are sold. */
    final RecordingBook.Booked sell(long first, PurchaseMessage... messages) {
        return record(chunk(first, messages), BooksContract::sell);
    }
}
