package keiba.bootstrap.dividends;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
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
import keiba.domain.rule.RuleBookRegistry;
import keiba.domain.settlement.RaceSettlement;
import org.jspecify.annotations.Nullable;

/** From a request to a priced race: checks what the fields of a race say together, and hands it to the domain. */
final class RacePricing {
    private final RaceRequest request;
    private final RuleBookRegistry ruleBooks;

    private RacePricing(RaceRequest request, RuleBookRegistry ruleBooks) {
        this.request = request;
        this.ruleBooks = ruleBooks;
    }

    /** @param ruleBooks those that the request can name; of several books of a name, the one with the latest first day counts */
    static PricedRace price(RaceRequest request, RuleBookRegistry ruleBooks) throws BadRaceException {
        return new RacePricing(request, ruleBooks).price();
    }

    private PricedRace price() throws BadRaceException {
        RuleBook rules = rules();
        Market market = Market.of(rules, offering(rules, field())).scratch(scratched());
        Map<BetType, Pool> pools = pools(market);
        return new PricedRace(request.id(), market, pools, settlement(market, pools));
    }

    private RuleBook rules() throws BadRaceException {
        RuleBook rules = ruleBooks
                .find(request.rules())
                .orElseThrow(() -> new BadRaceException(
                        "rules",
                        "unknown rule book " + request.rules() + "; known are "
                                + String.join(", ", ruleBooks.names())));
        for (Map.Entry<BetType, PerMille> rate : request.paybacks().entrySet()) {
            requireSold(rules, rate.getKey(), "payback_per_mille." + rate.getKey());
            rules = rules.withPayback(rate.getKey(), rate.getValue());
        }
        for (Map.Entry<BetType, PerMille> rate : request.premiums().entrySet()) {
            requireSold(rules, rate.getKey(), "premium_per_mille." + rate.getKey());
            rules = rules.withPremium(rate.getKey(), rate.getValue());
        }
        return rules;
    }

    private static void requireSold(RuleBook rules, BetType type, String field) throws BadRaceException {
        if (!rules.types().contains(type)) {
            throw new BadRaceException(field, rules.name() + " does not sell " + type);
        }
    }

    private Field field() throws BadRaceException {
        int runners = request.runners();
        Horses withdrawn = declared("withdrawn", request.withdrawn());
        Integer entries = request.entriesAtSaleStart();
        if (entries != null && entries != runners - withdrawn.size()) {
            throw new BadRaceException(
                    "entries_at_sale_start",
                    "must be " + runners + " runners minus " + withdrawn.size() + " withdrawn, not " + entries);
        }
        return new Field(runners, brackets(), withdrawn);
    }

    private Horses declared(String name, Horses horses) throws BadRaceException {
        Horses strangers = horses.minus(Horses.upTo(request.runners()));
        if (!strangers.isEmpty()) {
            throw new BadRaceException(name, noSuchHorse(strangers));
        }
        return horses;
    }

    private String noSuchHorse(Horses strangers) {
        return "must name horses from 1 to " + request.runners() + ", not " + listed(strangers);
    }

    private static String listed(Horses horses) {
        String list = horses.toString();
        return list.substring(1, list.length() - 1);
    }

    private Brackets brackets() throws BadRaceException {
        Map<Integer, Integer> given = request.brackets();
        if (given == null) {
            return Brackets.standard(request.runners());
        }
        for (int horse : given.keySet()) {
            if (horse > request.runners()) {
                throw new BadRaceException("brackets." + horse, "must name a horse from 1 to " + request.runners());
            }
        }
        int[] bracketOf = new int[request.runners()];
        for (int horse = 1; horse <= request.runners(); horse++) {
            Integer bracket = given.get(horse);
            if (bracket == null) {
                throw new BadRaceException("brackets", "horse " + horse + " is missing");
            }
            bracketOf[horse - 1] = bracket;
        }
        return Brackets.of(bracketOf);
    }

    private Offering offering(RuleBook rules, Field field) throws BadRaceException {
        Offering byTheBook = rules.offering(field);
        List<BetType> types = request.onSale();
        Integer places = request.placesPaid();
        if (types == null && places == null) {
            return byTheBook;
        }
        return new Offering(
                field,
                types != null ? typesOnSale(rules, types) : byTheBook.types(),
                places != null ? places : byTheBook.placesPaid());
    }

