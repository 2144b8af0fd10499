package keiba.application;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import keiba.application.account.AccountBook;
import keiba.application.account.AccountUseCases;
import keiba.application.failure.FailureListener;
import keiba.application.odds.DirtyBoards;
import keiba.application.odds.FinalOddsBook;
import keiba.application.odds.OddsBoard;
import keiba.application.odds.OddsHistoryBook;
import keiba.application.odds.OddsUseCases;
import keiba.application.odds.PoolBook;
import keiba.application.purchase.DeadLetterBook;
import keiba.application.purchase.DeadLetterQueue;
import keiba.application.purchase.Limits;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.MissedOutcomes;
import keiba.application.purchase.OutcomeBook;
import keiba.application.purchase.PurchasePorts;
import keiba.application.purchase.PurchaseQueue;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.application.purchase.PurchaseUseCases;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.TicketBook;
import keiba.application.race.CloseId;
import keiba.application.race.CloseQueue;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceUseCases;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.PayoutBook;
import keiba.application.settlement.RefundBook;
import keiba.application.settlement.ReportBook;
import keiba.application.settlement.SettlementUseCases;
import keiba.domain.rule.RuleBookRegistry;
import keiba.domain.rule.RuleBooks;

/** The whole application: every use case, built from the ports. */
public record UseCases(
        RaceUseCases races,
        AccountUseCases accounts,
        PurchaseUseCases purchases,
        OddsUseCases odds,
        SettlementUseCases settlement) {

    /** The books: the source of truth. */
    public record Books(
            RaceBook races,
            AccountBook accounts,
            RecordingBook recording,
            TicketBook tickets,
            OutcomeBook outcomes,
            QueueBook queue,
            DeadLetterBook deadLetters,
            PoolBook pools,
            FinalOddsBook finalOdds,
            OddsHistoryBook oddsHistory,
            RefundBook refunds,
            PayoutBook payouts,
            ExecutionBook executions,
            ReportBook reports) {}

    /** The queues between accepting a purchase and recording it. */
    public record Queues(PurchaseQueue purchases, CloseQueue closes, DeadLetterQueue deadLetters) {}

    /** The boards: copies of the books for quick look-ups. */
    public record Boards(RaceBoard races, PurchaseStatusBoard purchases, OddsBoard odds) {

        /**
         * Returns boards that make the same calls and report to the listener each call that fails and each that
         * succeeds again.
         */
        Boards watched(FailureListener listener) {
            return new Boards(
                    RaceUseCases.watched(races, listener),
                    PurchaseUseCases.watched(purchases, listener),
                    OddsUseCases.watched(odds, listener));
        }
    }

    /**
     * The clock, the ids and the failure listener that the application uses.
     *
     * @param clock tells the current time
     * @param newId makes new ids that cannot be guessed
     * @param failures receives failures that do not make a use case fail
     */
    public record World(InstantSource clock, Supplier<MessageId> newId, FailureListener failures) {

        /** Returns a world without a failure listener. */
        public World(InstantSource clock, Supplier<MessageId> newId) {
            this(clock, newId, FailureListener.NONE);
        }
    }

    /**
     * The settings that the operator chooses.
     *
     * @param limits the most that may be bought
     * @param grace how long after the end of sales the queue may still receive purchases that were sent before it
     * @param secondPerson whether the operator who last changed the content of a result is not allowed to confirm
     *     it
     * @param chunk how many tickets or payouts one transaction calculates or expires, and refunds or pays at most
     * @param ruleBooks the rule books under which races can be declared. A race that was declared keeps its own
     */
    public record Policy(Limits limits, Duration grace, boolean secondPerson, int chunk, RuleBookRegistry ruleBooks) {
        public static final Policy DEFAULT =
                new Policy(Limits.DEFAULT, Duration.ofSeconds(2), true, 5_000, RuleBooks.registry());

        public Policy with(Limits other) {
            return new Policy(other, grace, secondPerson, chunk, ruleBooks);
        }

        /** Returns the same policy with another chunk size. */
        public Policy with(int otherChunk) {
            return new Policy(limits, grace, secondPerson, otherChunk, ruleBooks);
        }

        /** Returns the same with other rule books. */
        public Policy with(RuleBookRegistry otherRuleBooks) {
            return new Policy(limits, grace, secondPerson, chunk, otherRuleBooks);
        }
    }

    /**
     * The signals between the use cases of one process.
     *
     * @param dirty the boards that {@link PurchaseUseCases#record} marks and {@link OddsUseCases#publish} shows
     * @param missed whether the status board may have missed outcomes: set by {@link PurchaseUseCases#record},
     *     reset by {@link PurchaseUseCases#showRecorded}
     */
    public record Signals(DirtyBoards dirty, MissedOutcomes missed) {

        /** Creates signals of which none is set. */
        public Signals() {
            this(new DirtyBoards(), new MissedOutcomes());
        }
    }

    /** Assembles the use cases of a process in which all of them use the same books. */
    public static UseCases assemble(Books books, Boards boards, Queues queues, Policy policy, World world) {
        return assemble(books, boards, queues, policy, world, new Signals());
    }

    /**
     * Assembles the use cases.
     *
     * @param signals shared by the instances of a process
     */
    public static UseCases assemble(
            Books books, Boards shown, Queues queues, Policy policy, World world, Signals signals) {
        Boards boards = shown.watched(world.failures());
        RaceUseCases races = RaceUseCases.of(
                books.races(),
                OddsUseCases.marking(boards.races(), signals.dirty()),
                queues.closes(),
                policy.ruleBooks(),
                policy.secondPerson(),
                () -> new CloseId(world.newId().get().value()),
                world.failures(),
                world.clock());
        return new UseCases(
                races,
                AccountUseCases.of(books.accounts()),
                PurchaseUseCases.of(
                        races.view(),
                        books.races(),
                        new PurchasePorts(
                                boards.purchases(),
                                books.recording(),
                                books.tickets(),
                                books.outcomes(),
                                books.queue(),
                                books.deadLetters(),
                                queues.purchases(),
                                queues.deadLetters()),
                        signals.dirty(),
                        signals.missed(),
                        policy.limits(),
                        policy.grace(),
                        world.newId(),
                        world.failures(),
                        world.clock()),
                OddsUseCases.of(
                        books.races(),
                        boards.races(),
                        races.view(),
                        books.pools(),
                        books.finalOdds(),
                        books.oddsHistory(),
                        boards.odds(),
                        signals.dirty(),
                        world.failures(),
                        world.clock()),
                SettlementUseCases.of(
                        books.races(),
                        boards.races(),
                        books.refunds(),
                        books.payouts(),
                        books.executions(),
                        books.reports(),
                        policy.chunk(),
                        world.failures(),
                        world.clock()));
    }
}
