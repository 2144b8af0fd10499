package keiba.domain.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The race of a seed, always the same. What is rare on a racecourse is common here: withdrawals, dead heats of any shape, races with
 * few finishers, winners without stakes, favourites with most of the pool, pools of one ticket and pools at the bound.
 */
final class RandomRace {
    /** The most that a pool holds, in units of 100 yen: 10^13 yen. */
    static final long MAX_UNITS = 100_000_000_000L;

    private static final int LARGEST = 18;

    /** How many races of a thousand have 2, 3, … 9 runners; the others have 10 to 18. */
    private static final int[] SMALL_FIELDS = {40, 80, 180, 210, 160, 110, 110, 70};

    private final SplittableRandom random;

    private RandomRace(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static OracleRace of(long seed) {
        return new RandomRace(seed).race();
    }

    private OracleRace race() {
        int runners = runners();
        String rules = random.nextInt(100) < 55
                ? "JRA"
                : OracleRules.RULE_BOOKS.get(random.nextInt(OracleRules.RULE_BOOKS.size()));
        NavigableSet<Integer> withdrawn = withdrawn(runners);
        NavigableSet<Integer> entered = upTo(runners);
        entered.removeAll(withdrawn);
        NavigableSet<Integer> scratched = scratched(entered);
        NavigableSet<Integer> live = new TreeSet<>(entered);
        live.removeAll(scratched);
        OracleRace withoutStakes = new OracleRace(
                rules,
                runners,
                brackets(runners),
                withdrawn,
                scratched,
                rates(rules, true),
                rates(rules, false),
                chance(sellsBracketExacta(rules) ? 30 : 6)
                        ? Optional.of(someOf(OracleRules.typesOf(rules)))
                        : Optional.empty(),
                chance(6) ? Optional.of(2 + random.nextInt(2)) : Optional.empty(),
                new TreeMap<>(),
                order(live));
        return withStakes(withoutStakes);
    }

    private static OracleRace withStakes(OracleRace race, NavigableMap<String, Map<List<Integer>, Long>> stakes) {
        return new OracleRace(
                race.rules(),
                race.runners(),
                race.brackets(),
                race.withdrawn(),
                race.scratched(),
                race.paybackPerMille(),
                race.premiumPerMille(),
                race.onSale(),
                race.placesPaid(),
                stakes,
                race.order());
    }

    /** A rare type: by the book it needs nine declared horses, and few of the races are that large. */
    private static boolean sellsBracketExacta(String rules) {
        return OracleRules.typesOf(rules).contains("BRACKET_EXACTA");
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private int runners() {
        int roll = random.nextInt(1000);
        for (int i = 0; i < SMALL_FIELDS.length; i++) {
            roll -= SMALL_FIELDS[i];
            if (roll < 0) {
                return 2 + i;
            }
        }
        return 10 + random.nextInt(LARGEST - 9);
    }

    private static NavigableSet<Integer> upTo(int n) {
        NavigableSet<Integer> horses = new TreeSet<>();
        for (int horse = 1; horse <= n; horse++) {
            horses.add(horse);
        }
        return horses;
    }

    private NavigableSet<Integer> withdrawn(int runners) {
        int count = chance(70) ? 0 : chance(85) ? 1 + random.nextInt(2) : random.nextInt(runners + 1);
        return pick(upTo(runners), runners > 2 || chance(10) ? count : 0);
    }

    private NavigableSet<Integer> scratched(NavigableSet<Integer> entered) {
        int count = chance(65) ? 0 : chance(70) ? 1 : chance(60) ? 2 : Math.max(0, entered.size() - random.nextInt(4));
        return pick(entered, count);
    }

    private NavigableSet<Integer> pick(Set<Integer> from, int count) {
        List<Integer> shuffled = shuffled(from);
        return new TreeSet<>(shuffled.subList(0, Math.min(count, shuffled.size())));
    }

    private <T> List<T> shuffled(Iterable<T> from) {
        List<T> shuffled = new ArrayList<>();
        for (T element : from) {
            shuffled.add(random.nextInt(shuffled.size() + 1), element);
        }
        return shuffled;
    }

    private NavigableSet<String> someOf(List<String> types) {
        List<String> shuffled = shuffled(types);
        return new TreeSet<>(shuffled.subList(0, random.nextInt(shuffled.size() + 1)));
    }

    private NavigableMap<Integer, Integer> brackets(int runners) {
        if (!chance(20)) {
            return OracleRules.standardBrackets(runners);
        }
        int highest = chance(50) ? 8 : 1 + random.nextInt(4);
        NavigableMap<Integer, Integer> brackets = new TreeMap<>();
        for (int horse = 1; horse <= runners; horse++) {
            brackets.put(horse, 1 + random.nextInt(highest));
        }
        return brackets;
    }

    private NavigableMap<String, Integer> rates(String rules, boolean payback) {
        NavigableMap<String, Integer> rates = new TreeMap<>();
        if (chance(80)) {
            return rates;
        }
        for (String type : OracleRules.typesOf(rules)) {
            if (chance(50)) {
                rates.put(type, payback ? payback() : random.nextInt(51));
            }
        }
        return rates;
    }

    private int payback() {
        return chance(10) ? random.nextInt(1001) : 700 + 5 * random.nextInt(21);
    }

    /** Who finished, and who with whom. */
    private List<List<Integer>> order(NavigableSet<Integer> live) {
        List<Integer> shuffled = shuffled(live);
        int finishers = chance(78) ? live.size() : Math.min(live.size(), random.nextInt(4));
        int heatPercent = chance(50) ? 0 : List.of(15, 50, 85, 100).get(random.nextInt(4));
        boolean onlyForThird = chance(20);
        List<List<Integer>> order = new ArrayList<>();
        for (int i = 0; i < finishers; i++) {
            boolean mayTie = onlyForThird ? i > 2 : i > 0;
            if (mayTie && chance(heatPercent)) {
                order.getLast().add(shuffled.get(i));
            } else {
                order.add(new ArrayList<>(List.of(shuffled.get(i))));
            }
        }
        return order.stream().map(List::copyOf).toList();
    }

    private OracleRace withStakes(OracleRace race) {
        NavigableMap<String, Map<List<Integer>, Long>> stakes = new TreeMap<>();
        for (String type : OracleRules.typesOnSale(race)) {
            if (chance(percentOf(type, race.entered().size()))) {
                stakes.put(type, stakes(race, type));
            }
        }
        return withStakes(race, stakes);
    }

    /** Large boards take long to check the slow way, so they are checked less often. */
    private static int percentOf(String type, int entries) {
        if (entries <= 4) {
            return 45;
        }
        return switch (type) {
            case "TRIFECTA" -> entries <= 6 ? 10 : 3;
            case "TRIO", "EXACTA" -> entries <= 6 ? 20 : entries <= 9 ? 12 : 5;
            case "QUINELLA", "WIDE" -> entries <= 9 ? 24 : 12;
            default -> entries <= 9 ? 36 : 24;
        };
    }

    private Map<List<Integer>, Long> stakes(OracleRace race, String type) {
        List<List<Integer>> combinations = OracleCombinations.onSale(race, type);
        long[] units = new long[combinations.size()];
        if (units.length > 0) {
            int[] winners = chance(60) ? winners(race, type, combinations) : new int[0];
            fill(units, winners);
            changeWinners(units, winners);
        }
        Map<List<Integer>, Long> stakes = new LinkedHashMap<>();
        long room = MAX_UNITS;
        for (int i = 0; i < units.length; i++) {
            if (units[i] > 0 && units[i] <= room) {
                stakes.put(combinations.get(i), units[i] * 100);
                room -= units[i];
            }
        }
        return stakes;
    }

    /** Where the winners are; the stakes of most races are made with an eye on them. */
    private static int[] winners(OracleRace race, String type, List<List<Integer>> combinations) {
        Set<List<Integer>> winning = OracleCombinations.winning(race, type);
        int[] winners = new int[winning.size()];
        int found = 0;
        for (int i = 0; i < combinations.size() && found < winners.length; i++) {
            if (winning.contains(combinations.get(i))) {
                winners[found++] = i;
            }
        }
        return Arrays.copyOf(winners, found);
    }

    private void fill(long[] units, int[] winners) {
        int roll = random.nextInt(100);
        if (roll < 4) {
            return;
        }
        if (roll < 16) {
            fillFew(units);
        } else if (roll < 34) {
            fillDensely(units);
        } else if (roll < 52) {
            fillUnevenly(units);
        } else if (roll < 78) {
            fillDenselyOrUnevenly(units);
            addFavourite(units, winners, 500 + random.nextInt(500));
        } else if (roll < 86) {
            fillUnevenly(units);
            fillToTheBound(units);
        } else if (roll < 93) {
            fillDenselyOrUnevenly(units);
            addMarginalFavourite(units, winners);
        } else {
            fillNearlyEqually(units);
            addFavourite(units, winners, 600 + random.nextInt(350));
        }
    }

    private void fillFew(long[] units) {
        for (int tickets = 1 + random.nextInt(3); tickets > 0; tickets--) {
            units[random.nextInt(units.length)] += 1 + random.nextInt(5);
        }
    }

    private void fillDenselyOrUnevenly(long[] units) {
        if (random.nextBoolean()) {
            fillDensely(units);
        } else {
            fillUnevenly(units);
        }
    }

    private void fillDensely(long[] units) {
        int percent = 30 + random.nextInt(71);
        Arrays.setAll(units, i -> chance(percent) ? 1 + random.nextInt(20) : 0);
    }

    /** From one ticket to ten million, every number of digits as often. */
    private void fillUnevenly(long[] units) {
        int percent = 50 + random.nextInt(51);
        int digits = 1 + random.nextInt(units.length > 500 ? 6 : 8);
        Arrays.setAll(units, i -> chance(percent) ? upToDigits(1 + random.nextInt(digits)) : 0);
    }

    private long upToDigits(int digits) {
        long bound = 1;
        for (int i = 0; i < digits; i++) {
            bound *= 10;
        }
        return random.nextLong(bound / 10, bound);
    }

    private void fillNearlyEqually(long[] units) {
        int base = 100 + random.nextInt(1_000_000);
        Arrays.setAll(units, i -> base + random.nextInt(1 + base / 40));
    }

    private int favourite(long[] units, int[] winners) {
        return winners.length > 0 && chance(90)
                ? winners[random.nextInt(winners.length)]
                : random.nextInt(units.length);
    }

    private void addFavourite(long[] units, int[] winners, int shareOfThousand) {
        int favourite = favourite(units, winners);
        units[favourite] = 0;
        long others = Math.max(1, Arrays.stream(units).sum());
        units[favourite] = Math.max(1, others * shareOfThousand / (1000 - shareOfThousand));
    }

    /** A favourite on which Plus10 costs all that is there, or one ticket more or less. */
    private void addMarginalFavourite(long[] units, int[] winners) {
        int favourite = favourite(units, winners);
        units[favourite] = 0;
        units[favourite] = Math.max(1, 10 * Arrays.stream(units).sum() + random.nextInt(3) - 1);
    }

    private void fillToTheBound(long[] units) {
        long room = MAX_UNITS - Arrays.stream(units).sum();
        if (chance(50)) {
            units[random.nextInt(units.length)] += room - random.nextInt(2);
        } else {
            long each = room / units.length;
            Arrays.setAll(units, i -> units[i] + each);
        }
    }

    /** Sometimes no ticket, only some tickets or all tickets hold a winner. */
    private void changeWinners(long[] units, int[] winners) {
        int roll = random.nextInt(100);
        if (roll < 18) {
            for (int winner : winners) {
                units[winner] = 0;
            }
        } else if (roll < 34) {
            for (int winner : winners) {
                units[winner] = random.nextBoolean() ? 0 : units[winner];
            }
        } else if (roll < 40 && winners.length > 0) {
            long[] all = units.clone();
            Arrays.fill(units, 0);
            for (int winner : winners) {
                units[winner] = all[winner];
            }
        }
    }
}
