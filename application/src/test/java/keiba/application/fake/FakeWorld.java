package keiba.application.fake;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import keiba.application.UseCases;
import keiba.application.account.CashMovement;
import keiba.application.caller.UserId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceCommand;

/** The whole application on fakes. */
public final class FakeWorld {
    public static final int PARTITIONS = 3;

    private final HandClock clock = new HandClock(Samples.NOW);
    private final CountingIds ids = new CountingIds();
    private final FakeBooks books = new FakeBooks(clock);
    private final FakeRaceBoard raceBoard = new FakeRaceBoard();
    private final FakePurchaseStatusBoard statusBoard = new FakePurchaseStatusBoard(clock, raceBoard);
    private final FakeOddsBoard oddsBoard = new FakeOddsBoard();
    private final FakePurchaseQueue queue = new FakePurchaseQueue(PARTITIONS, clock);
    private final FakeDeadLetterQueue deadLetterQueue = new FakeDeadLetterQueue();
    private final FakeFailureListener failures = new FakeFailureListener();
    private final AtomicLong deposits = new AtomicLong();
    private final UseCases useCases;

    public FakeWorld() {
        this(UseCases.Policy.DEFAULT);
    }

    public FakeWorld(UseCases.Policy policy) {
        useCases = restarted(policy);
    }

    /** Returns another instance of the application on the same servers, without any state of its own. */
    public UseCases restarted(UseCases.Policy policy) {
        return UseCases.assemble(
                books.all(),
                new UseCases.Boards(raceBoard, statusBoard, oddsBoard),
                new UseCases.Queues(queue, queue, deadLetterQueue),
                policy,
                new UseCases.World(clock, ids, failures));
    }

    public HandClock clock() {
        return clock;
    }

    public FakeBooks books() {
        return books;
    }

    public FakeRaceBoard raceBoard() {
        return raceBoard;
    }

    public FakePurchaseStatusBoard statusBoard() {
        return statusBoard;
    }

    public FakeOddsBoard oddsBoard() {
        return oddsBoard;
    }

    public FakePurchaseQueue queue() {
        return queue;
    }

    public FakeDeadLetterQueue deadLetterQueue() {
        return deadLetterQueue;
    }

    /** What the application reported as failed. */
    public FakeFailureListener failures() {
        return failures;
    }

    public UseCases useCases() {
        return useCases;
    }

    /** Passes the messages of the queue to the recorder. */
    public QueueReader reader() {
        return new QueueReader(queue, books.queue(), useCases.purchases().record(), clock);
    }

    /** Every call of every board fails from now on. */
    public void boardsAway() {
        raceBoard.faults().away();
        statusBoard.faults().away();
        oddsBoard.faults().away();
    }

    /** No call of any board fails from now on. */
    public void boardsBack() {
        raceBoard.faults().back();
        statusBoard.faults().back();
        oddsBoard.faults().back();
    }

    /** Deletes everything that the boards show. */
    public void boardsLose() {
        raceBoard.lose();
        statusBoard.lose();
        oddsBoard.lose();
    }

    /** A race of eight horses, on sale. */
    public RaceCard openRace(RaceId id) {
        useCases.races().declare().declare(Samples.proposal(id), Samples.OPERATOR);
        useCases.races().command().command(id, new RaceCommand.Open(), Samples.OPERATOR);
        return books.races().find(id).orElseThrow();
    }

    /** Puts money into an account. */
    public void deposit(UserId user, long yen) {
        UUID reference = new UUID(0, deposits.incrementAndGet());
        books.accounts()
                .move(
                        new CashMovement(reference, user, CashMovement.MovementKind.DEPOSIT, Yen.of(yen)),
                        Samples.CASHIER);
    }
}
