package keiba.benchmarks;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;

/**
 * The same arithmetic in a simple form: stakes in a hash map by the text of the combination, amounts in BigDecimal. It
 * is correct to the yen for JRA's rules, and omits further features of the domain: rule books, premiums, withdrawals,
 * odds of a race with scratches.
 */
final class Baseline {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal PLUS10 = BigDecimal.TEN;
    private static final BigDecimal R800 = new BigDecimal("0.800");
    private static final BigDecimal R775 = new BigDecimal("0.775");
    private static final BigDecimal R750 = new BigDecimal("0.750");
    private static final BigDecimal R725 = new BigDecimal("0.725");
    private static final BigDecimal CAP_3 = new BigDecimal("999.9");
    private static final BigDecimal CAP_4 = new BigDecimal("9999.9");
    private static final BigDecimal CAP_5 = new BigDecimal("99999.9");
    private static final BigDecimal CAP_6 = new BigDecimal("999999.9");

    private final int runners;
    private final Map<Integer, Integer> brackets = new HashMap<>();
    private final Map<BetType, Map<String, BigDecimal>> stakes = new EnumMap<>(BetType.class);

    /** Copies a race; the time it takes is not measured. */
    Baseline(Market market, List<Pool> pools) {
        this.runners = market.offering().field().runners();
        for (int horse = 1; horse <= runners; horse++) {
            brackets.put(horse, market.offering().field().brackets().bracketOf(horse));
        }
        for (Pool pool : pools) {
            Map<String, BigDecimal> byText = new HashMap<>();
            Numbering numbering = pool.numbering();
            for (int index : market.offering().onSale(pool.type()).indexes()) {
                byText.put(
                        numbering.combination(index).toString(),
                        BigDecimal.valueOf(pool.stake(index).value()));
            }
            stakes.put(pool.type(), byText);
        }
    }

    /** Odds with one decimal; both ends are the same but for PLACE and WIDE. */
    record Range(BigDecimal low, BigDecimal high) {}

    /** What a type pays per 100 yen by winning combination, what was sold, what is refunded and what is paid. */
    record Settled(Map<String, BigDecimal> dividends, BigDecimal sales, BigDecimal refunded, BigDecimal paid) {}

    Map<BetType, Map<String, Range>> odds() {
        Map<BetType, Map<String, Range>> boards = new EnumMap<>(BetType.class);
        stakes.forEach((type, pool) -> boards.put(type, odds(type, pool)));
        return boards;
    }

    private Map<String, Range> odds(BetType type, Map<String, BigDecimal> pool) {
        BigDecimal total = sum(pool.values());
        Map<String, Range> odds = new HashMap<>();
        for (Map.Entry<String, BigDecimal> bet : pool.entrySet()) {
            if (bet.getValue().signum() > 0) {
                odds.put(
                        bet.getKey(),
                        switch (type) {
                            case PLACE -> placeRange(bet.getKey(), pool, total);
                            case WIDE -> wideRange(bet.getKey(), pool, total);
                            default -> {
                                BigDecimal alone = odds(type, List.of(bet.getValue()), total);
                                yield new Range(alone, alone);
                            }
                        });
            }
        }
        return odds;
    }

    private static Range placeRange(String horse, Map<String, BigDecimal> pool, BigDecimal total) {
        List<BigDecimal> others = pool.entrySet().stream()
                .filter(bet -> !bet.getKey().equals(horse))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        BigDecimal stake = pool.get(horse);
        BigDecimal withMost = odds(
                BetType.PLACE, List.of(stake, others.get(others.size() - 1), others.get(others.size() - 2)), total);
        BigDecimal withLeast = odds(BetType.PLACE, List.of(stake, others.get(0), others.get(1)), total);
        return new Range(withMost.min(withLeast), withMost.max(withLeast));
    }

