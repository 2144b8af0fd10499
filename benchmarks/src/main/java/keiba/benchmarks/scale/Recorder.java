package keiba.benchmarks.scale;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** One recorder of the simulation: its reader, the inboxes of its partitions, and one transaction at a time. Times are milliseconds. */
final class Recorder {
    private final TransactionCost cost;
    private final List<Lane> lanes = new ArrayList<>();

    private Phase phase = Phase.WAITING;
    private double notBefore;

    /** When the present phase ends; while PostgreSQL works, how much work is left. */
    private double until;

    private List<Message> recording = List.of();
    private int firstOfLast = -1;
    private double readAt;
    private double shownUntil;

    private double busyMillis;
    private double began;
    private int transactions;

    /** What the recorder does with its transaction. */
    private enum Phase {
        WAITING,
        RECORDER_WORKS,
        SERVER_WORKS,
        DISK_WRITES
    }

    /** A purchase on its way. */
    static final class Message {
        final double sentAt;
        final double answeredAt;
        double completedAt;

        Message(double sentAt, double answeredAt) {
            this.sentAt = sentAt;
            this.answeredAt = answeredAt;
        }
    }

    /** A partition: what Kafka holds, in order, and what the reader has put into the inbox. */
    private static final class Lane {
        private final Queue<Message> log = new ArrayDeque<>();
        private final Queue<Message> inbox = new ArrayDeque<>();

        /** Messages that were read and are not recorded. */
        private int held;

        /** Messages of it in the present transaction. */
        private int taken;

        int ready() {
            return Math.min(Design.MOST_OF_PARTITION, inbox.size());
        }

        /** When the reader finds something in it. */
        double readableAt() {
            return log.isEmpty() ? Double.POSITIVE_INFINITY : log.peek().answeredAt + Design.BROKER_MILLIS;
        }

        boolean read(double now) {
            boolean found = false;
            while (held < Design.INBOX && readableAt() <= now) {
                inbox.add(log.remove());
                held++;
                found = true;
            }
            return found;
        }
    }

    Recorder(TransactionCost cost) {
        this.cost = cost;
    }

    /** @param log the messages of a partition, in the order of their acknowledgements */
    void assign(List<Message> log) {
        Lane lane = new Lane();
        lane.log.addAll(log);
        lanes.add(lane);
    }

    /**
     * Returns the time of its next event if PostgreSQL works for it at this speed; infinity if there is nothing left to
     * do.
     */
    double nextEvent(double now, double speed) {
        return Math.min(readAt, phaseEnds(now, speed));
    }

    private double phaseEnds(double now, double speed) {
        return switch (phase) {
            case WAITING ->
                ready() == 0
                        ? Double.POSITIVE_INFINITY
                        : ready() >= Design.MOST_OF_PARTITION ? now : Math.max(now, notBefore);
            case SERVER_WORKS -> now + until / speed;
            case RECORDER_WORKS, DISK_WRITES -> until;
        };
    }

    private int ready() {
        return lanes.stream().mapToInt(Lane::ready).sum();
    }

    boolean usesServer() {
        return phase == Phase.SERVER_WORKS;
    }

    /** Advances the time from one event to the next. */
    void pass(double millis, double speed) {
        if (phase == Phase.SERVER_WORKS) {
            until -= millis * speed;
        }
    }

    /** Does what is due now. */
    void act(double now) {
        if (readAt <= now) {
            read(now);
        }
        switch (phase) {
            case WAITING -> {
                if (ready() >= Design.MOST_OF_PARTITION || (ready() > 0 && now >= notBefore)) {
                    begin(now);
                }
            }
            case RECORDER_WORKS -> {
                if (until <= now) {
                    phase = Phase.SERVER_WORKS;
                    until = cost.serverMillis(recording.size());
                }
            }
            case SERVER_WORKS -> {
                if (until <= 1e-9) {
                    phase = Phase.DISK_WRITES;
                    until = now + cost.syncMillis();
                }
            }
            case DISK_WRITES -> {
                if (until <= now) {
                    commit(now);
                }
            }
        }
    }

    /** A full inbox is tried again after a pause; otherwise the broker answers as soon as there is something. */
    private void read(double now) {
        boolean found = false;
        boolean full = false;
        double next = Double.POSITIVE_INFINITY;
        for (Lane lane : lanes) {
            found |= lane.read(now);
            full |= lane.readableAt() <= now;
            next = Math.min(next, lane.readableAt());
        }
        readAt = found || full ? now + Design.COLLECTING_MILLIS : next;
    }

    private void begin(double now) {
        recording = take();
        notBefore = now + Design.PACE_MILLIS;
        began = now;
        phase = Phase.RECORDER_WORKS;
        until = now + cost.recorderMillis(recording.size());
    }

    /** Returns the first messages of the partitions, in turns, as far as they fit. */
    private List<Message> take() {
        List<Message> taken = new ArrayList<>();
        int first = -1;
        for (int i = 0; i < lanes.size(); i++) {
            int number = (firstOfLast + 1 + i) % lanes.size();
            Lane lane = lanes.get(number);
            int ready = lane.ready();
            if (ready > 0 && (taken.isEmpty() || taken.size() + ready <= Design.MOST)) {
                first = first < 0 ? number : first;
                for (int message = 0; message < ready; message++) {
                    taken.add(lane.inbox.remove());
                }
                lane.taken = ready;
            }
        }
        firstOfLast = first;
        return taken;
    }

    private void commit(double now) {
        busyMillis += now - began;
        transactions++;
        shownUntil = Math.max(now, shownUntil) + Design.showingMillis(recording.size());
        for (Message message : recording) {
            message.completedAt = shownUntil;
        }
        recording = List.of();
        for (Lane lane : lanes) {
            lane.held -= lane.taken;
            lane.taken = 0;
        }
        phase = Phase.WAITING;
    }

    double busyMillis() {
        return busyMillis;
    }

    int transactions() {
        return transactions;
    }
}
