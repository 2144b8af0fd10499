package keiba.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs the benchmarks, with JMH's own options, and prints how many times faster keiba is than the baseline. The fastest tenth of
 * the calls is compared: other work on the machine can only slow a call down, and it slows the longer ones more.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        CommandLineOptions options = new CommandLineOptions(arguments);
        if (options.shouldHelp()) {
            options.showHelp();
        } else if (options.shouldList()) {
            new Runner(options).list();
        } else {
            compare(new Runner(options).run());
        }
    }

    private static void compare(Collection<RunResult> results) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (RunResult result : results) {
            scores.put(
                    nameOf(result.getParams()),
                    result.getPrimaryResult().getStatistics().getPercentile(10));
        }
        System.out.printf("%n%-40s %12s %12s %9s%n", "microseconds, fastest tenth", "baseline", "keiba", "ratio");
        scores.forEach((name, baseline) -> {
            Double keiba = scores.get(name.replace(".baseline", ".keiba"));
            if (name.contains(".baseline") && keiba != null) {
                System.out.printf(
                        Locale.ROOT,
                        "%-40s %12.1f %12.1f %8.0fx%n",
                        name.replace("Benchmark.baseline", ""),
                        baseline,
                        keiba,
                        baseline / keiba);
            }
        });
    }

    /** {@code "SettlementBenchmark.baseline, scratched 1"}. */
    private static String nameOf(BenchmarkParams params) {
        String benchmark = params.getBenchmark();
        StringBuilder name =
                new StringBuilder(benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1));
        for (String key : params.getParamsKeys()) {
            name.append(", ").append(key).append(' ').append(params.getParam(key));
        }
        return name.toString();
    }
}