    private Range wideRange(String pair, Map<String, BigDecimal> pool, BigDecimal total) {
        int dash = pair.indexOf('-');
        int a = Integer.parseInt(pair.substring(0, dash));
        int b = Integer.parseInt(pair.substring(dash + 1));
        BigDecimal low = cap(BetType.WIDE);
        BigDecimal high = BigDecimal.ONE;
        for (int third = 1; third <= runners; third++) {
            if (third != a && third != b) {
                List<BigDecimal> winners =
                        List.of(pool.get(pair), pool.get(unordered(a, third)), pool.get(unordered(b, third)));
                BigDecimal odds = odds(BetType.WIDE, winners, total);
                low = low.min(odds);
                high = high.max(odds);
            }
        }
        return new Range(low, high);
    }

    /** Returns the odds of the first of these winners: its dividend over 100. */
    private static BigDecimal odds(BetType type, List<BigDecimal> winners, BigDecimal total) {
        return dividends(type, winners, total)
                .get(0)
                .divide(HUNDRED, 1, RoundingMode.DOWN)
                .min(cap(type));
    }

    /**
     * Returns what each winner is paid per 100 yen: rounded down to 10 yen, at least 100, and 10 more at 100 where the
     * pool bears it.
     */
    private static List<BigDecimal> dividends(BetType type, List<BigDecimal> winners, BigDecimal net) {
        BigDecimal losing = net.subtract(sum(winners));
        BigDecimal count = BigDecimal.valueOf(winners.size());
        List<BigDecimal> dividends = new ArrayList<>();
        for (BigDecimal stake : winners) {
            BigDecimal shares = stake.multiply(count);
            dividends.add(
                    stake.signum() == 0
                            ? BigDecimal.ZERO
                            : payback(type)
                                    .multiply(shares.add(losing))
                                    .multiply(BigDecimal.TEN)
                                    .divide(shares, 0, RoundingMode.DOWN)
                                    .multiply(BigDecimal.TEN)
                                    .max(HUNDRED));
        }
        if (dividends.contains(HUNDRED)) {
            List<BigDecimal> more = new ArrayList<>(dividends);
            more.replaceAll(dividend -> dividend.equals(HUNDRED) ? HUNDRED.add(PLUS10) : dividend);
            if (paid(winners, more).compareTo(net) <= 0) {
                return more;
            }
        }
        return dividends;
    }

    private static BigDecimal paid(List<BigDecimal> winners, List<BigDecimal> dividends) {
        BigDecimal paid = BigDecimal.ZERO;
        for (int i = 0; i < winners.size(); i++) {
            paid = paid.add(winners.get(i).multiply(dividends.get(i)).divide(HUNDRED));
        }
        return paid;
    }

    Map<BetType, Settled> settle(List<List<Integer>> order, Set<Integer> scratched) {
        Map<BetType, Settled> settled = new EnumMap<>(BetType.class);
        stakes.forEach((type, pool) -> settled.put(type, settle(type, pool, order, scratched)));
        return settled;
    }

    private Settled settle(
            BetType type, Map<String, BigDecimal> pool, List<List<Integer>> order, Set<Integer> scratched) {
        BigDecimal sales = BigDecimal.ZERO;
        BigDecimal refunded = BigDecimal.ZERO;
        for (Map.Entry<String, BigDecimal> bet : pool.entrySet()) {
            sales = sales.add(bet.getValue());
            if (isVoid(type, bet.getKey(), scratched)) {
                refunded = refunded.add(bet.getValue());
            }
        }
        List<String> winning = new ArrayList<>();
        List<BigDecimal> winners = new ArrayList<>();
        for (String winner : winners(type, order)) {
            if (pool.get(winner).signum() > 0) {
                winning.add(winner);
                winners.add(pool.get(winner));
            }
        }
        List<BigDecimal> dividends = dividends(type, winners, sales.subtract(refunded));
        Map<String, BigDecimal> byText = new HashMap<>();
        for (int i = 0; i < winning.size(); i++) {
            byText.put(winning.get(i), dividends.get(i));
        }
        return new Settled(byText, sales, refunded, paid(winners, dividends));
    }

    private boolean isVoid(BetType type, String combination, Set<Integer> scratched) {
        if (scratched.isEmpty()) {
            return false;
        }
        String[] numbers = combination.split("[->]");
        if (type == BetType.BRACKET_QUINELLA) {
            long needed = numbers[0].equals(numbers[1]) ? 2 : 1;
            return Arrays.stream(numbers).anyMatch(bracket -> left(Integer.parseInt(bracket), scratched) < needed);
        }
        return Arrays.stream(numbers).anyMatch(horse -> scratched.contains(Integer.parseInt(horse)));
    }

