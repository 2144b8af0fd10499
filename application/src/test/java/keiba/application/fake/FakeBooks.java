package keiba.application.fake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keiba.application.UseCases;
import keiba.application.caller.UserId;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.Ticket;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/** The books in memory: one state behind all their ports, changed only by whole transactions, one at a time. */
public final class FakeBooks {
    private final InstantSource clock;
    private BooksState state = new BooksState();
    private final FakeRaceBook races = new FakeRaceBook(this);
    private final FakeAccountBook accounts = new FakeAccountBook(this);
    private final FakeRecordingBook recording = new FakeRecordingBook(this);
    private final FakeTicketBook tickets = new FakeTicketBook(this);
    private final FakeOutcomeBook outcomes = new FakeOutcomeBook(this);
    private final FakeQueueBook queue = new FakeQueueBook(this);
    private final FakePoolBook pools = new FakePoolBook(this);
    private final FakeDeadLetterBook deadLetters = new FakeDeadLetterBook(this);
    private final FakeFinalOddsBook finalOdds = new FakeFinalOddsBook(this);
    private final FakeOddsHistoryBook oddsHistory = new FakeOddsHistoryBook(this);
    private final FakeRefundBook refunds = new FakeRefundBook(this);
    private final FakePayoutBook payouts = new FakePayoutBook(this);
    private final FakeExecutionBook executions = new FakeExecutionBook(this);
    private final FakeReportBook reports = new FakeReportBook(this);

    public FakeBooks(InstantSource clock) {
        this.clock = clock;
    }

    public FakeRaceBook races() {
        return races;
    }

    public FakeAccountBook accounts() {
        return accounts;
    }

    public FakeRecordingBook recording() {
        return recording;
    }

    public FakeOutcomeBook outcomes() {
        return outcomes;
    }

    public FakeQueueBook queue() {
        return queue;
    }

    public FakeTicketBook tickets() {
        return tickets;
    }

    public FakePoolBook pools() {
        return pools;
    }

    public FakeDeadLetterBook deadLetters() {
        return deadLetters;
    }

    public FakeFinalOddsBook finalOdds() {
        return finalOdds;
    }

    public FakeOddsHistoryBook oddsHistory() {
        return oddsHistory;
    }

    public FakeRefundBook refunds() {
        return refunds;
    }

    public FakePayoutBook payouts() {
        return payouts;
    }

    public FakeExecutionBook executions() {
        return executions;
    }

    public FakeReportBook reports() {
        return reports;
    }

    /** All of them, as the application wants them. */
    public UseCases.Books all() {
        return new UseCases.Books(
                races,
                accounts,
                recording,
                tickets,
                outcomes,
                queue,
                deadLetters,
                pools,
                finalOdds,
                oddsHistory,
                refunds,
                payouts,
                executions,
                reports);
    }

    /** The faults of all of them. */
    public List<Faults> faults() {
        return List.of(
                races.faults(),
                accounts.faults(),
                recording.faults(),
                tickets.faults(),
                outcomes.faults(),
                queue.faults(),
                pools.faults(),
                deadLetters.faults(),
                finalOdds.faults(),
                oddsHistory.faults(),
                refunds.faults(),
                payouts.faults(),
                executions.faults(),
                reports.faults());
    }

    /** Every call of every book fails from now on. */
    public void away() {
        faults().forEach(Faults::away);
    }

    /** No call of any book fails from now on. */
    public void back() {
        faults().forEach(Faults::back);
    }

    /** Returns the inconsistencies of the stored data; empty if there are none. */
    public List<String> audit() {
        return read(Audit::of);
    }

    /** The balance, without a call that could fail. */
    public Yen balanceOf(UserId user) {
        return read(books -> books.balance(user));
    }

    /** How many purchases are recorded, as tickets or as refusals. */
    public int recorded() {
        return read(books -> books.claims.size());
    }

    /** A race as it stands, without a call that could fail. */
    public RaceCard card(RaceId race) {
        return read(books -> Optional.ofNullable(books.races.get(race)).orElseThrow());
    }

    /** The tickets of a race as their owners see them, without a call that could fail. */
    public List<Ticket> ticketsOf(RaceId race) {
        return read(books -> books.sold(race).stream().map(books::shown).toList());
    }

    Instant now() {
        return clock.instant();
    }

    /** Lets a partition continue at an offset, as an operator can. */
    public void resume(int lane, long offset) {
        QueueBook.Position resumed = transaction(state -> {
            long times = state.position(lane).resumptions() + 1;
            QueueBook.Position position = new QueueBook.Position(offset, QueueChunk.NO_TERM, times);
            state.positions.put(lane, position);
            return position;
        });
        assert resumed.next() == offset;
    }

    /** Reads; must not change anything. */
    synchronized <T> T read(Function<BooksState, T> work) {
        return work.apply(state);
    }

    /** Commits what the work did to a copy of the state; work that throws changes nothing. */
    synchronized <T> T transaction(Function<BooksState, T> work) {
        BooksState next = state.copy();
        T answer = work.apply(next);
        state = next;
        return answer;
    }
}
