package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import keiba.application.UseCases;
import keiba.application.contract.AccountBookContract;
import keiba.application.contract.DeadLetterBookContract;
import keiba.application.contract.ExecutionBookContract;
import keiba.application.contract.FinalOddsBookContract;
import keiba.application.contract.OddsHistoryBookContract;
import keiba.application.contract.PayoutBookContract;
import keiba.application.contract.PoolBookContract;
import keiba.application.contract.RaceBookContract;
import keiba.application.contract.RefundBookContract;
import keiba.application.contract.ReportBookContract;
import keiba.application.contract.TicketBookContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Runs the contract tests of the book ports on a real PostgreSQL server. */
class PostgresKeepsTheContractsTest {
    private static final PostgresBooks.Login LOGIN = Databases.fresh();
    private static final PostgresBooks BOOKS = Databases.open(LOGIN);
    private static final List<String> EMPTY = Rows.contents(LOGIN);

    @AfterEach
    void empty_the_database() {
        assertThat(Rows.empty(LOGIN)).isEqualTo(EMPTY);
    }

    @AfterAll
    static void drop_the_database() {
        BOOKS.close();
        Databases.drop(LOGIN);
    }

    private static List<String> audit() {
        return BOOKS.audit().stream().map(BooksAudit.Difference::toString).toList();
    }

    @Nested
    class Races extends RaceBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class Accounts extends AccountBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class Tickets extends TicketBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class OddsHistories extends OddsHistoryBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class Pools extends PoolBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class DeadLetters extends DeadLetterBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class FinalOdds extends FinalOddsBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class Refunds extends RefundBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class Payouts extends PayoutBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class Executions extends ExecutionBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }

    @Nested
    class Reports extends ReportBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return BOOKS.books();
        }

        @Override
        protected List<String> differences() {
            return audit();
        }
    }
}
