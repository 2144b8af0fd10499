package keiba.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * When purchases arrive, and in which partitions.
 *
 * @param periods one after the other; in each, purchases arrive at random at a constant rate (Poisson)
 * @param races on sale; race r is in partition r modulo the number of partitions, race 0 is the hot one
 * @param hotShare the part of the purchases that is on race 0, 0 to 1; the others have equal parts of the rest
 */
record Traffic(List<Period> periods, int races, double hotShare) {
    /** A purchase that has been sent, in milliseconds from the beginning. */
    record Sent(double at, int partition) {}

    /** So many seconds at so many purchases a second. */
    record Period(double seconds, double perSecond) {}

    Traffic {
        periods = List.copyOf(periods);
        if (races < 1 || !(hotShare >= 0 && hotShare <= 1) || (races == 1 && hotShare < 1)) {
            throw new IllegalArgumentException(
                    races + " races with a hot share of " + hotShare + ": a single race has the share 1");
        }
        for (Period period : periods) {
            if (!(period.seconds() > 0 && period.perSecond() > 0)) {
                throw new IllegalArgumentException(period + ": seconds and rate must be positive");
            }
        }
    }

    /** Returns one rate on races that sell alike, as many as there are partitions. */
    static Traffic even(double perSecond, double seconds, int partitions) {
        return new Traffic(List.of(new Period(seconds, perSecond)), partitions, 1.0 / partitions);
    }

    double seconds() {
        return periods.stream().mapToDouble(Period::seconds).sum();
    }

    /** Returns all purchases in the order of their arrival. */
    List<Sent> sent(int partitions, Random random) {
        List<Sent> sent = new ArrayList<>();
        double begin = 0;
        for (Period period : periods) {
            double end = begin + period.seconds() * 1_000;
            double at = begin + pause(period, random);
            while (at < end) {
                sent.add(new Sent(at, race(random) % partitions));
                at += pause(period, random);
            }
            begin = end;
        }
        return sent;
    }

    private static double pause(Period period, Random random) {
        return -Math.log(1 - random.nextDouble()) * 1_000 / period.perSecond();
    }

    private int race(Random random) {
        return random.nextDouble() < hotShare ? 0 : 1 + random.nextInt(Math.max(1, races - 1));
    }
}
