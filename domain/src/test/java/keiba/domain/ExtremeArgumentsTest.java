package keiba.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Expansion;
import keiba.domain.bet.MultiLegCombination;
import keiba.domain.bet.MultiLegSelection;
import keiba.domain.bet.MultiLegType;
import keiba.domain.bet.Numbering;
import keiba.domain.bet.Offering;
import keiba.domain.bet.Selection;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.DividendFormula;
import keiba.domain.pool.EqualReturn;
import keiba.domain.pool.LivePool;
import keiba.domain.pool.Market;
import keiba.domain.pool.OddsRange;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
import keiba.domain.pool.PublishedOdds;
import keiba.domain.race.Abnormality;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.Brackets;
import keiba.domain.race.Course;
import keiba.domain.race.Distance;
import keiba.domain.race.Field;
import keiba.domain.race.Going;
import keiba.domain.race.Horses;
import keiba.domain.race.OfficialPlacings;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.Race;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.ScratchKind;
import keiba.domain.race.Surface;
import keiba.domain.race.Transition;
import keiba.domain.rule.BetTerms;
import keiba.domain.rule.CarryOverTerms;
import keiba.domain.rule.PaybackBand;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBookRegistry;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.CarryOverSettlement;
import keiba.domain.settlement.DividendBreakdown;
import keiba.domain.settlement.LegResult;
import keiba.domain.settlement.MultiLegSettlement;
import keiba.domain.settlement.MultiLegTicket;
import keiba.domain.settlement.Outcome;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RaceSettlement;
import keiba.domain.settlement.RefundedNumbers;
import keiba.domain.settlement.TicketSettlement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Calls every public method and constructor of the domain with extreme arguments. Each call returns, or throws an exception that names
 * what is wrong: no division by zero, no negative array size, no null pointer. A method with a parameter of a type that is not listed
 * in {@link #samples} fails the test, so that a new one is not forgotten.
 */
class ExtremeArgumentsTest {
    private static final int CALLS = 400;

    private static final int[] INTS = {
        Integer.MIN_VALUE, -100, -1, 0, 1, 2, 3, 7, 8, 9, 17, 18, 19, 30, 31, 32, 100, 4_895, 4_896, Integer.MAX_VALUE
    };

    private static final long[] LONGS = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 8,
        -10_000_000_000_000L,
        -100,
        -10,
        -1,
        0,
        1,
        9,
        10,
        99,
        100,
        200,
        1_000,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE + 1L,
        100_000_000_000L,
        100_000_000_001L,
        9_999_999_999_900L,
        10_000_000_000_000L,
        10_000_000_000_100L,
        9_223_372_036_854_775_800L,
        Long.MAX_VALUE
    };

    private final Map<Class<?>, List<?>> samples = samples();
    /** Objects that the constructors made: the receivers of methods of types without a sample. */
    private final Map<Class<?>, List<Object>> constructed = new LinkedHashMap<>();

    private final Set<String> unknown = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();
    private int returned;
    private int refused;

    private static Map<Class<?>, List<?>> samples() {
        Map<Class<?>, List<?>> all = new LinkedHashMap<>();
        all.put(int.class, IntStream.of(INTS).boxed().toList());
        all.put(Integer.class, IntStream.of(INTS).boxed().toList());
        all.put(long.class, LongStream.of(LONGS).boxed().toList());
        all.put(boolean.class, List.of(true, false));
        all.put(
                int[].class,
                List.of(new int[0], new int[] {0}, new int[] {3}, new int[] {3, 3}, new int[] {1, 2, 3}, INTS));
        all.put(
                long[].class,
                List.of(
                        new long[0],
                        new long[] {0},
                        new long[] {1},
                        new long[] {100, 0, 0, 0, 0, 0, 0, 0},
                        new long[] {Long.MAX_VALUE, Long.MAX_VALUE},
                        new long[] {100_000_000_000L, 1},
                        new long[4_897],
                        LONGS));
        all.put(
                String.class,
                List.of("", "0", "0.0", "1.0", "7-3", "99999999999999999999", "9223372036854775807", "JRA"));
        all.put(Object.class, List.of("", 1));
        all.put(LocalDate.class, List.of(LocalDate.MIN, LocalDate.MAX, RuleBooks.FIRST_DAY));
        addMoney(all);
        addRace(all);
        addPools(all);
        return all;
    }

    private static void addMoney(Map<Class<?>, List<?>> all) {
        all.put(Yen.class, LongStream.of(LONGS).mapToObj(Yen::of).toList());
        all.put(
                Odds.class,
                LongStream.of(LONGS)
                        .filter(tenths -> tenths > 0)
                        .mapToObj(Odds::ofTenths)
                        .toList());
        all.put(
                PerMille.class,
                Stream.of(0, 1, 50, 700, 800, 999, 1_000).map(PerMille::of).toList());
        all.put(BetTerms.class, List.copyOf(RuleBooks.NAR.terms().values()));
        all.put(PaybackBand.class, List.of(RuleBooks.JRA.paybackBand(BetType.WIN)));
        all.put(
                CarryOverTerms.class,
                List.of(
                        RuleBooks.JRA.carryOver().orElseThrow(),
                        new CarryOverTerms(PerMille.of(1_000), Yen.of(Long.MAX_VALUE), true)));
        all.put(RuleBookRegistry.class, List.of(RuleBookRegistry.EMPTY, RuleBooks.registry()));
        all.put(RuleBook.Builder.class, List.of(RuleBook.builder("X"), RuleBooks.JRA.toBuilder("Y")));
        all.put(RuleBook.class, List.of(RuleBooks.JRA, RuleBooks.NAR.withPayback(BetType.PLACE, PerMille.ZERO)));
    }

    private static void addRace(Map<Class<?>, List<?>> all) {
        Race race = Race.declared(Field.of(8));
        all.put(Horses.class, List.of(Horses.NONE, Horses.of(1), Horses.of(3, 30), Horses.upTo(30)));
        all.put(Brackets.class, List.of(Brackets.standard(18), Brackets.standard(30), Brackets.of(8)));
        all.put(Field.class, List.of(Field.of(2), Field.of(18), Field.of(18).withdraw(Horses.upTo(18))));
        all.put(
                OrderOfFinish.class,
                List.of(OrderOfFinish.NONE, OrderOfFinish.of(1, 2, 3), OrderOfFinish.of(Horses.upTo(30))));
        all.put(
                RaceResult.class,
                List.of(
                        RaceResult.of(OrderOfFinish.NONE),
                        RaceResult.of(OrderOfFinish.of(1, 2)).demote(30, 1)));
        all.put(RaceResult.Demotion.class, List.of(new RaceResult.Demotion(1, 30)));
        all.put(RaceResult.Finding.class, List.of(new RaceResult.Finding(RaceResult.Fault.MISSING, Horses.NONE)));
        all.put(OfficialPlacings.class, List.of(new OfficialPlacings(Map.of(1, OfficialPlacings.Entry.placed(1)))));
        all.put(
                OfficialPlacings.Entry.class,
                List.of(
                        OfficialPlacings.Entry.placed(1),
                        OfficialPlacings.Entry.placed(30),
                        OfficialPlacings.Entry.without(Abnormality.SCRATCHED)));
        all.put(Race.class, List.of(race, race.apply(new RaceCommand.Open()).race()));
        all.put(
                RaceCommand.class,
                List.of(new RaceCommand.Open(), new RaceCommand.Scratch(Integer.MIN_VALUE, ScratchKind.EXCLUDED)));
        all.put(Transition.class, List.of(race.apply(new RaceCommand.Open())));
        all.put(OptionalInt.class, List.of(OptionalInt.empty(), OptionalInt.of(99), OptionalInt.of(-100)));
        all.put(Distance.class, List.of(new Distance(Distance.MIN_METRES), new Distance(Distance.MAX_METRES)));
        all.put(BodyWeight.class, List.of(new BodyWeight(BodyWeight.MIN_KILOGRAMS, OptionalInt.of(-99))));
        all.put(
                Course.class,
                List.of(
                        Course.UNKNOWN,
                        new Course(
                                Optional.of(Surface.JUMP),
                                Optional.of(new Distance(Distance.MAX_METRES)),
                                Optional.of(Going.SOFT))));
    }

    private static void addPools(Map<Class<?>, List<?>> all) {
        Market market = Market.open(RuleBooks.JRA, Field.of(8));
        Pool place =
                Pool.restore(Numbering.of(BetType.PLACE, 8), new long[] {9_999_999_999_000L, 100, 0, 0, 0, 0, 0, 900});
        Pool wide = market.pool(BetType.WIDE);
        wide.add(0, Pool.MAX_TOTAL);
        CombinationSet set = CombinationSet.of(wide.numbering(), 0, 27);
        RaceSettlement settled = RaceSettlement.of(market, List.of(place, wide), OrderOfFinish.of(1, 2, 3));
        all.put(
                Numbering.class,
                Arrays.stream(BetType.values())
                        .flatMap(type -> Stream.of(Numbering.of(type, 2), Numbering.of(type, 18)))
                        .toList());
        all.put(
                Combination.class,
                List.of(
                        Combination.of(BetType.WIN, 30),
                        Combination.of(BetType.TRIFECTA, 3, 1, 2),
                        Combination.of(BetType.WIDE, 1, 2)));
        all.put(CombinationSet.class, List.of(set, CombinationSet.none(place.numbering())));
        all.put(Offering.class, List.of(market.offering(), new Offering(Field.of(2), Set.of(BetType.values()), 3)));
        all.put(Market.class, List.of(market, market.scratch(Horses.of(1)), market.scratch(Horses.upTo(8))));
        all.put(Pool.class, List.of(place, wide));
        all.put(LivePool.class, List.of(market.live(place), market.live(wide)));
        all.put(PoolOdds.class, List.of(market.odds(place), market.odds(wide)));
        all.put(Popularity.class, List.of(market.odds(place).popularity()));
        all.put(OddsRange.class, List.of(new OddsRange(Odds.ofTenths(1), Odds.ofTenths(Long.MAX_VALUE))));
        Odds highest = RuleBooks.JRA.terms(BetType.WIN).cap();
        all.put(
                PublishedOdds.class,
                List.of(PublishedOdds.of(
                        RuleBooks.JRA,
                        BetType.WIN,
                        Map.of(
                                Combination.of(BetType.WIN, 1),
                                Odds.ofTenths(1),
                                Combination.of(BetType.WIN, 8),
                                highest))));
        all.put(
                Selection.class,
                List.of(Selection.Straight.of(1, 2), Selection.Box.of(1, 2, 3), Selection.Box.of(INTS)));
        all.put(
                Expansion.class,
                List.of(
                        Selection.Box.of(1, 2).expand(BetType.WIDE, market.offering()),
                        Selection.Box.of().expand(BetType.WIDE, market.offering())));
        all.put(EqualReturn.Line.class, List.of(new EqualReturn.Line(0, Yen.of(100), Yen.of(100))));
        all.put(DividendFormula.class, List.of(new DividendFormula(RuleBooks.JRA, BetType.PLACE)));
        all.put(
                DividendFormula.Declaration.class,
                List.of(new DividendFormula(RuleBooks.JRA, BetType.PLACE).declare(new long[] {1}, 1)));
        all.put(PoolSettlement.class, List.copyOf(settled.all()));
        all.put(RaceSettlement.class, List.of(settled));
        all.put(
                Outcome.class,
                settled.all().stream().map(PoolSettlement::outcome).toList());
        all.put(
                Outcome.Dividend.class,
                List.of(
                        Outcome.Dividend.of(set.numbering(), 0, Yen.of(100)),
                        Outcome.Dividend.of(set.numbering(), 27, Yen.of(Long.MAX_VALUE))));
        all.put(
                DividendBreakdown.class,
                List.of(settled.of(BetType.PLACE)
                        .explain(Combination.of(BetType.PLACE, 1))
                        .orElseThrow()));
        addBetsOnSeveralRaces(all, market);
        all.put(CarryOverSettlement.class, List.of(new CarryOverSettlement(List.of(), Yen.ZERO)));
        all.put(TicketSettlement.class, List.of(new TicketSettlement(Yen.ZERO, Yen.ZERO, List.of())));
        all.put(RefundedNumbers.class, List.of(RefundedNumbers.of(market)));
    }

    private static void addBetsOnSeveralRaces(Map<Class<?>, List<?>> all, Market market) {
        MultiLegType type = new MultiLegType(BetType.PLACE, 2);
        CombinationSet leg = CombinationSet.of(market.numbering(BetType.PLACE), 0, 7);
        MultiLegSelection selection = new MultiLegSelection(type, List.of(leg, leg));
        MultiLegTicket ticket = new MultiLegTicket(selection, Yen.of(2_500_000_000_000L));
        LegResult result = LegResult.of(market, BetType.PLACE, OrderOfFinish.of(1, 2, 3));
        MultiLegSettlement settled = MultiLegSettlement.of(
                type, RuleBooks.JRA.carryOver().orElseThrow(), Yen.of(100), List.of(result, result), List.of(ticket));
        all.put(MultiLegType.class, List.of(type, MultiLegType.WIN5, MultiLegType.TRIPLE_EXACTA));
        all.put(
                MultiLegCombination.class,
                List.of(
                        settled.dividends().getFirst().combination(),
                        MultiLegCombination.parse(MultiLegType.WIN5, "1/2/3/4/30")
                                .orElseThrow()));
        all.put(MultiLegSelection.class, List.of(selection));
        all.put(MultiLegSelection.Selected.class, List.of(new MultiLegSelection.Selected(selection)));
        MultiLegSelection.LegsExpansion invalid =
                MultiLegSelection.expand(type, List.of(market.offering(), market.offering()), List.of());
        all.put(MultiLegSelection.InvalidLeg.class, List.of(invalid));
        all.put(MultiLegSelection.LegsExpansion.class, List.of(invalid));
        all.put(MultiLegTicket.class, List.of(ticket));
        all.put(LegResult.class, List.of(result, LegResult.cancelled(market, BetType.PLACE)));
        all.put(MultiLegSettlement.class, List.of(settled));
        all.put(MultiLegSettlement.MultiLegDividend.class, settled.dividends());
        all.put(MultiLegSettlement.TicketResult.class, List.of(settled.settle(ticket)));
    }

    @Test
    void every_public_method_returns_or_throws_an_exception_that_names_the_fault() {
        List<Class<?>> classes = domainClasses();
        assertThat(classes).hasSizeGreaterThan(60).contains(Yen.class, DividendFormula.class, Outcome.Dividends.class);
        for (Class<?> type : classes) {
            for (Constructor<?> constructor : type.getConstructors()) {
                call(constructor, null);
            }
        }
        for (Class<?> type : classes) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                    call(method, Modifier.isStatic(method.getModifiers()) ? null : type);
                }
            }
        }

        assertThat(unknown).as("parameters and receivers without samples").isEmpty();
        assertThat(faults).as("calls that failed without naming what is wrong").isEmpty();
        assertThat(returned).isGreaterThan(5_000);
        assertThat(refused).isGreaterThan(5_000);
    }

    private static List<Class<?>> domainClasses() {
        try {
            Path root = Path.of(Yen.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(root)) {
                List<Class<?>> found = new ArrayList<>();
                for (Path file : files.filter(
                                path -> path.toString().endsWith(".class") && !path.endsWith("module-info.class"))
                        .sorted()
                        .toList()) {
                    String name =
                            root.relativize(file).toString().replace('/', '.').replace(".class", "");
                    Class<?> type = Class.forName(name, false, Yen.class.getClassLoader());
                    if (isReachable(type) && !name.endsWith("package-info")) {
                        found.add(type);
                    }
                }
                return found;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isReachable(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return false;
            }
        }
        return !type.isAnonymousClass() && !type.isSynthetic();
    }

    /** Calls with every choice of arguments if there are few, otherwise with random ones. */
    private void call(Executable executable, @Nullable Class<?> receiver) {
        List<List<?>> choices = new ArrayList<>();
        choices.add(receiver == null ? List.of(0) : valuesOf(receiver, executable));
        for (Type parameter : executable.getGenericParameterTypes()) {
            choices.add(valuesOf(parameter, executable));
        }
        if (choices.stream().anyMatch(List::isEmpty)) {
            return;
        }
        long all = choices.stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(CALLS, a) * b);
        SplittableRandom random = new SplittableRandom(1);
        for (long call = 0; call < Math.min(all, CALLS); call++) {
            long rest = call;
            Object[] values = new Object[choices.size()];
            for (int i = 0; i < values.length; i++) {
                int size = choices.get(i).size();
                values[i] = choices.get(i).get(all <= CALLS ? (int) (rest % size) : random.nextInt(size));
                rest /= size;
            }
            call(executable, receiver == null ? null : values[0], Arrays.copyOfRange(values, 1, values.length));
        }
    }

    private void call(Executable executable, @Nullable Object receiver, Object[] arguments) {
        try {
            if (executable instanceof Constructor<?> constructor) {
                Object made = constructor.newInstance(arguments);
                constructed
                        .computeIfAbsent(made.getClass(), none -> new ArrayList<>())
                        .add(made);
            } else {
                ((Method) executable).invoke(receiver instanceof Pool pool ? pool.copy() : receiver, arguments);
            }
            returned++;
        } catch (InvocationTargetException e) {
            if (isClear(e.getCause())) {
                refused++;
            } else {
                faults.add(executable + " " + Arrays.deepToString(arguments) + ": " + e.getCause());
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalStateException(executable + " " + Arrays.deepToString(arguments), e);
        }
    }

    private static boolean isClear(@Nullable Throwable thrown) {
        if (thrown == null) {
            return false;
        }
        String message = Objects.requireNonNullElse(thrown.getMessage(), "");
        // An index out of bounds has no message once the JIT has compiled the method.
        return switch (thrown) {
            case IllegalArgumentException refused -> !message.isBlank();
            case IndexOutOfBoundsException outOfBounds -> true;
            case ArithmeticException exact -> message.contains("overflow") || message.contains("out of long range");
            default -> false;
        };
    }

    private List<?> valuesOf(Type type, Executable executable) {
        if (type instanceof ParameterizedType of) {
            return valuesOf(of, executable);
        }
        if (type instanceof GenericArrayType) {
            return List.of(new List<?>[0], new List<?>[] {List.of(), List.of(1, 1)});
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isEnum()) {
            return List.of(raw.getEnumConstants());
        }
        List<?> known = samples.get(raw);
        if (known == null) {
            known = samples.entrySet().stream()
                    .filter(entry -> raw.isInterface() || raw.isRecord())
                    .flatMap(entry -> entry.getValue().stream())
                    .filter(raw::isInstance)
                    .toList();
        }
        if (known.isEmpty()) {
            known = constructed.getOrDefault(raw, List.of());
        }
        if (known.isEmpty() && raw.isArray() && raw.getComponentType() == Horses.class) {
            return List.of(new Horses[0], new Horses[] {Horses.of(1), Horses.of(1)}, new Horses[] {Horses.NONE});
        }
        if (known.isEmpty() && raw.isArray() && raw.getComponentType() == Integer.class) {
            return List.of(new Integer[0], new Integer[] {1, 1}, new Integer[] {Integer.MIN_VALUE});
        }
        if (known.isEmpty()) {
            unknown.add(type.getTypeName() + " of " + executable);
        }
        return known;
    }

    /** Returns a container without elements, one with each element alone, and one with all elements. */
    private List<?> valuesOf(ParameterizedType type, Executable executable) {
        Class<?> raw = (Class<?>) type.getRawType();
        List<?> elements = valuesOf(type.getActualTypeArguments()[0], executable);
        List<Object> values = new ArrayList<>();
        if (raw == Optional.class) {
            values.add(Optional.empty());
            elements.forEach(element -> values.add(Optional.of(element)));
        } else if (raw == List.class || raw == Collection.class) {
            values.add(List.of());
            elements.forEach(element -> values.add(List.of(element)));
            values.add(elements);
        } else if (raw == Set.class) {
            values.add(Set.of());
            values.add(new HashSet<>(elements));
        } else if (raw == Map.class && type.getActualTypeArguments()[1] == BetTerms.class) {
            values.addAll(List.of(Map.of(), RuleBooks.JRA.terms(), RuleBooks.NAR.terms()));
        } else if (raw == Map.class
                && (type.getActualTypeArguments()[0] == Combination.class
                        || type.getActualTypeArguments()[0] == Integer.class)) {
            values.add(Map.of());
            for (Object value : valuesOf(type.getActualTypeArguments()[1], executable)) {
                elements.forEach(key -> values.add(Map.of(key, value)));
            }
        } else {
            unknown.add(type + " of " + executable);
        }
        return values;
    }
}
