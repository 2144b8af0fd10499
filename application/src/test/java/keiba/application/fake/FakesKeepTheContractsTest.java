package keiba.application.fake;

import java.time.Duration;
import java.util.List;
import keiba.application.UseCases;
import keiba.application.contract.AccountBookContract;
import keiba.application.contract.DeadLetterBookContract;
import keiba.application.contract.ExecutionBookContract;
import keiba.application.contract.FinalOddsBookContract;
import keiba.application.contract.OddsBoardContract;
import keiba.application.contract.OddsHistoryBookContract;
import keiba.application.contract.PayoutBookContract;
import keiba.application.contract.PoolBookContract;
import keiba.application.contract.PurchaseStatusBoardContract;
import keiba.application.contract.RaceBoardContract;
import keiba.application.contract.RaceBookContract;
import keiba.application.contract.RefundBookContract;
import keiba.application.contract.ReportBookContract;
import keiba.application.contract.TicketBookContract;
import keiba.application.odds.OddsBoard;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.application.race.RaceBoard;
import org.junit.jupiter.api.Nested;

/** Tests on fakes prove something only as far as the fakes behave like the servers. */
class FakesKeepTheContractsTest {

    private final FakeBooks books = new FakeBooks(new HandClock(Samples.NOW));

    @Nested
    class Races extends RaceBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class Accounts extends AccountBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class Tickets extends TicketBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class OddsHistories extends OddsHistoryBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class Pools extends PoolBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class DeadLetters extends DeadLetterBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class ShownRaces extends RaceBoardContract {
        @Override
        protected RaceBoard emptyBoard() {
            return new FakeRaceBoard();
        }
    }

    @Nested
    class ShownPurchases extends PurchaseStatusBoardContract {
        private final HandClock clock = new HandClock(Samples.NOW);
        private final FakePurchaseStatusBoard board = new FakePurchaseStatusBoard(clock);

        @Override
        protected PurchaseStatusBoard emptyBoard() {
            return board;
        }

        @Override
        protected void loseMemory() {
            board.lose();
        }

        @Override
        protected void letTimePass() {
            clock.advance(Duration.ofMillis(1));
        }
    }

    @Nested
    class ShownOdds extends OddsBoardContract {
        @Override
        protected OddsBoard emptyBoard() {
            return new FakeOddsBoard();
        }
    }

    @Nested
    class FinalOdds extends FinalOddsBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class Refunds extends RefundBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class Payouts extends PayoutBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class Executions extends ExecutionBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }

    @Nested
    class Reports extends ReportBookContract {
        @Override
        protected UseCases.Books emptyBooks() {
            return books.all();
        }

        @Override
        protected List<String> differences() {
            return books.audit();
        }
    }
}
