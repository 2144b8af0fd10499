package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.bootstrap.serve.Api.Answer;

/** Races that are on sale for the next hours, bettors with money, and bets at random. */
final class RaceDay {
    /** The field of every race, from which the test computes odds itself. */
    static final int RUNNERS = 10;

    static final int FIRST_BETTOR = 1_000;

    private final int races;
    private final Instant post = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(2));

    /** A day with races 1 to this many. */
    RaceDay(int races) {
        this.races = races;
    }

    int races() {
        return races;
    }

    /** Puts all races on sale. */
    void open(Api api) {
        String operator = operator(api);
        for (int race = 1; race <= races; race++) {
            assertThat(api.post("/v1/races", operator, declaration(race)).status())
                    .isEqualTo(201);
            assertThat(api.post("/v1/races", operator, declaration(race)).status())
                    .isEqualTo(200);
            assertThat(api.post("/v1/races/" + race + "/open", operator, "")
                            .body()
                            .path("state")
                            .asText())
                    .isEqualTo("OPEN");
        }
    }

    static String operator(Api api) {
        return api.token(1, Set.of("operator", "cashier"));
    }

    static String bettor(Api api, long user) {
        return api.token(user, Set.of("bettor"));
    }

    private String declaration(int race) {
        String runners = IntStream.rangeClosed(1, RUNNERS)
                .mapToObj(horse -> "{\"horse_number\":" + horse + ",\"name\":\"Horse " + horse + "\"}")
                .collect(Collectors.joining(","));
        return "{\"race_id\":" + race + ",\"date\":\""
                + dayInJapan(post) + "\",\"venue\":\"Sapporo\",\"race_number\":"
                + race + ",\"name\":\"Race " + race + "\",\"post_time\":\"" + post + "\",\"runners\":[" + runners
                + "]}";
    }

    /** The race day of a post time. */
    static LocalDate dayInJapan(Instant post) {
        return post.atOffset(ZoneOffset.ofHours(9)).toLocalDate();
    }

    /** Returns whether every bet type of a race has final odds. */
    static boolean isFinal(Api api, long race) {
        JsonNode boards = api.get("/v1/races/" + race + "/odds", "").body().path("boards");
        return !boards.isEmpty()
                && boards.valueStream()
                        .allMatch(board -> board.path("kind").asText().equals("FINAL"));
    }

    /** Waits for the final odds of a closed race, posts this order of finish, and has another operator confirm it. */
    static void makeOfficial(Api api, int race, int... horses) {
        RunningService.await("the final odds of race " + race, () -> isFinal(api, race));
        String order =
                Arrays.stream(horses).mapToObj(horse -> "[" + horse + "]").collect(Collectors.joining(","));
        Answer posted = api.put(
                "/v1/races/" + race + "/result", operator(api), "{\"order\":[" + order + "],\"not_placed\":[]}");
        assertThat(posted.status()).isEqualTo(200);
        Answer confirmed = api.post(
                "/v1/races/" + race + "/result/confirmation",
                api.token(2, Set.of("operator")),
                "{\"result_version\":" + posted.body().get("result_version") + "}");
        assertThat(confirmed.status()).isEqualTo(200);
    }

    static void deposit(Api api, long user, long yen) {
        assertThat(api.post(
                                "/v1/accounts/" + user + "/deposits",
                                operator(api),
                                "d" + user + "-" + yen,
                                "{\"amount\":" + yen + "}")
                        .status())
                .isEqualTo(201);
    }

    /** Returns the tokens of this many bettors, with this deposit each. */
    static List<String> bettors(Api api, int count, long yen) {
        List<String> tokens = new ArrayList<>();
        for (int user = FIRST_BETTOR; user < FIRST_BETTOR + count; user++) {
            deposit(api, user, yen);
            tokens.add(bettor(api, user));
        }
        return tokens;
    }

    /** A purchase of 100 yen on one horse to win. */
    static String win(int race, int horse) {
        return "{\"race_id\":" + race + ",\"bet_type\":\"WIN\",\"horse_number\":" + horse + ",\"amount\":100}";
    }

    /** Returns a purchase of any bet type and method on one of the races; the same for the same number. */
    String purchase(int number) {
        SplittableRandom random = new SplittableRandom(number);
        return "{\"race_id\":" + (1 + random.nextInt(races)) + "," + bet(random) + ",\"amount\":100}";
    }

    private static String bet(SplittableRandom random) {
        int a = 1 + random.nextInt(RUNNERS - 2);
        int b = a + 1;
        int c = a + 2;
        return switch (random.nextInt(8)) {
            case 0 -> "\"bet_type\":\"WIN\",\"horse_number\":" + a;
            case 1 -> "\"bet_type\":\"PLACE\",\"horse_number\":" + a;
            case 2 -> selection("QUINELLA", "\"method\":\"STRAIGHT\",\"numbers\":[" + a + "," + b + "]");
            case 3 -> selection("TRIO", "\"method\":\"BOX\",\"numbers\":[" + a + "," + b + "," + c + "]");
            case 4 ->
                selection(
                        "EXACTA",
                        "\"method\":\"WHEEL\",\"axis\":[" + a + "],\"partners\":[" + b + "," + c + "],\"multi\":true");
            case 5 ->
                selection(
                        "TRIFECTA",
                        "\"method\":\"FORMATION\",\"columns\":[[" + a + "],[" + b + "],[" + c + "," + a + "]]");
            case 6 -> selection("BRACKET_QUINELLA", "\"method\":\"BOX\",\"numbers\":[1,4," + (a % 3 + 5) + "]");
            default -> selection("WIDE", "\"method\":\"STRAIGHT\",\"numbers\":[" + a + "," + c + "]");
        };
    }

    private static String selection(String type, String selection) {
        return "\"bet_type\":\"" + type + "\",\"selection\":{" + selection + "}";
    }
}