    private static Set<BetType> typesOnSale(RuleBook rules, List<BetType> given) throws BadRaceException {
        Set<BetType> types = EnumSet.noneOf(BetType.class);
        for (BetType type : given) {
            requireSold(rules, type, "on_sale");
            types.add(type);
        }
        return types;
    }

    private Horses scratched() throws BadRaceException {
        Horses scratched = declared("scratched", request.scratched());
        Horses both = scratched.and(request.withdrawn());
        if (!both.isEmpty()) {
            throw new BadRaceException(
                    "scratched", "a horse that was withdrawn before sales cannot be scratched: " + listed(both));
        }
        return scratched;
    }

    private Map<BetType, Pool> pools(Market market) throws BadRaceException {
        Map<BetType, Pool> pools = new EnumMap<>(BetType.class);
        for (BetType type : request.stakes().keySet()) {
            if (!market.offering().sells(type)) {
                String stakes = "stakes." + type;
                requireSold(market.rules(), type, stakes);
                throw new BadRaceException(
                        stakes,
                        request.onSale() == null
                                ? "is not on sale with "
                                        + market.offering().field().entries() + " entries"
                                : "is not in the list on_sale");
            }
        }
        for (BetType type : askedFor(market)) {
            pools.put(type, pool(market, type, request.stakes().getOrDefault(type, Map.of())));
        }
        return pools;
    }

    /** Returns the types that {@code stakes} or {@code on_sale} names; where neither names one, every type on sale. */
    private Set<BetType> askedFor(Market market) {
        List<BetType> onSale = request.onSale();
        if (onSale == null && request.stakes().isEmpty()) {
            return market.offering().types();
        }
        Set<BetType> named = EnumSet.noneOf(BetType.class);
        named.addAll(request.stakes().keySet());
        named.addAll(onSale == null ? List.of() : onSale);
        return named;
    }

    private Pool pool(Market market, BetType type, Map<Combination, Yen> stakes) throws BadRaceException {
        Pool pool = market.pool(type);
        for (Map.Entry<Combination, Yen> sold : stakes.entrySet()) {
            Optional<String> obstacle = obstacle(market.offering(), sold.getKey());
            if (obstacle.isPresent()) {
                throw new BadRaceException("stakes." + type + "." + sold.getKey(), obstacle.get());
            }
            if (!sold.getValue().isZero()) {
                pool.add(sold.getKey(), sold.getValue());
            }
        }
        return pool;
    }

    /** Why a combination was never on sale; empty where it was. */
    private static Optional<String> obstacle(Offering offering, Combination combination) {
        Field field = offering.field();
        if (combination.type().onBrackets()) {
            return bracketObstacle(offering, combination.number(0), combination.number(1));
        }
        for (int horse : combination.numbers()) {
            if (horse > field.runners()) {
                return Optional.of("must name horses from 1 to " + field.runners());
            }
            if (field.withdrawn().contains(horse)) {
                return Optional.of("horse " + horse + " was withdrawn before sales");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> bracketObstacle(Offering offering, int a, int b) {
        if (a == b && !offering.sellsSameBracket(a)) {
            return Optional.of("bracket " + a + " had fewer than two horses when sales started");
        }
        return IntStream.of(a, b)
                .filter(bracket -> offering.field().enteredIn(bracket).isEmpty())
                .mapToObj(bracket -> "bracket " + bracket + " had no horse when sales started")
                .findFirst();
    }

    private @Nullable RaceSettlement settlement(Market market, Map<BetType, Pool> pools) throws BadRaceException {
        OrderOfFinish order = request.result();
        if (order == null) {
            return null;
        }
        Horses finishers = declared("result", order.finishers());
        Horses out = finishers.minus(market.live());
        if (!out.isEmpty()) {
            throw new BadRaceException("result", "must not name withdrawn or scratched horses: " + listed(out));
        }
        return RaceSettlement.of(market, pools.values(), order);
    }
}
