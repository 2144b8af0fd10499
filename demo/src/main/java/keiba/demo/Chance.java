package keiba.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random choices that depend on the seed and on what they are for, and on nothing else: neither on the order in which they are asked
 * for, nor on the machine. Hence no function of {@link Math}, whose last bit may differ.
 */
final class Chance {
    private static final int UNIFORMS = 12;

    private final SplittableRandom random;

    private Chance(long state) {
        this.random = new SplittableRandom(state);
    }

    /** Returns the choices for one purpose: {@code of(seed, "finish", 3)} has nothing in common with {@code of(seed, "finish", 4)}. */
    static Chance of(long seed, String purpose, int... which) {
        long state = seed;
        for (byte letter : purpose.getBytes(StandardCharsets.UTF_8)) {
            state = mix(state, letter);
        }
        for (int number : which) {
            state = mix(state, number);
        }
        return new Chance(state);
    }

    private static long mix(long state, long more) {
        return new SplittableRandom(state * 31 + more).nextLong();
    }

    /** From 0, inclusive, to 1, exclusive. */
    double fraction() {
        return random.nextDouble();
    }

    boolean happens(double probability) {
        return fraction() < probability;
    }

    /** Returns a number from least to most, both inclusive. */
    int between(int least, int most) {
        return least + (int) (fraction() * (most - least + 1));
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(between(0, choices.size() - 1));
    }

    /** About normally distributed around 0 with a deviation of 1, and never beyond 6: a sum of uniform numbers. */
    double bell() {
        double sum = 0;
        for (int i = 0; i < UNIFORMS; i++) {
            sum += fraction();
        }
        return sum - UNIFORMS / 2.0;
    }

    /** Returns a positive factor around 1: its logarithm has this deviation. */
    double factor(double deviation) {
        return StrictMath.exp(deviation * bell());
    }

    /** Returns a time to wait for something that happens at this rate. */
    double waiting(double rate) {
        return -StrictMath.log(1 - fraction()) / rate;
    }

    /** One of the indexes of the weights, each as likely as its weight says. */
    int weighted(double... weights) {
        double left = fraction() * sum(weights);
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private static double sum(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** So many different ones of the indexes of the weights, the heavy ones likely first. */
    List<Integer> draw(int count, double... weights) {
        double[] left = weights.clone();
        List<Integer> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int next = weighted(left);
            drawn.add(next);
            left[next] = 0;
        }
        return drawn;
    }

    /** Returns the same choices in any order. */
    <T> List<T> shuffled(List<T> choices) {
        List<T> shuffled = new ArrayList<>(choices);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int other = between(0, i);
            T swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(other));
            shuffled.set(other, swapped);
        }
        return shuffled;
    }
}
