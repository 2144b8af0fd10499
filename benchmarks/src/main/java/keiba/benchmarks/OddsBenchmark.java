package keiba.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import keiba.benchmarks.Baseline.Range;
import keiba.domain.bet.BetType;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The odds of every combination of all eight types: 6,396 combinations, from the stakes to whole boards. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OddsBenchmark {
    private final SampleRace race = new SampleRace();
    private final Baseline baseline = new Baseline(race.market(), race.pools());

    @Setup
    public void requireAgreement() {
        Map<BetType, Map<String, Range>> boards = baseline.odds();
        Agreement.requireTypes(race.pools().size(), boards);
        for (PoolOdds board : keiba()) {
            Agreement.require(board, boards.getOrDefault(board.type(), Map.of()));
        }
    }

    @Benchmark
    public List<PoolOdds> keiba() {
        List<PoolOdds> boards = new ArrayList<>();
        for (Pool pool : race.pools()) {
            boards.add(race.market().odds(pool));
        }
        return boards;
    }

    @Benchmark
    public Map<BetType, Map<String, Range>> baseline() {
        return baseline.odds();
    }
}
