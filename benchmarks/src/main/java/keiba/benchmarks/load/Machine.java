package keiba.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the load of the machine: its processors, and the part of the load that does not belong to this measurement. */
final class Machine {
    /** From this many processors on, what others use is worth a warning. */
    static final double WORTH_A_WARNING = 0.15;

    private static final Path STATISTICS = Path.of("/proc/stat");
    /** Linux counts in hundredths of a second. */
    private static final double TICKS_PER_SECOND = 100;

    private static final List<Integer> IDLE_FIELDS = List.of(4, 5);
    private static final int LAST_FIELD = 8;

    /** Fields of the statistics of a process or thread after its name, counted from 0. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private static final int ENDED_USER = 13;

    private static final int ENDED_SYSTEM = 14;

    private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");

    private Machine() {}

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * Returns how many processes wanted a processor, on average over the last minute; negative if the system does not
     * say.
     */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Seconds of all processors so far that were not idle, or empty if the system does not say. */
    static Optional<Double> busySeconds() {
        try (Stream<String> lines = Files.lines(STATISTICS)) {
            return lines.findFirst().map(Machine::busySeconds);
        } catch (IOException | RuntimeException elsewhere) {
            return Optional.empty();
        }
    }

    /** Of a line such as {@code cpu  1 2 3 4 5 6 7 8 9 10}: the ticks of guests are part of the others. */
    static double busySeconds(String line) {
        List<String> fields = Arrays.asList(line.strip().split("\\s+"));
        double ticks = 0;
        for (int field = 1; field <= Math.min(LAST_FIELD, fields.size() - 1); field++) {
            ticks += IDLE_FIELDS.contains(field) ? 0 : Long.parseLong(fields.get(field));
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Seconds of processor time of a process and of all that it has started, whether or not they still run. */
    static double secondsWithChildren(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(each -> ended(each) + seconds(each))
                .sum();
    }

    /** Seconds of processor time of a process. */
    static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /**
     * Seconds of processor time that the just-in-time compilers of a JVM have used so far; 0 if the system does not say. They work until the
     * code that is run often is compiled, which takes minutes, and until then figures are those of a cold JVM.
     */
    static double compilerSeconds(ProcessHandle jvm) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(jvm.pid()), "task"))) {
            return threads.mapToDouble(Machine::compilerSeconds).sum();
        } catch (IOException | UncheckedIOException elsewhere) {
            return 0;
        }
    }

    /** Of a thread, which may have ended meanwhile. */
    private static double compilerSeconds(Path thread) {
        try {
            return compilerSeconds(Files.readString(thread.resolve("stat")));
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Of a line such as {@code 17 (C2 CompilerThre) S 1 …}, in which Linux keeps 15 characters of the name; 0 for other threads. */
    static double compilerSeconds(String line) {
        return COMPILER.matcher(line).find() ? seconds(line, USER, SYSTEM) : 0;
    }

    /** Seconds of the processes that a process started and that have ended; 0 if the system does not say. */
    private static double ended(ProcessHandle process) {
        try {
            return endedChildrenSeconds(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
        } catch (IOException | RuntimeException elsewhere) {
            return 0;
        }
    }

    /** Of a line such as {@code 17 (a name) S 1 …}: the name may hold spaces and brackets. */
    static double endedChildrenSeconds(String line) {
        return seconds(line, ENDED_USER, ENDED_SYSTEM);
    }

    private static double seconds(String line, int user, int system) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[user]) + Long.parseLong(fields[system])) / TICKS_PER_SECOND;
    }

    static String loadText() {
        double load = load();
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
    }
}
