package keiba.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.settlement.Outcome;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RaceSettlement;
import keiba.domain.settlement.TicketSettlement;

/** Computes a race again with the domain alone, and holds what the service published against it. */
final class RaceAudit {
    private static final long UNIT_YEN = Pool.UNIT.value();

    private final Market market;
    private final String race;
    private final Findings findings;
    private final SortedMap<BetType, OddsSheet> sheets;
    private final Map<BetType, Pool> pools = new EnumMap<>(BetType.class);

    /**
     * @param market the race with its scratches
     * @param race how to call it
     * @param sheets the final odds
     */
    RaceAudit(Market market, String race, SortedMap<BetType, OddsSheet> sheets, Findings findings) {
        this.market = market;
        this.race = race;
        this.findings = findings;
        this.sheets = sheets;
        sheets.forEach((type, sheet) -> pools.put(type, pool(sheet)));
    }

    private Pool pool(OddsSheet sheet) {
        Pool pool = market.pool(sheet.type());
        sheet.lines().stream()
                .filter(line -> !line.stake().isZero())
                .forEach(line -> pool.add(line.combination(), line.stake()));
        return pool;
    }

    /** The final odds are those that the domain computes from the stakes. */
    void checkOdds() {
        findings.same(
                new ArrayList<>(market.offering().types()), new ArrayList<>(sheets.keySet()), () -> "types of " + race);
        pools.forEach((type, pool) -> {
            OddsSheet sheet = sheets.get(type);
            if (sheet != null) {
                PoolOdds odds = market.odds(pool);
                String what = " of " + type + " in " + race;
                findings.same(OddsSheet.SheetKind.FINAL, sheet.kind(), () -> "kind" + what);
                findings.same(odds.pool().sales(), sheet.sales(), () -> "sales" + what);
                findings.same(odds.pool().refunded(), sheet.refunded(), () -> "refunds" + what);
                findings.same(lines(market, pool, odds), sheet.lines(), () -> "odds" + what);
            }
        });
    }

    /** Returns a board as the domain computes it. */
    static List<OddsSheet.Line> lines(Market market, Pool pool, PoolOdds odds) {
        Popularity popularity = odds.popularity();
        CombinationSet onSale = market.offering().onSale(pool.type());
        return onSale.stream()
                .mapToObj(index -> new OddsSheet.Line(
                        onSale.numbering().combination(index),
                        odds.low(index),
                        odds.high(index),
                        pool.stake(index),
                        popularity.rank(index),
                        odds.mark(index)))
                .toList();
    }

    /**
     * Checks that the final stakes are those of the tickets. Other people can use the service too and may have tickets: then the crowd's
     * stakes are among the final ones of every combination, and the rest is what the report says was sold besides.
     *
     * @param tickets all of the crowd
     */
    void checkStakes(List<Bought> tickets, Report report) {
        long others = report.tickets() - tickets.size();
        findings.check(others >= 0, () -> race + " has " + report.tickets() + " tickets of " + tickets.size());
        Map<BetType, Pool> crowd = crowd(tickets);
        if (others <= 0) {
            crowd.forEach((type, pool) -> findings.check(
                    Arrays.equals(pool.snapshot(), published(type)),
                    () -> "stakes of " + type + " in " + race + " are not those of its tickets"));
            return;
        }
        long more = 0;
        for (Map.Entry<BetType, Pool> type : crowd.entrySet()) {
            more += besides(type.getKey(), type.getValue().snapshot(), report);
        }
        long sold = more;
        findings.check(
                sold >= others * UNIT_YEN && sold % UNIT_YEN == 0,
                () -> "stakes of the " + others + " tickets of other people in " + race + ": " + sold);
    }

    private Map<BetType, Pool> crowd(List<Bought> tickets) {
        Map<BetType, Pool> sold = new EnumMap<>(BetType.class);
        market.offering().types().forEach(type -> sold.put(type, market.pool(type)));
        for (Bought ticket : tickets) {
            CombinationSet set = combinations(ticket.order());
            Pool pool = sold.get(set.type());
            if (pool != null) {
                pool.add(set, ticket.order().bet().amount());
            }
        }
        return sold;
    }

    private long[] published(BetType type) {
        Pool pool = pools.get(type);
        return pool == null ? new long[0] : pool.snapshot();
    }

