package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import keiba.application.account.AccountBook;
import keiba.application.account.CashMovement;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.odds.PoolBook;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.TicketBook;
import keiba.application.race.RaceBook;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.AfterEach;

/** Gives each test its own database, which the audit checks at the end of the test. */
abstract class BooksTest {
    static final Actor CASHIER = Actor.of(new UserId(800));

    final PostgresBooks.Login login = Databases.fresh();
    final PostgresBooks books = Databases.open(login);
    final RaceBook races = books.books().races();
    final AccountBook accounts = books.books().accounts();
    final RecordingBook recording = books.books().recording();
    final TicketBook tickets = books.books().tickets();
    final QueueBook queueBook = books.books().queue();
    final PoolBook pools = books.books().pools();

    @AfterEach
    void audit_and_drop_the_database() {
        try (books) {
            assertThat(books.audit()).isEmpty();
        }
        Databases.drop(login);
    }

    final void deposit(long user, long yen) {
        accounts.move(
                new CashMovement(UUID.randomUUID(), new UserId(user), CashMovement.MovementKind.DEPOSIT, Yen.of(yen)),
                CASHIER);
    }

    final Yen balance(long user) {
        return accounts.balance(new UserId(user));
    }

    final RecordingBook.Recorded record(QueueChunk chunk) {
        queueBook.positions(chunk.queue(), Queue.PARTITIONS);
        return recording.record(chunk, new FairJudge());
    }

    final RecordingBook.Booked booked(QueueChunk chunk) {
        return (RecordingBook.Booked) record(chunk);
    }
}
