package keiba.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import keiba.domain.bet.BetType;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
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

/** The popularity rank of every combination of all eight types. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PopularityBenchmark {
    private final SampleRace race = new SampleRace();
    private final Baseline baseline = new Baseline(race.market(), race.pools());
    private final List<PoolOdds> boards =
            race.pools().stream().map(race.market()::odds).toList();

    @Setup
    public void requireAgreement() {
        Map<BetType, Map<String, Integer>> ranks = baseline.popularity();
        Agreement.requireTypes(boards.size(), ranks);
        for (PoolOdds board : boards) {
            Agreement.require(board.popularity(), board.numbering(), ranks.getOrDefault(board.type(), Map.of()));
        }
    }

    @Benchmark
    public List<Popularity> keiba() {
        List<Popularity> popularity = new ArrayList<>();
        for (PoolOdds board : boards) {
            popularity.add(board.popularity());
        }
        return popularity;
    }

    @Benchmark
    public Map<BetType, Map<String, Integer>> baseline() {
        return baseline.popularity();
    }
}
