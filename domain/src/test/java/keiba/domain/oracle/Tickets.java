package keiba.domain.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;

/** Splits what a pool holds into tickets, as it might have been sold. */
final class Tickets {
    /** From here on every ticket buys up at least one combination, so that there is an end. */
    private static final int MANY = 40;

    private static final int LARGEST = 6;

    private Tickets() {}

    /** One ticket: the same stake on each of its combinations. */
    record Ticket(CombinationSet combinations, Yen stakeOnEach) {}

    static List<Ticket> of(Pool pool, SplittableRandom random) {
        long[] left = pool.snapshot();
        List<Ticket> tickets = new ArrayList<>();
        for (int[] open = open(left); open.length > 0; open = open(left)) {
            int[] chosen = random.ints(1 + random.nextInt(LARGEST), 0, open.length)
                    .distinct()
                    .map(IntStream.of(open).boxed().toList()::get)
                    .toArray();
            long most = IntStream.of(chosen)
                    .mapToLong(index -> left[index] / 100)
                    .min()
                    .orElseThrow();
            long units = tickets.size() >= MANY || random.nextBoolean() ? most : random.nextLong(1, most + 1);
            IntStream.of(chosen).forEach(index -> left[index] -= units * 100);
            tickets.add(new Ticket(CombinationSet.of(pool.numbering(), chosen), Yen.of(units * 100)));
        }
        return tickets;
    }

    private static int[] open(long[] left) {
        return IntStream.range(0, left.length).filter(index -> left[index] > 0).toArray();
    }
}
