package keiba.benchmarks.scale;

/** What can be computed without a simulation, if the races sell alike and no recorder waits for a processor of PostgreSQL. */
final class Formulas {
    private final TransactionCost cost;
    private final Design design;

    Formulas(TransactionCost cost, Design design) {
        this.cost = cost;
        this.design = design;
    }

    /** Returns the messages that a transaction of a backlog records. */
    private double full() {
        return Math.min(Design.MOST, Design.MOST_OF_PARTITION * design.mostPartitionsOfRecorder());
    }

    /**
     * Returns the most that can be recorded in a second: all recorders with full transactions, or all processors of
     * PostgreSQL, whichever is less. A full transaction is N = 4,000 messages, and N / T(N) is the rate of one
     * recorder.
     */
    double saturation() {
        double byRecorders = design.recorders() * full() / cost.millis(full());
        double byProcessors = design.processors() * full() / cost.serverMillis(full());
        return 1_000 * Math.min(byRecorders, byProcessors);
    }

    /**
     * Returns the most that can be recorded in a second of one race: one partition, 1,000 messages in a transaction,
     * one after the other.
     */
    double saturationOfOneRace() {
        return 1_000 * Design.MOST_OF_PARTITION / cost.millis(Design.MOST_OF_PARTITION);
    }

    /**
     * Returns the messages in a transaction at a rate below saturation: those that arrive from the beginning of one
     * transaction to that of the next. That is n = λ·T(n), so n = λ·(a + s) / (1 − λ·b), but at least those of the pace
     * of 20 ms.
     *
     * @param perSecond of all recorders together
     */
    double messages(double perSecond) {
        double perMilli = perSecond / design.recorders() / 1_000;
        double paced = perMilli * Design.PACE_MILLIS;
        double left = 1 - perMilli * cost.perMessageMicros() / 1_000;
        if (left <= 0) {
            return full();
        }
        double alwaysBusy = perMilli * (cost.fixedMillis() + cost.syncMillis()) / left;
        return Math.min(full(), Math.max(paced, alwaysBusy));
    }

    /** From the beginning of one transaction to that of the next, in milliseconds. */
    double interval(double perSecond) {
        return messages(perSecond) * design.recorders() * 1_000 / perSecond;
    }

    /** Returns the part of the time in which a recorder is in a transaction. */
    double busy(double perSecond) {
        return Math.min(1, cost.millis(messages(perSecond)) / interval(perSecond));
    }

    /** Returns the utilisation of PostgreSQL's processors, 0 to 1. */
    double serverBusy(double perSecond) {
        return cost.serverMillis(messages(perSecond)) * design.recorders() / interval(perSecond) / design.processors();
    }

    /**
     * Returns the mean time from 202 to COMPLETED below saturation, in milliseconds: to the reader, half a pause of the
     * reader, half an interval until the next transaction begins, the transaction, and showing.
     */
    double meanMillis(double perSecond) {
        double messages = messages(perSecond);
        return Design.BROKER_MILLIS
                + Design.COLLECTING_MILLIS / 2
                + interval(perSecond) / 2
                + cost.millis(messages)
                + Design.showingMillis((int) messages);
    }

    /**
     * Returns how likely a transaction meets another recorder's at the account of a bettor who buys on races of both,
     * and waits for its end. The simulation does not know these waits.
     *
     * @param bettors who buy at that time, equally often
     */
    double meeting(double perSecond, double bettors) {
        double messages = messages(perSecond);
        return 1 - Math.exp(-(design.recorders() - 1) * busy(perSecond) * messages * messages / bettors);
    }
}
