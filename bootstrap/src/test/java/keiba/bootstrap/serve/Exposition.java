package keiba.bootstrap.serve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics in the text format of Prometheus, read strictly.
 *
 * @param types the type of each family, by its name
 * @param labels the names of the labels of each time series, by the name of the series
 * @param values the value of each series, by its name and labels as they are written
 */
record Exposition(
        SortedMap<String, String> types, SortedMap<String, SortedSet<String>> labels, Map<String, Double> values) {
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(" + LABEL + "(?:," + LABEL
            + ")*),?})? (NaN|[+-]Inf|[+-]?[0-9.]+(?:E[+-]?[0-9]+)?)");
    private static final Pattern LABEL_NAME = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    Exposition {
        types = Collections.unmodifiableSortedMap(types);
        labels = Collections.unmodifiableSortedMap(labels);
        values = Map.copyOf(values);
    }

    /** @throws AssertionError if a line is not allowed, with the line */
    static Exposition read(String text) {
        SortedMap<String, String> types = new TreeMap<>();
        SortedMap<String, SortedSet<String>> labels = new TreeMap<>();
        Map<String, Double> values = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        Set<String> helps = new HashSet<>();
        if (!text.endsWith("\n")) {
            faults.add("the last line has no end");
        }
        for (String line : text.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher help = HELP.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                if (types.put(type.group(1), type.group(2)) != null) {
                    faults.add("twice: " + line);
                }
            } else if (help.matches()) {
                if (!helps.add(help.group(1))) {
                    faults.add("twice: " + line);
                }
            } else if (sample.matches()) {
                String name = sample.group(1);
                if (family(name, types).isEmpty()) {
                    faults.add("of no family: " + line);
                }
                String given = sample.group(2) == null ? "" : sample.group(2);
                Matcher label = LABEL_NAME.matcher(given);
                SortedSet<String> names = labels.computeIfAbsent(name, unused -> new TreeSet<>());
                while (label.find()) {
                    names.add(label.group(1));
                }
                if (values.put(name + "{" + given + "}", value(sample.group(3))) != null) {
                    faults.add("twice: " + line);
                }
            } else {
                faults.add("not readable: " + line);
            }
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join("\n", faults));
        }
        return new Exposition(types, labels, values);
    }

    private static double value(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Returns the family of a series; empty if there is none. */
    static String family(String series, Map<String, String> types) {
        if (types.containsKey(series)) {
            return series;
        }
        for (String ending : List.of("_bucket", "_count", "_sum")) {
            if (series.endsWith(ending)) {
                String family = series.substring(0, series.length() - ending.length());
                String type = types.getOrDefault(family, "");
                if (type.equals("histogram") || (type.equals("summary") && !ending.equals("_bucket"))) {
                    return family;
                }
            }
        }
        return "";
    }

    /** The faults of the histograms: buckets that do not accumulate, or that disagree with their count. */
    List<String> faultsOfHistograms() {
        Map<String, List<Double>> buckets = new TreeMap<>();
        values.keySet().stream()
                .filter(series -> series.contains("_bucket{"))
                .sorted(Comparator.comparingDouble(Exposition::bound))
                .forEach(series -> buckets.computeIfAbsent(
                                series.replace("_bucket{", "_count{").replaceAll(",?le=\"[^\"]*\"", ""),
                                unused -> new ArrayList<>())
                        .add(values.getOrDefault(series, Double.NaN)));
        List<String> faults = new ArrayList<>();
        buckets.forEach((count, cumulated) -> {
            List<Double> sorted = cumulated.stream().sorted().toList();
            if (!sorted.equals(cumulated)) {
                faults.add(count + " has buckets " + cumulated);
            }
            if (!cumulated.getLast().equals(values.get(count))) {
                faults.add(count + " is " + values.get(count) + ", its last bucket " + cumulated.getLast());
            }
        });
        return faults;
    }

    private static double bound(String series) {
        Matcher bound = Pattern.compile("le=\"([^\"]*)\"").matcher(series);
        if (!bound.find()) {
            throw new AssertionError(series + " has no bound");
        }
        return value(bound.group(1));
    }

    /** The value of a series whose labels contain all of these, as they are written. */
    double value(String name, String... parts) {
        return values.entrySet().stream()
                .filter(series -> series.getKey().startsWith(name + "{")
                        && List.of(parts).stream().allMatch(series.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
