package keiba.domain.published;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Offering;
import keiba.domain.money.Yen;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.settlement.WinningCombinations;

/**
 * A race as it was published: its runners in brackets, the order of finish and the dividends.
 *
 * @param json the race as the file has it
 * @param brackets the bracket of every declared horse
 * @param order the official order of finish; horses without a placing do not stand in it
 * @param dividends by type what each winning combination was paid per 100 yen
 */
record PublishedRace(
        String id,
        JsonNode json,
        Brackets brackets,
        OrderOfFinish order,
        Map<BetType, SortedMap<Combination, Yen>> dividends) {

    static PublishedRace of(String id, JsonNode json) {
        return new PublishedRace(id, json, brackets(json), order(json), dividends(json));
    }

    private static Brackets brackets(JsonNode json) {
        SortedMap<Integer, Integer> byHorse = new TreeMap<>();
        json.required("runners")
                .forEach(runner ->
                        byHorse.put(number(runner), runner.required("bracket").intValue()));
        if (byHorse.lastKey() != byHorse.size()) {
            throw new IllegalArgumentException("declared horses are numbered without gaps: " + byHorse.keySet());
        }
        return Brackets.of(byHorse.values().stream().mapToInt(Integer::intValue).toArray());
    }

    private static OrderOfFinish order(JsonNode json) {
        SortedMap<Integer, Horses> byPlacing = new TreeMap<>();
        json.required("runners").forEach(runner -> {
            if (runner.required("finish").isInt()) {
                byPlacing.merge(runner.required("finish").intValue(), Horses.of(number(runner)), Horses::plus);
            }
        });
        OrderOfFinish order = new OrderOfFinish(List.copyOf(byPlacing.values()));
        byPlacing.forEach((placing, horses) -> horses.stream().forEach(horse -> {
            if (order.placingOf(horse).orElse(0) != placing) {
                throw new IllegalArgumentException("horse " + horse + " is placed " + placing + " in " + order);
            }
        }));
        return order;
    }

    private static Map<BetType, SortedMap<Combination, Yen>> dividends(JsonNode json) {
        Map<BetType, SortedMap<Combination, Yen>> dividends = new EnumMap<>(BetType.class);
        json.required("dividends").properties().forEach(ofType -> {
            BetType type = BetType.valueOf(ofType.getKey());
            SortedMap<Combination, Yen> paid = new TreeMap<>();
            ofType.getValue()
                    .properties()
                    .forEach(dividend -> paid.put(
                            SharedData.combination(type, dividend.getKey()),
                            Yen.of(dividend.getValue().longValue())));
            dividends.put(type, paid);
        });
        return dividends;
    }

    static int number(JsonNode runner) {
        return runner.required("no").intValue();
    }

    /** The declared horses whose entry is such. */
    Horses horses(Predicate<JsonNode> such) {
        return Horses.of(json.required("runners")
                .valueStream()
                .filter(such)
                .map(PublishedRace::number)
                .toList());
    }

    /** The entry of a declared horse. */
    JsonNode runner(int horse) {
        return json.required("runners")
                .valueStream()
                .filter(runner -> number(runner) == horse)
                .findFirst()
                .orElseThrow();
    }

    /** The field when sales started, if these horses had been withdrawn by then. */
    Field field(Horses withdrawn) {
        return new Field(brackets.runners(), brackets, withdrawn);
    }

    /** What was paid, by type in numeric order. */
    Map<BetType, List<Combination>> winners() {
        Map<BetType, List<Combination>> winners = new EnumMap<>(BetType.class);
        dividends.forEach((type, paid) -> winners.put(type, List.copyOf(paid.keySet())));
        return winners;
    }

    /** What wins by the rules, by type in numeric order, for every type on sale. */
    Map<BetType, List<Combination>> winners(Offering offering) {
        Map<BetType, List<Combination>> winners = new EnumMap<>(BetType.class);
        offering.types()
                .forEach(type -> winners.put(
                        type, WinningCombinations.of(type, offering, order).combinations()));
        return winners;
    }

    /** What each winning combination of a type was paid; nothing where the type was not sold. */
    SortedMap<Combination, Yen> paid(BetType type) {
        return dividends.getOrDefault(type, Collections.emptySortedMap());
    }

    /** Every dividend of the race. */
    Stream<Yen> paid() {
        return dividends.values().stream().flatMap(ofType -> ofType.values().stream());
    }

    @Override
    public String toString() {
        return id;
    }
}
