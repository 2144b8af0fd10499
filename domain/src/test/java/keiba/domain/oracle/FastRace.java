package keiba.domain.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.bet.Offering;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RaceSettlement;

/** A plain race in the types of the library. Combinations cross over as text. */
record FastRace(Market market, Map<BetType, Pool> pools, OrderOfFinish order) {
    private static final Map<Numbering, List<List<Integer>>> NUMBERS = new HashMap<>();
    private static final Map<Numbering, Map<List<Integer>, Integer>> INDEXES = new HashMap<>();

    static FastRace of(OracleRace race) {
        RuleBook rules = rules(race);
        Field field = new Field(race.runners(), brackets(race), Horses.of(race.withdrawn()));
        Market market = Market.of(rules, offering(race, rules, field)).scratch(Horses.of(race.scratched()));
        Map<BetType, Pool> pools = new EnumMap<>(BetType.class);
        race.stakes().forEach((name, stakes) -> pools.put(BetType.valueOf(name), pool(market, name, stakes)));
        return new FastRace(
                market,
                pools,
                new OrderOfFinish(race.order().stream().map(Horses::of).toList()));
    }

    RaceSettlement settle() {
        return RaceSettlement.of(market, pools.values(), order);
    }

    private static RuleBook rules(OracleRace race) {
        RuleBook rules = race.rules().equals(OracleRules.ULTRA_PREMIUM)
                ? RuleBooks.find("JRA", LocalDate.of(2024, 9, 16)).orElseThrow()
                : RuleBooks.find(race.rules()).orElseThrow();
        for (Map.Entry<String, Integer> rate : race.paybackPerMille().entrySet()) {
            rules = rules.withPayback(BetType.valueOf(rate.getKey()), PerMille.of(rate.getValue()));
        }
        for (Map.Entry<String, Integer> rate : race.premiumPerMille().entrySet()) {
            rules = rules.withPremium(BetType.valueOf(rate.getKey()), PerMille.of(rate.getValue()));
        }
        return rules;
    }

    private static Brackets brackets(OracleRace race) {
        return race.brackets().equals(OracleRules.standardBrackets(race.runners()))
                ? Brackets.standard(race.runners())
                : Brackets.of(race.brackets().values().stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    private static Offering offering(OracleRace race, RuleBook rules, Field field) {
        Offering usual = rules.offering(field);
        if (race.onSale().isEmpty() && race.placesPaid().isEmpty()) {
            return usual;
        }
        Set<BetType> types = race.onSale().map(FastRace::types).orElse(usual.types());
        return new Offering(field, types, race.placesPaid().orElse(usual.placesPaid()));
    }

    private static Set<BetType> types(NavigableSet<String> names) {
        Set<BetType> types = EnumSet.noneOf(BetType.class);
        names.forEach(name -> types.add(BetType.valueOf(name)));
        return types;
    }

    private static Pool pool(Market market, String name, Map<List<Integer>, Long> stakes) {
        Pool pool = market.pool(BetType.valueOf(name));
        stakes.forEach((combination, stake) -> pool.add(index(pool.numbering(), combination), Yen.of(stake)));
        return pool;
    }

    /** The index of a combination, by way of its text. */
    static int index(Numbering numbering, List<Integer> combination) {
        Integer index = INDEXES.computeIfAbsent(numbering, FastRace::readAll).get(combination);
        if (index == null) {
            throw new IllegalArgumentException("no " + combination + " in " + numbering);
        }
        return index;
    }

    private static Map<List<Integer>, Integer> readAll(Numbering numbering) {
        Map<List<Integer>, Integer> indexes = new HashMap<>();
        for (List<Integer> combination : numbers(numbering)) {
            String text = OracleCombinations.text(numbering.type().name(), combination);
            indexes.put(
                    combination,
                    numbering.index(Combination.parse(numbering.type(), text).orElseThrow()));
        }
        return indexes;
    }

    /** The numbers of every combination by index, by way of its text. */
    static List<List<Integer>> numbers(Numbering numbering) {
        return NUMBERS.computeIfAbsent(numbering, FastRace::printAll);
    }

    private static List<List<Integer>> printAll(Numbering numbering) {
        List<List<Integer>> all = new ArrayList<>();
        for (int index = 0; index < numbering.count(); index++) {
            String text = numbering.combination(index).toString();
            all.add(Arrays.stream(text.split("[->]")).map(Integer::valueOf).toList());
        }
        return all;
    }
}
