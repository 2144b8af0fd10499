package keiba.adapter.postgres;

/**
 * A place in the work of recorder, fence, calculation or execution at which a process can die. docs/reliability.md describes what holds then.
 *
 * <p>The state after the crash and the state after the due work of another process are given as the line of {@link CrashPointsTest#progress}.
 */
enum CrashPoint {
    RECORDER_BEFORE_TRANSACTION(
            "RecordingBook.record",
            1,
            Moment.BEFORE,
            "0 recorded, OPEN, 0 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid"),
    RECORDER_BEFORE_COMMIT(
            "RecordingBook.record",
            1,
            Moment.BEFORE_COMMIT,
            "0 recorded, OPEN, 0 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid"),
    RECORDER_COMMIT_UNANSWERED(
            "RecordingBook.record",
            1,
            Moment.ANSWER_OF_COMMIT_LOST,
            "6 recorded, OPEN, 0 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid"),
    RECORDER_AFTER_COMMIT_BEFORE_STATUSES(
            "PurchaseStatusBoard.show",
            1,
            Moment.BEFORE,
            "6 recorded, OPEN, 0 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid"),
    RECORDER_AFTER_STATUSES_BEFORE_OFFSET_HINT(
            "PurchaseStatusBoard.show",
            1,
            Moment.AFTER,
            "6 recorded, OPEN, 0 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid"),
    RECORDER_BEFORE_ODDS(
            "OddsBoard.show",
            1,
            Moment.BEFORE,
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid"),
    RECORDER_DEAD_LETTER_COPIED_BEFORE_NOTE(
            "DeadLetterBook.note",
            1,
            Moment.BEFORE,
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 0 refunds, 0 payouts, 0 paid"),

    REFUND_BEFORE_CHUNK_COMMIT(
            "RefundBook.refund",
            2,
            Moment.BEFORE_COMMIT,
            "11 recorded, OPEN, 2 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 3 refunds, 0 payouts, 0 paid"),
    REFUND_AFTER_CHUNK_COMMIT(
            "RefundBook.refund",
            1,
            Moment.AFTER,
            "11 recorded, OPEN, 2 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 3 refunds, 0 payouts, 0 paid"),

    FENCE_BEFORE_CLOSE_COMMIT(
            "RaceBook.decide",
            2,
            Moment.BEFORE_COMMIT,
            "11 recorded, OPEN, 3 refunds, 0 payouts, 0 paid",
            "11 recorded, OPEN, 3 refunds, 0 payouts, 0 paid"),
    FENCE_AFTER_CLOSE_COMMIT_BEFORE_BOARD(
            "RaceBook.decide",
            2,
            Moment.AFTER,
            "11 recorded, CLOSED (CLOSING), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, CLOSED (FINAL), 3 refunds, 0 payouts, 0 paid"),
    FENCE_BEFORE_MARKER(
            "CloseQueue.mark",
            1,
            Moment.BEFORE,
            "11 recorded, CLOSED (CLOSING), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, CLOSED (FINAL), 3 refunds, 0 payouts, 0 paid"),
    FENCE_AFTER_MARKER_BEFORE_ACKNOWLEDGEMENT(
            "CloseQueue.mark",
            1,
            Moment.AFTER,
            "11 recorded, CLOSED (CLOSING), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, CLOSED (FINAL), 3 refunds, 0 payouts, 0 paid"),
    FENCE_BEFORE_MARKER_COMMIT(
            "RecordingBook.record",
            3,
            Moment.BEFORE_COMMIT,
            "11 recorded, CLOSED (CLOSING), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, CLOSED (FINAL), 3 refunds, 0 payouts, 0 paid"),
    FENCE_AFTER_MARKER_COMMIT_BEFORE_COUNT(
            "RecordingBook.record",
            3,
            Moment.AFTER,
            "11 recorded, CLOSED (FENCED), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, CLOSED (FINAL), 3 refunds, 0 payouts, 0 paid"),
    FENCE_BEFORE_FINAL_ODDS_COMMIT(
            "FinalOddsBook.declare",
            1,
            Moment.BEFORE_COMMIT,
            "11 recorded, CLOSED (FENCED), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, CLOSED (FINAL), 3 refunds, 0 payouts, 0 paid"),
    FENCE_AFTER_FINAL_ODDS_COMMIT_BEFORE_BOARD(
            "FinalOddsBook.declare",
            1,
            Moment.AFTER,
            "11 recorded, CLOSED (FINAL), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, CLOSED (FINAL), 3 refunds, 0 payouts, 0 paid"),

    CALCULATION_BEFORE_BEGIN_COMMIT(
            "PayoutBook.begin",
            1,
            Moment.BEFORE_COMMIT,
            "11 recorded, OFFICIAL (FINAL), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid"),
    CALCULATION_AFTER_BEGIN_COMMIT(
            "PayoutBook.begin",
            1,
            Moment.AFTER,
            "11 recorded, OFFICIAL (FINAL), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid"),
    CALCULATION_BEFORE_CHUNK_COMMIT(
            "PayoutBook.calculate",
            1,
            Moment.BEFORE_COMMIT,
            "11 recorded, OFFICIAL (FINAL), 3 refunds, 0 payouts, 0 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid"),
    CALCULATION_AFTER_CHUNK_COMMIT(
            "PayoutBook.calculate",
            4,
            Moment.AFTER,
            "11 recorded, OFFICIAL (FINAL), 3 refunds, 5 payouts, 0 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid"),
    CALCULATION_BEFORE_FINISH_COMMIT(
            "PayoutBook.finish",
            2,
            Moment.BEFORE_COMMIT,
            "11 recorded, OFFICIAL (FINAL), 3 refunds, 6 payouts, 0 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid"),
    CALCULATION_AFTER_FINISH_COMMIT_BEFORE_BOARD(
            "PayoutBook.finish",
            2,
            Moment.AFTER,
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid"),

    EXECUTION_OF_ONE_BEFORE_COMMIT(
            "ExecutionBook.execute",
            1,
            Moment.BEFORE_COMMIT,
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 0 paid"),
    EXECUTION_OF_ONE_AFTER_COMMIT_BEFORE_ANSWER(
            "ExecutionBook.execute",
            1,
            Moment.AFTER,
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 1 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 1 paid"),
    EXECUTION_BEFORE_ORDER_COMMIT(
            "ExecutionBook.order",
            1,
            Moment.BEFORE_COMMIT,
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 1 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 1 paid"),
    EXECUTION_AFTER_ORDER_COMMIT(
            "ExecutionBook.order",
            1,
            Moment.AFTER,
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 1 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 6 paid"),
    EXECUTION_BEFORE_CHUNK_COMMIT(
            "ExecutionBook.executeSome",
            2,
            Moment.BEFORE_COMMIT,
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 3 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 6 paid"),
    EXECUTION_CHUNK_COMMIT_UNANSWERED(
            "ExecutionBook.executeSome",
            1,
            Moment.ANSWER_OF_COMMIT_LOST,
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 3 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 6 paid"),
    EXECUTION_AFTER_CHUNK_COMMIT(
            "ExecutionBook.executeSome",
            2,
            Moment.AFTER,
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 5 paid",
            "11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 6 paid");

    private final String call;
    private final int occurrence;
    private final Moment moment;
    private final String durable;
    private final String resumed;

    /** When a process dies within a call of a port. */
    enum Moment {
        /** The call is not made. */
        BEFORE,
        /** All statements of its transaction are sent; the connection ends before the commit. */
        BEFORE_COMMIT,
        /** The call has succeeded; the process dies before it gets the answer. */
        AFTER,
        /** The commit has succeeded and the connection ends before its answer: the process survives, and its call fails. */
        ANSWER_OF_COMMIT_LOST
    }

    CrashPoint(String call, int occurrence, Moment moment, String durable, String resumed) {
        this.call = call;
        this.occurrence = occurrence;
        this.moment = moment;
        this.durable = durable;
        this.resumed = resumed;
    }

    /** The port and its method, such as {@code RecordingBook.record}. */
    String call() {
        return call;
    }

    /** Which call of this method in the life of the process it is, from 1. */
    int occurrence() {
        return occurrence;
    }

    Moment moment() {
        return moment;
    }

    /** The state in PostgreSQL directly after the crash. */
    String durable() {
        return durable;
    }

    /** The state in PostgreSQL after another process has done the due work, without a new command. */
    String resumed() {
        return resumed;
    }
}
