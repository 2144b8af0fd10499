package keiba.application;

import java.time.InstantSource;
import java.util.function.Supplier;
import keiba.application.account.AccountBook;
import keiba.application.account.AccountUseCases;
import keiba.application.odds.DirtyBoards;
import keiba.application.odds.OddsBoard;
import keiba.application.odds.OddsUseCases;
import keiba.application.odds.PoolBook;
import keiba.application.purchase.DeadLetterBook;
import keiba.application.purchase.DeadLetterQueue;
import keiba.application.purchase.Limits;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseQueue;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.application.purchase.PurchaseUseCases;
import keiba.application.purchase.TicketBook;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceUseCases;

/** The whole application: every use case, built from the ports. */
public record UseCases(RaceUseCases races, AccountUseCases accounts, PurchaseUseCases purchases, OddsUseCases odds) {

    /** The books: the source of truth. */
    public record Books(
            RaceBook races, AccountBook accounts, TicketBook tickets, DeadLetterBook deadLetters, PoolBook pools) {}

    /** The queues between accepting a purchase and recording it. */
    public record Queues(PurchaseQueue purchases, DeadLetterQueue deadLetters) {}

    /** The boards: copies of the books for quick look-ups. */
    public record Boards(RaceBoard races, PurchaseStatusBoard purchases, OddsBoard odds) {}

    /** What the application is given of the world: time, and fresh ids. */
    public record World(InstantSource clock, Supplier<MessageId> newId) {}

    public static UseCases assemble(Books books, Boards boards, Queues queues, Limits limits, World world) {
        RaceUseCases races = RaceUseCases.of(books.races(), boards.races());
        DirtyBoards dirty = new DirtyBoards();
        return new UseCases(
                races,
                AccountUseCases.of(books.accounts()),
                PurchaseUseCases.of(
                        races.view(),
                        boards.purchases(),
                        books.tickets(),
                        books.deadLetters(),
                        queues.purchases(),
                        queues.deadLetters(),
                        dirty,
                        limits,
                        world.newId(),
                        world.clock()),
                OddsUseCases.of(books.races(), boards.races(), races.view(), books.pools(), boards.odds(), dirty));
    }
}
