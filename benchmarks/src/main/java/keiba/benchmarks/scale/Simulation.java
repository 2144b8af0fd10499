package keiba.benchmarks.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import keiba.benchmarks.scale.Recorder.Message;
import keiba.benchmarks.scale.Traffic.Sent;

/**
 * Purchases from the request to the status COMPLETED, event by event. The producer collects the messages of a partition for 2 ms; the reader of
 * a recorder collects for 5 ms; the recorder begins a transaction every 20 ms, or at once when 1,000 messages wait; its transaction takes T(n), during
 * which the processors of PostgreSQL are shared equally with the other recorders; then the statuses are shown. The same seed gives the same outcome.
 */
final class Simulation {
    private final Design design;
    private final List<Recorder> recorders;
    private final List<Message> messages = new ArrayList<>();
    private double serverMillis;

    private Simulation(TransactionCost cost, Design design, List<List<Message>> logs) {
        this.design = design;
        this.recorders = Stream.generate(() -> new Recorder(cost))
                .limit(design.recorders())
                .toList();
        for (int partition = 0; partition < design.partitions(); partition++) {
            recorders.get(design.recorderOf(partition)).assign(logs.get(partition));
            messages.addAll(logs.get(partition));
        }
    }

    /** Purchases that arrive while they are recorded. */
    static Outcome of(Traffic traffic, TransactionCost cost, Design design, long seed) {
        List<Sent> sent = traffic.sent(design.partitions(), new Random(seed));
        return new Simulation(cost, design, acknowledged(sent, design.partitions())).run();
    }

    /** Purchases that are all in the topic before the recorders start, equally many in each of the first partitions. */
    static Outcome ofBacklog(int purchases, int usedPartitions, TransactionCost cost, Design design) {
        List<List<Message>> logs = empty(design.partitions());
        for (int i = 0; i < purchases; i++) {
            logs.get(i % usedPartitions).add(new Message(0, 0));
        }
        return new Simulation(cost, design, logs).run();
    }

    private static List<List<Message>> empty(int partitions) {
        return Stream.<List<Message>>generate(ArrayList::new).limit(partitions).toList();
    }

    /** Lingering: the first message of a partition waits for others, and all of them are acknowledged together. */
    private static List<List<Message>> acknowledged(List<Sent> sent, int partitions) {
        List<List<Message>> logs = empty(partitions);
        double[] batchEnds = new double[partitions];
        for (Sent purchase : sent) {
            int partition = purchase.partition();
            if (purchase.at() > batchEnds[partition]) {
                batchEnds[partition] = purchase.at() + Design.LINGER_MILLIS;
            }
            logs.get(partition).add(new Message(purchase.at(), batchEnds[partition] + Design.BROKER_MILLIS));
        }
        return logs;
    }

    private Outcome run() {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("no purchase arrives in so short a time at so low a rate");
        }
        double now = 0;
        double next = 0;
        while (next < Double.POSITIVE_INFINITY) {
            double speed = speed();
            double passed = next - now;
            serverMillis +=
                    passed * recorders.stream().filter(Recorder::usesServer).count() * speed;
            now = next;
            for (Recorder recorder : recorders) {
                recorder.pass(passed, speed);
                recorder.act(now);
            }
            next = nextEvent(now);
        }
        return outcome();
    }

    /** Returns the speed of each transaction, 1 at most, because a transaction uses at most one processor of PostgreSQL. */
    private double speed() {
        long working = recorders.stream().filter(Recorder::usesServer).count();
        return working <= design.processors() ? 1 : (double) design.processors() / working;
    }

    private double nextEvent(double now) {
        double speed = speed();
        return recorders.stream()
                .mapToDouble(recorder -> recorder.nextEvent(now, speed))
                .min()
                .orElseThrow();
    }

    private Outcome outcome() {
        double end = messages.stream()
                .mapToDouble(message -> message.completedAt)
                .max()
                .orElseThrow();
        double begin =
                messages.stream().mapToDouble(message -> message.sentAt).min().orElseThrow();
        double millis = end - begin;
        return new Outcome(
                messages.size(),
                millis / 1_000,
                recorders.stream().mapToDouble(Recorder::busyMillis).sum() / millis / recorders.size(),
                serverMillis / millis / design.processors(),
                recorders.stream().mapToInt(Recorder::transactions).sum(),
                ascending(message -> message.completedAt - message.answeredAt),
                ascending(message -> message.completedAt - message.sentAt));
    }

    private double[] ascending(ToDoubleFunction<Message> time) {
        double[] times = messages.stream().mapToDouble(time).toArray();
        Arrays.sort(times);
        return times;
    }
}
