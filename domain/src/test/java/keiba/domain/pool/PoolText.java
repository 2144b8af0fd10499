package keiba.domain.pool;

import java.util.regex.Pattern;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;

/** Pools and sets of combinations as a test writes them down. */
public final class PoolText {
    private static final Pattern SPACES = Pattern.compile(" +");

    private PoolText() {}

    /** A pool of these stakes in yen: {@code "1-2:900,000 1-3:520,000"}. */
    public static Pool pool(BetType type, int runners, String stakes) {
        Pool pool = Pool.empty(Numbering.of(type, runners));
        SPACES.splitAsStream(stakes).forEach(entry -> {
            int colon = entry.indexOf(':');
            pool.add(
                    Combination.parse(type, entry.substring(0, colon)).orElseThrow(),
                    Yen.parse(entry.substring(colon + 1)).orElseThrow());
        });
        return pool;
    }

    /** These combinations: {@code "1-2 1-3"}. */
    public static CombinationSet set(BetType type, int runners, String combinations) {
        return CombinationSet.of(
                Numbering.of(type, runners),
                SPACES.splitAsStream(combinations)
                        .map(text -> Combination.parse(type, text).orElseThrow())
                        .toList());
    }

    /** The index of a combination. */
    public static int index(BetType type, int runners, String combination) {
        return Numbering.of(type, runners)
                .index(Combination.parse(type, combination).orElseThrow());
    }
}
