package keiba.domain.published;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import org.junit.jupiter.api.Assumptions;

/** Reads the published data that stand beside the project, in {@code ../shared}. Where they are absent, the test is skipped. */
final class SharedData {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("\\D+");

    private SharedData() {}

    /** A file of one JSON value. */
    static JsonNode read(String name) {
        try {
            return JSON.readTree(find(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A compressed file of one JSON value a line. */
    static List<JsonNode> readLines(String name) {
        List<JsonNode> values = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(find(name))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                values.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    /** A file of one JSON value a line. */
    static List<JsonNode> readPlainLines(String name) {
        List<JsonNode> values = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(find(name))) {
                values.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    /** Tests run in the directory of their module, or in the project's root. */
    private static Path find(String name) {
        return Stream.of("../../shared", "../shared")
                .map(directory -> Path.of(directory, name))
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("skipped: no ../shared/" + name + " beside the project"));
    }

    /** A combination however the files write it: {@code "5"}, {@code "3-7"}, {@code "(3, 7)"}; ordered types in finishing order. */
    static Combination combination(BetType type, String text) {
        return Combination.of(
                type,
                BETWEEN_NUMBERS
                        .splitAsStream(text)
                        .filter(Predicate.not(String::isEmpty))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    /** A pool of stakes in yen by combination; what is absent or 0 is not staked. */
    static Pool pool(Numbering numbering, JsonNode stakes) {
        Pool pool = Pool.empty(numbering);
        stakes.properties().forEach(stake -> {
            if (stake.getValue().longValue() > 0) {
                pool.add(
                        combination(numbering.type(), stake.getKey()),
                        Yen.of(stake.getValue().longValue()));
            }
        });
        return pool;
    }
}
