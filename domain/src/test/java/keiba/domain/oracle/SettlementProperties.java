package keiba.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import keiba.domain.money.Yen;
import keiba.domain.oracle.Tickets.Ticket;
import keiba.domain.pool.LivePool;
import keiba.domain.pool.Plus10;
import keiba.domain.settlement.DividendBreakdown;
import keiba.domain.settlement.Outcome.Dividend;
import keiba.domain.settlement.Outcome.Dividends;
import keiba.domain.settlement.Outcome.Special;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.PoolSettlement.Takings;
import keiba.domain.settlement.RaceSettlement;
import keiba.domain.settlement.TicketSettlement;
import org.junit.jupiter.api.Test;

/** Properties of every settlement, whatever its dividends. */
class SettlementProperties {
    private static final long RACES = 4_000;
    /** For the properties that compute each dividend again. */
    private static final long FEW_RACES = 1_000;

    private static void forEachRace(BiConsumer<FastRace, RaceSettlement> check) {
        forEachRace(RACES, check);
    }

    private static void forEachRace(long races, BiConsumer<FastRace, RaceSettlement> check) {
        for (long seed = 1; seed <= races; seed++) {
            FastRace race = FastRace.of(RandomRace.of(seed));
            try {
                check.accept(race, race.settle());
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("RandomRace.of(" + seed + "L): " + failed.getMessage(), failed);
            }
        }
    }

    @Test
    void every_stake_is_paid_out_refunded_or_retained() {
        forEachRace((race, settled) -> race.pools().forEach((type, pool) -> {
            PoolSettlement settlement = settled.of(type);
            long refunded = 0;
            long paid = 0;
            for (int index = 0; index < pool.numbering().count(); index++) {
                long stake = pool.stake(index).value();
                refunded += settlement.refunds(index) ? stake : 0;
                paid += stake / 100 * settlement.per100(index).value();
            }
            assertThat(settlement.sales()).isEqualTo(pool.total());
            assertThat(settlement.refunded().value()).isEqualTo(refunded);
            assertThat(settlement.paid().value()).isEqualTo(paid);
            assertThat(settlement.paid().plus(settlement.refunded()).plus(settlement.retained()))
                    .isEqualTo(pool.total());
        }));
    }

    @Test
    void the_parts_of_a_dividend_breakdown_add_up_to_the_dividend() {
        Kinds kinds = new Kinds();
        forEachRace(
                FEW_RACES,
                (race, settled) -> settled.all().forEach(settlement -> {
                    if (!(settlement.outcome() instanceof Dividends declared)) {
                        return;
                    }
                    for (Dividend dividend : declared.dividends()) {
                        DividendBreakdown parts =
                                settlement.explain(dividend.combination()).orElseThrow();
                        long calculated = parts.calculated().numerator()
                                / parts.calculated().denominator();

                        assertThat(parts.per100()).isEqualTo(dividend.per100());
                        assertThat(parts.truncated().value()).isEqualTo(calculated / 10 * 10);
                        assertThat(parts.minimumAdded().value()).isEqualTo(Math.max(0, 100 - calculated / 10 * 10));
                        assertThat(parts.plus10Added().isZero())
                                .isEqualTo(declared.plus10() != Plus10.GRANTED
                                        || !parts.truncated()
                                                .plus(parts.minimumAdded())
                                                .equals(Yen.of(100)));
                        kinds.sawIf(!parts.minimumAdded().isZero(), "minimum");
                        kinds.sawIf(!parts.plus10Added().isZero(), "Plus10");
                        kinds.sawIf(!parts.premiumAdded().isZero(), "premium");
                    }
                }));
        kinds.require(50, "minimum", "Plus10", "premium");
    }

    @Test
    void a_combination_is_never_both_refunded_and_paid() {
        forEachRace((race, settled) -> settled.all().forEach(settlement -> {
            for (int index = 0; index < settlement.pool().numbering().count(); index++) {
                assertThat(settlement.refunds(index)
                                && !settlement.per100(index).isZero())
                        .as("%s %d", settlement.type(), index)
                        .isFalse();
            }
        }));
    }

    @Test
    void payouts_and_refunds_of_all_tickets_add_up_to_those_of_the_pool() {
        SplittableRandom random = new SplittableRandom(1);
        forEachRace((race, settled) -> race.pools().forEach((type, pool) -> {
            Yen payouts = Yen.ZERO;
            Yen refunds = Yen.ZERO;
            for (Ticket ticket : Tickets.of(pool, random)) {
                TicketSettlement settlement = settled.settle(ticket.combinations(), ticket.stakeOnEach());
                assertThat(settlement.payout()).isEqualTo(ofHits(settlement.hits(), ticket));
                payouts = payouts.plus(settlement.payout());
                refunds = refunds.plus(settlement.refund());
            }
            assertThat(payouts).isEqualTo(settled.of(type).paid());
            assertThat(refunds).isEqualTo(settled.of(type).refunded());
        }));
    }

    private static Yen ofHits(List<Dividend> hits, Ticket ticket) {
        long units = ticket.stakeOnEach().value() / 100;
        return hits.stream().map(hit -> hit.per100().times(units)).reduce(Yen.ZERO, Yen::plus);
    }

    @Test
    void sales_less_refunds_equal_payouts_plus_takeout_plus_breakage_less_top_ups() {
        Kinds kinds = new Kinds();
        forEachRace((race, settled) -> race.pools().keySet().forEach(type -> {
            PoolSettlement settlement = settled.of(type);
            Takings takings = settlement.takings();
            Yen net = settlement.sales().minus(settlement.refunded());
            assertThat(settlement
                            .paid()
                            .plus(takings.takeout())
                            .plus(takings.breakage())
                            .minus(takings.topUps()))
                    .isEqualTo(net);
            assertThat(takings.takeout()).isBetween(Yen.ZERO, net);
            assertThat(takings.topUps().value()).isEqualTo(topUps(settlement));
            assertThat(takings.breakage()).isBetween(Yen.ZERO, most(settlement));
            kinds.sawIf(!takings.breakage().isZero(), "breakage");
            kinds.sawIf(!takings.topUps().isZero(), "top-ups");
        }));
        kinds.require(500, "breakage", "top-ups");
    }

    /** Returns the sum of what the dividends exceed the rounded ones by, which are computed again here. */
    private static long topUps(PoolSettlement settlement) {
        if (!(settlement.outcome() instanceof Dividends dividends)) {
            return 0;
        }
        LivePool pool = settlement.pool();
        List<Dividend> paid = dividends.dividends();
        long net = pool.net().value();
        long losing = net
                - paid.stream()
                        .mapToLong(hit -> pool.stake(hit.index()).value())
                        .sum();
        int payback = pool.market().rules().terms(settlement.type()).payback().value();
        var terms = new OracleRules.Terms(payback, 0, false, 0);
        return paid.stream()
                .mapToLong(hit -> {
                    long stake = pool.stake(hit.index()).value();
                    long truncated = 10 * OraclePayout.truncated(terms, stake, losing, paid.size());
                    return stake / 100 * (hit.per100().value() - truncated);
                })
                .sum();
    }

    /** Returns the upper bound of the breakage: less than 10 yen for every 100 yen that are paid for. */
    private static Yen most(PoolSettlement settlement) {
        long paidFor = switch (settlement.outcome()) {
            case Dividends dividends ->
                dividends.dividends().stream()
                        .mapToLong(hit -> settlement.pool().stake(hit.index()).value())
                        .sum();
            case Special special -> settlement.pool().net().value();
            default -> 0;
        };
        return Yen.of(paidFor / 10);
    }
}