    /** Returns the stakes of other people on a bet type, in yen. */
    private long besides(BetType type, long[] crowd, Report report) {
        long[] all = published(type);
        boolean holds = all.length == crowd.length;
        long more = 0;
        for (int i = 0; holds && i < all.length; i++) {
            holds = all[i] >= crowd[i];
            more += all[i] - crowd[i];
        }
        boolean among = holds;
        findings.check(among, () -> "stakes of the crowd on " + type + " in " + race + " are not among the final ones");
        long reported = report.types().getOrDefault(type, Report.Line.NOTHING).sales()
                - Arrays.stream(crowd).sum();
        long sold = more;
        findings.check(
                !among || sold == reported,
                () -> "stakes of other people on " + type + " in " + race + ": " + sold + ", not " + reported);
        return more;
    }

    private CombinationSet combinations(Order order) {
        return order.bet()
                .selection()
                .expand(order.bet().type(), market.offering())
                .orElseThrow();
    }

    /** How the race must be settled. */
    RaceSettlement settle(OrderOfFinish official) {
        return RaceSettlement.of(market, pools.values(), official);
    }

    /** Returns the payout and refund that one ticket must get. */
    TicketSettlement settle(RaceSettlement settlement, Order order) {
        return settlement.settle(combinations(order), order.bet().amount());
    }

    /** The published dividends are those that the domain computes. */
    void checkDividends(RaceSettlement settlement, Declared declared) {
        for (PoolSettlement type : settlement.all()) {
            String what = " of " + type.type() + " in " + race;
            findings.same(
                    outcome(type.outcome()), declared.outcomes().getOrDefault(type.type(), ""), () -> "outcome" + what);
            findings.same(
                    dividends(type),
                    declared.dividends().getOrDefault(type.type(), Map.of()),
                    () -> "dividends" + what);
            findings.same(
                    special(type.outcome()),
                    Optional.ofNullable(declared.specials().get(type.type())),
                    () -> "special dividend" + what);
        }
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Dividends some -> "DIVIDEND";
            case Outcome.Special special -> "SPECIAL";
            case Outcome.Voided nothing -> "VOID";
            case Outcome.NoSales nothing -> "NO_SALES";
        };
    }

    private static Map<String, Long> dividends(PoolSettlement type) {
        Map<String, Long> dividends = new LinkedHashMap<>();
        if (type.outcome() instanceof Outcome.Dividends paid) {
            paid.dividends()
                    .forEach(dividend -> dividends.put(
                            type.pool()
                                    .numbering()
                                    .combination(dividend.index())
                                    .toString(),
                            dividend.per100().value()));
        }
        return dividends;
    }

    private static Optional<Long> special(Outcome outcome) {
        return outcome instanceof Outcome.Special special
                ? Optional.of(special.per100().value())
                : Optional.empty();
    }

    /** The report says of every type what the domain says, and balances; a type without sales is not in it. */
    void checkReport(RaceSettlement settlement, Report report) {
        findings.check(report.balanced(), () -> race + " is not balanced by its own report");
        Report.Line total = Report.Line.NOTHING;
        for (PoolSettlement type : settlement.all()) {
            Report.Line expected = line(type);
            findings.same(
                    expected,
                    report.types().getOrDefault(type.type(), Report.Line.NOTHING),
                    () -> "report of " + type.type() + " in " + race);
            total = total.plus(expected);
        }
        findings.same(total, report.total(), () -> "total report of " + race);
        findings.check(report.total().balances(), () -> "U = payouts + takeout + breakage - top-ups fails in " + race);
    }

    /** Returns a line of the report as the domain computes it. */
    static Report.Line line(PoolSettlement type) {
        PoolSettlement.Takings takings = type.takings();
        return new Report.Line(
                type.sales().value(),
                type.refunded().value(),
                type.paid().value(),
                takings.takeout().value(),
                takings.breakage().value(),
                takings.topUps().value());
    }

    /** Returns the final odds of a horse to win. */
    Optional<String> win(int horse) {
        return Optional.ofNullable(sheets.get(BetType.WIN))
                .flatMap(sheet -> sheet.lines().stream()
                        .filter(line -> line.combination().number(0) == horse)
                        .findFirst()
                        .flatMap(line -> line.low()
                                .map(odds -> odds
                                        + (line.popularity().isPresent()
                                                ? " (" + line.popularity().getAsInt() + ")"
                                                : ""))));
    }

    /** Returns the refunds of the whole race. */
    Yen refunded() {
        return sheets.values().stream().map(OddsSheet::refunded).reduce(Yen.ZERO, Yen::plus);
    }
}
