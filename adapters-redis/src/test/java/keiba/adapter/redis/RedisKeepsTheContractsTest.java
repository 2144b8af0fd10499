package keiba.adapter.redis;

import keiba.application.contract.OddsBoardContract;
import keiba.application.contract.PurchaseStatusBoardContract;
import keiba.application.contract.RaceBoardContract;
import keiba.application.odds.OddsBoard;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.application.race.RaceBoard;
import org.junit.jupiter.api.Nested;

/** Runs the contract tests of the board ports on a real Redis server. */
class RedisKeepsTheContractsTest extends BoardsTest {

    @Nested
    class ShownRaces extends RaceBoardContract {
        @Override
        protected RaceBoard emptyBoard() {
            return races;
        }
    }

    @Nested
    class ShownPurchases extends PurchaseStatusBoardContract {
        @Override
        protected PurchaseStatusBoard emptyBoard() {
            return purchases;
        }

        @Override
        protected void loseMemory() {
            keys.flushAll();
        }

        @Override
        protected void letTimePass() {
            keysClockMoves();
        }
    }

    @Nested
    class ShownOdds extends OddsBoardContract {
        @Override
        protected OddsBoard emptyBoard() {
            return odds;
        }
    }
}
