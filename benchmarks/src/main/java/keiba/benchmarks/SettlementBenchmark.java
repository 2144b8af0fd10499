package keiba.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import keiba.benchmarks.Baseline.Settled;
import keiba.domain.bet.BetType;
import keiba.domain.pool.Market;
import keiba.domain.race.Horses;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RaceSettlement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** All eight types settled after a dead heat for third: sales, refunds, dividends and payouts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SettlementBenchmark {
    private final SampleRace race = new SampleRace();
    private final Baseline baseline = new Baseline(race.market(), race.pools());
    private final List<List<Integer>> order = SampleRace.ORDER.groups().stream()
            .map(group -> group.stream().boxed().toList())
            .toList();

    /** How many horses were scratched after the start of sales. */
    @Param({"0", "1"})
    public int scratched;

    private Market market = race.market();
    private Set<Integer> out = Set.of();

    @Setup
    public void requireAgreement() {
        Horses horses = scratched == 0 ? Horses.NONE : Horses.of(9);
        market = race.market().scratch(horses);
        out = horses.stream().boxed().collect(Collectors.toSet());
        Map<BetType, Settled> settled = baseline.settle(order, out);
        Agreement.requireTypes(race.pools().size(), settled);
        for (PoolSettlement settlement : keiba().all()) {
            Settled other = settled.get(settlement.type());
            if (other == null) {
                throw new IllegalStateException(settlement.type() + " is missing from the baseline");
            }
            Agreement.require(settlement, other);
        }
    }

    @Benchmark
    public RaceSettlement keiba() {
        return RaceSettlement.of(market, race.pools(), SampleRace.ORDER);
    }

    @Benchmark
    public Map<BetType, Settled> baseline() {
        return baseline.settle(order, out);
    }
}
