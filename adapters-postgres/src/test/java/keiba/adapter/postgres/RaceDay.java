package keiba.adapter.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import keiba.application.UseCases;
import keiba.application.account.CashMovement;
import keiba.application.caller.UserId;
import keiba.application.fake.FakeDeadLetterQueue;
import keiba.application.fake.FakeOddsBoard;
import keiba.application.fake.FakePurchaseQueue;
import keiba.application.fake.FakePurchaseStatusBoard;
import keiba.application.fake.FakeRaceBoard;
import keiba.application.fake.HandClock;
import keiba.application.fake.QueueReader;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.race.CommandRace;
import keiba.application.race.ConfirmResult;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.ScratchKind;

/** The whole application on PostgreSQL, with boards and queues in memory, which leads races through their day. */
final class RaceDay {
    static final LocalDate NEVER = LocalDate.of(2999, 12, 31);

    private static final UserId STEWARD = new UserId(901);

    private final UseCases.Books books;
    private final UseCases cases;
    private final FakePurchaseQueue queue;
    private final QueueReader reader;

    RaceDay(UseCases.Books books) {
        this(books, Queue.NOON);
    }

    /** Creates a race day on which purchases reach the queue at this time. */
    RaceDay(UseCases.Books books, Instant noon) {
        HandClock clock = new HandClock(noon);
        this.books = books;
        this.queue = new FakePurchaseQueue(Queue.PARTITIONS, clock);
        this.cases = UseCases.assemble(
                books,
                new UseCases.Boards(new FakeRaceBoard(), new FakePurchaseStatusBoard(clock), new FakeOddsBoard()),
                new UseCases.Queues(queue, queue, new FakeDeadLetterQueue()),
                UseCases.Policy.DEFAULT,
                new UseCases.World(clock, () -> new MessageId(UUID.randomUUID())));
        this.reader = new QueueReader(queue, books.queue(), cases.purchases().record(), clock);
    }

    UseCases cases() {
        return cases;
    }

    /** Opens a race whose claim period does not end while these tests are in use. */
    void open(long race, int runners) {
        open(race, Races.DAY, runners);
    }

    void open(long race, LocalDate day, int runners) {
        Races.open(books.races(), race, day, runners);
        books.races()
                .decide(
                        new RaceId(race),
                        Races.OPERATOR,
                        "test",
                        (card, now) -> RaceBook.Decision.changed(card.claimableThrough(NEVER), card));
    }

    void deposit(long user, long yen) {
        books.accounts()
                .move(
                        new CashMovement(
                                UUID.randomUUID(), new UserId(user), CashMovement.MovementKind.DEPOSIT, Yen.of(yen)),
                        Races.OPERATOR);
    }

    /** Sells bets, a ticket each. */
    List<MessageId> buy(long user, long race, Bet... bets) {
        List<MessageId> ids = new ArrayList<>();
        for (Bet bet : bets) {
            PurchaseMessage message = Queue.bet(user, race, bet);
            send(message);
            ids.add(message.id());
        }
        return ids;
    }

    /** Sends a purchase to the queue, and records what the queue holds. */
    void send(PurchaseMessage message) {
        queue.append(message);
        reader.readAll();
    }

    void command(long race, RaceCommand.OperatorCommand command) {
        CommandRace.CommandOutcome outcome = cases.races().command().command(new RaceId(race), command, Races.OPERATOR);
        if (!(outcome instanceof CommandRace.CommandDone)) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    /** Scratches a horse, and refunds the stakes on it. */
    void scratch(long race, int horse) {
        command(race, new RaceCommand.Scratch(horse, ScratchKind.SCRATCHED));
        refund();
    }

    void refund() {
        cases.settlement().refund().refundDue();
    }

    /** Ends sales, and declares the final odds. */
    void close(long race) {
        command(race, new RaceCommand.Close());
        cases.races().close().sendMarkers();
        reader.readAll();
        cases.odds().declareFinal().declareDue();
    }

    /** Makes the result of a closed race official: these horses in this order, then all others. */
    void makeOfficial(long race, Integer... first) {
        RaceCard card = books.races().find(new RaceId(race)).orElseThrow();
        List<Integer> order = new ArrayList<>(List.of(first));
        card.race().live().stream().filter(horse -> !order.contains(horse)).forEach(order::add);
        int[] crossing = order.stream().mapToInt(Integer::intValue).toArray();
        cases.races()
                .post()
                .post(
                        card.id(),
                        RaceResult.of(OrderOfFinish.of(crossing)),
                        Races.OPERATOR.user().orElseThrow());
        ConfirmResult.ConfirmationOutcome outcome = cases.races().confirm().confirm(card.id(), 1, STEWARD);
        if (!(outcome instanceof ConfirmResult.Confirmed)) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    /** Calculates the payouts of an official race. */
    void calculate(long race) {
        cases.settlement().calculate().calculate(new RaceId(race));
    }
}
