package keiba.jvdata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Assumptions;

/** Reads the published data beside the project, in {@code ../shared}. Where they are absent, the test is skipped. */
final class PublishedData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("\\D+");

    private PublishedData() {}

    /** The 1,172 races of JRA from August to December 2024. */
    static List<JsonNode> races() {
        List<JsonNode> races = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(find("data/jra-2024-results.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                races.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return races;
    }

    /** Races with dead heats and refunds. */
    static List<JsonNode> edgeCases() {
        return read("data/jra-edge-cases.json").valueStream().toList();
    }

    /** The stakes of a race of sixteen horses, by type and combination; TRIFECTA is not in the data. */
    static Map<BetType, Map<Combination, Yen>> stakes() {
        Map<BetType, Map<Combination, Yen>> stakes = new TreeMap<>();
        read("data/sapporo-2023-08-05-r03-stakes.json")
                .required("stakes")
                .properties()
                .forEach(ofType -> stakes.put(
                        BetType.valueOf(ofType.getKey()),
                        amounts(BetType.valueOf(ofType.getKey()), ofType.getValue())));
        return stakes;
    }

    /** The dividends of a race, by type and combination. */
    static Map<BetType, Map<Combination, Yen>> dividends(JsonNode race) {
        Map<BetType, Map<Combination, Yen>> dividends = new TreeMap<>();
        race.required("dividends")
                .properties()
                .forEach(ofType -> dividends.put(
                        BetType.valueOf(ofType.getKey()),
                        amounts(BetType.valueOf(ofType.getKey()), ofType.getValue())));
        return dividends;
    }

    private static Map<Combination, Yen> amounts(BetType type, JsonNode amounts) {
        Map<Combination, Yen> byCombination = new TreeMap<>();
        amounts.properties().forEach(amount -> {
            int[] numbers = BETWEEN_NUMBERS
                    .splitAsStream(amount.getKey())
                    .mapToInt(Integer::parseInt)
                    .toArray();
            byCombination.put(
                    Combination.of(type, numbers), Yen.of(amount.getValue().longValue()));
        });
        return byCombination;
    }

    private static JsonNode read(String name) {
        try {
            return JSON.readTree(find(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in the directory of their module, or in the project's root. */
    private static Path find(String name) {
        return Stream.of("../../shared", "../shared")
                .map(directory -> Path.of(directory, name))
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("skipped: no ../shared/" + name + " beside the project"));
    }
}