    private long left(int bracket, Set<Integer> scratched) {
        return brackets.entrySet().stream()
                .filter(horse -> horse.getValue() == bracket && !scratched.contains(horse.getKey()))
                .count();
    }

    private Set<String> winners(BetType type, List<List<Integer>> order) {
        Set<String> winners = new LinkedHashSet<>();
        for (List<Integer> first : firstThrees(order)) {
            int a = first.get(0);
            int b = first.get(1);
            int c = first.get(2);
            switch (type) {
                case WIN -> winners.add(Integer.toString(a));
                case PLACE -> first.forEach(horse -> winners.add(horse.toString()));
                case BRACKET_QUINELLA -> winners.add(unordered(brackets.get(a), brackets.get(b)));
                case QUINELLA -> winners.add(unordered(a, b));
                case WIDE -> winners.addAll(List.of(unordered(a, b), unordered(a, c), unordered(b, c)));
                case EXACTA -> winners.add(a + ">" + b);
                case TRIO -> winners.add(unordered(a, b, c));
                case TRIFECTA -> winners.add(a + ">" + b + ">" + c);
                case BRACKET_EXACTA -> throw new IllegalArgumentException("not sold by JRA: " + type);
            }
        }
        return winners;
    }

    /** Returns the first three of every order that the dead heats allow. */
    private static List<List<Integer>> firstThrees(List<List<Integer>> order) {
        List<List<Integer>> firsts = List.of(List.of());
        for (int place = 0; place < 3; place++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> first : firsts) {
                List<Integer> group = order.stream()
                        .filter(horses -> !first.containsAll(horses))
                        .findFirst()
                        .orElseThrow();
                for (Integer horse : group) {
                    if (!first.contains(horse)) {
                        List<Integer> next = new ArrayList<>(first);
                        next.add(horse);
                        longer.add(next);
                    }
                }
            }
            firsts = longer;
        }
        return firsts;
    }

    Map<BetType, Map<String, Integer>> popularity() {
        Map<BetType, Map<String, Integer>> ranks = new EnumMap<>(BetType.class);
        stakes.forEach((type, pool) -> ranks.put(type, popularity(pool)));
        return ranks;
    }

    private static Map<String, Integer> popularity(Map<String, BigDecimal> pool) {
        List<Map.Entry<String, BigDecimal>> backed = pool.entrySet().stream()
                .filter(bet -> bet.getValue().signum() > 0)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        Map<String, Integer> ranks = new HashMap<>();
        int rank = 0;
        for (int i = 0; i < backed.size(); i++) {
            if (i == 0 || !backed.get(i).getValue().equals(backed.get(i - 1).getValue())) {
                rank = i + 1;
            }
            ranks.put(backed.get(i).getKey(), rank);
        }
        return ranks;
    }

    private static String unordered(int a, int b) {
        return a < b ? a + "-" + b : b + "-" + a;
    }

    private static String unordered(int a, int b, int c) {
        int low = Math.min(a, Math.min(b, c));
        int high = Math.max(a, Math.max(b, c));
        return low + "-" + (a + b + c - low - high) + "-" + high;
    }

    private static BigDecimal payback(BetType type) {
        return switch (type) {
            case WIN, PLACE -> R800;
            case BRACKET_QUINELLA, QUINELLA, WIDE -> R775;
            case EXACTA, TRIO, BRACKET_EXACTA -> R750;
            case TRIFECTA -> R725;
        };
    }

    private static BigDecimal cap(BetType type) {
        return switch (type) {
            case WIN, PLACE -> CAP_3;
            case BRACKET_QUINELLA, WIDE, BRACKET_EXACTA -> CAP_4;
            case QUINELLA, EXACTA, TRIO -> CAP_5;
            case TRIFECTA -> CAP_6;
        };
    }

    private static BigDecimal sum(Iterable<BigDecimal> amounts) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal amount : amounts) {
            sum = sum.add(amount);
        }
        return sum;
    }
}
