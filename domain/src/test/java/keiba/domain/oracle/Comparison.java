package keiba.domain.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Offering;
import keiba.domain.money.Odds;
import keiba.domain.pool.Plus10;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
import keiba.domain.settlement.Outcome.Dividend;
import keiba.domain.settlement.Outcome.Dividends;
import keiba.domain.settlement.Outcome.NoSales;
import keiba.domain.settlement.Outcome.Special;
import keiba.domain.settlement.Outcome.Voided;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RaceSettlement;
import org.jspecify.annotations.Nullable;

/** Prices and settles one race both ways and collects where they differ. */
final class Comparison {
    private static final OracleOdds NOT_SOLD = new OracleOdds(0, 0, "", 0, 0, false, false);

    private final OracleRace race;
    private final FastRace fast;
    private final RaceSettlement settled;
    private final Kinds kinds;
    private final List<String> differences = new ArrayList<>();

    private Comparison(OracleRace race, Kinds kinds) {
        this.race = race;
        this.fast = FastRace.of(race);
        this.settled = fast.settle();
        this.kinds = kinds;
    }

    /** The differences, none if fast code and oracle agree; what the race was like goes into the kinds. */
    static List<String> of(OracleRace race, Kinds kinds) {
        Comparison comparison = new Comparison(race, kinds);
        comparison.compare();
        return comparison.differences;
    }

    private void compare() {
        RaceKinds.count(race, kinds);
        Offering offering = fast.market().offering();
        Set<String> types = new HashSet<>();
        offering.types().forEach(type -> types.add(type.name()));
        expect("types on sale", types, OracleRules.typesOnSale(race));
        expect("places paid", offering.placesPaid(), OracleRules.placesPaid(race));
        expect("void race", fast.market().isVoid(), race.isVoid());
        fast.pools().forEach(this::compare);
    }

    private void compare(BetType type, Pool pool) {
        Set<List<Integer>> voided = OracleCombinations.voided(race, type.name());
        compareSold(type, voided);
        Map<List<Integer>, OracleOdds> odds = OracleOdds.of(race, type.name());
        compareOdds(fast.market().odds(pool), odds);
        OracleSettlement oracle = OracleSettlement.of(race, type.name());
        compareSettlement(settled.of(type), oracle);
        compareEveryCombination(settled.of(type), oracle, voided);
        RaceKinds.count(race, type.name(), odds.values(), oracle, kinds);
    }

    private void compareSold(BetType type, Set<List<Integer>> voided) {
        List<List<Integer>> oracle = OracleCombinations.onSale(race, type.name());
        expect(type + " on sale", list(fast.market().offering().onSale(type)), oracle);
        expect(
                type + " void",
                list(fast.market().voided(type)),
                oracle.stream().filter(voided::contains).toList());
    }

    private static List<List<Integer>> list(CombinationSet set) {
        List<List<Integer>> numbers = FastRace.numbers(set.numbering());
        return set.stream().mapToObj(numbers::get).toList();
    }

    private void compareOdds(PoolOdds board, Map<List<Integer>, OracleOdds> oracle) {
        List<List<Integer>> numbers = FastRace.numbers(board.numbering());
        Popularity popularity = board.popularity();
        for (int index = 0; index < numbers.size(); index++) {
            OracleOdds shown = oracle.getOrDefault(numbers.get(index), NOT_SOLD);
            String mark = board.mark(index).map(PoolOdds.Mark::name).orElse("");
            if (board.lowTenths(index) != shown.low()
                    || board.highTenths(index) != shown.high()
                    || popularity.rank(index).orElse(0) != shown.popularity()
                    || board.pool().stake(index).value() != shown.live()
                    || !mark.equals(shown.mark())) {
                differences.add(board.numbering().combination(index) + " of " + board.type() + " shows "
                        + board.low(index).map(Odds::toString) + " to "
                        + board.high(index).map(Odds::toString) + " " + mark + " rank "
                        + popularity.rank(index).orElse(0)
                        + " on " + board.pool().stake(index) + ", by the oracle " + shown);
            }
        }
    }

    private void compareSettlement(PoolSettlement settlement, OracleSettlement oracle) {
        BetType type = settlement.type();
        expect(type + " outcome", outcome(settlement), oracle.outcome());
        expect(type + " winning", Set.copyOf(list(settlement.outcome().winning())), oracle.winning());
        expect(type + " sales", settlement.sales().value(), oracle.sales());
        expect(type + " refunded", settlement.refunded().value(), oracle.refunded());
        expect(type + " paid", settlement.paid().value(), oracle.paid());
        expect(type + " retained", settlement.retained().value(), oracle.retained());
        expect(type + " Plus10", plus10(settlement), oracle.plus10());
        compareDividends(settlement, oracle);
    }

    private static String outcome(PoolSettlement settlement) {
        return switch (settlement.outcome()) {
            case Dividends dividends -> "DIVIDEND";
            case Special special -> "SPECIAL";
            case Voided voided -> "VOID";
            case NoSales none -> "NO_SALES";
        };
    }

    private static String plus10(PoolSettlement settlement) {
        return settlement.outcome() instanceof Dividends dividends
                ? dividends.plus10().name()
                : Plus10.NOT_TESTED.name();
    }

    private void compareDividends(PoolSettlement settlement, OracleSettlement oracle) {
        BetType type = settlement.type();
        List<List<Integer>> numbers = FastRace.numbers(settlement.pool().numbering());
        if (settlement.outcome() instanceof Dividends dividends) {
            expect(
                    type + " paid combinations",
                    dividends.dividends().stream()
                            .map(paid -> numbers.get(paid.index()))
                            .toList(),
                    numbers.stream().filter(oracle.per100()::containsKey).toList());
            for (Dividend paid : dividends.dividends()) {
                expect(
                        type + " dividend of " + numbers.get(paid.index()),
                        paid.per100().value(),
                        oracle.per100().get(numbers.get(paid.index())));
            }
        }
        if (settlement.outcome() instanceof Special special) {
            expect(type + " special", special.per100().value(), oracle.special());
        }
    }

    /** What a ticket on each combination would get. */
    private void compareEveryCombination(
            PoolSettlement settlement, OracleSettlement oracle, Set<List<Integer>> voided) {
        List<List<Integer>> numbers = FastRace.numbers(settlement.pool().numbering());
        for (int index : fast.market().offering().onSale(settlement.type()).indexes()) {
            List<Integer> combination = numbers.get(index);
            boolean isVoid = oracle.outcome().equals("VOID") || voided.contains(combination);
            if (settlement.refunds(index) != isVoid) {
                differences.add(settlement.type() + " " + combination + " is refunded: " + !isVoid + ", by the oracle "
                        + isVoid);
            }
            boolean sold = !settlement.pool().stake(index).isZero();
            long per100 = sold && !isVoid ? oracle.per100().getOrDefault(combination, oracle.special()) : 0;
            if (settlement.per100(index).value() != per100) {
                differences.add(settlement.type() + " " + combination + " pays " + settlement.per100(index)
                        + ", by the oracle " + per100);
            }
        }
    }

    private void expect(String what, Object fromFastCode, @Nullable Object fromOracle) {
        if (!Objects.equals(fromFastCode, fromOracle)) {
            differences.add(what + ": " + fromFastCode + ", by the oracle " + fromOracle);
        }
    }
}
