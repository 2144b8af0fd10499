package keiba.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Requests that buy: all types and methods, many users, a dozen races. Ready to be sent, so that making them costs nothing. */
final class Purchases {
    static final int RACES = 12;
    static final int RUNNERS = 18;
    private static final int MANY = 20_000;

    private final List<byte[]> requests = new ArrayList<>(MANY);

    /**
     * @param tokens one of each user
     */
    Purchases(List<String> tokens) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < MANY; i++) {
            String body = "{\"race_id\":" + (1 + random.nextInt(RACES)) + "," + bet(random) + ",\"amount\":100}";
            requests.add(HttpConnection.post("/v1/purchases", tokens.get(i % tokens.size()), "", body));
        }
    }

    byte[] request(int number) {
        return requests.get(number % MANY);
    }

    private static String bet(SplittableRandom random) {
        int a = 1 + random.nextInt(RUNNERS - 3);
        return switch (random.nextInt(10)) {
            case 0, 1 -> "\"bet_type\":\"WIN\",\"horse_number\":" + a;
            case 2 -> "\"bet_type\":\"PLACE\",\"horse_number\":" + a;
            case 3 -> selection("QUINELLA", "STRAIGHT\",\"numbers\":[" + a + "," + (a + 1) + "]");
            case 4 -> selection("WIDE", "STRAIGHT\",\"numbers\":[" + a + "," + (a + 2) + "]");
            case 5 ->
                selection(
                        "EXACTA",
                        "WHEEL\",\"axis\":[" + a + "],\"partners\":[" + (a + 1) + "," + (a + 2) + "],\"multi\":true");
            case 6 -> selection("TRIO", "BOX\",\"numbers\":[" + a + "," + (a + 1) + "," + (a + 2) + "]");
            case 7 -> selection("TRIO", "STRAIGHT\",\"numbers\":[" + a + "," + (a + 1) + "," + (a + 3) + "]");
            case 8 ->
                selection("TRIFECTA", "BOX\",\"numbers\":[" + a + "," + (a + 1) + "," + (a + 2) + "," + (a + 3) + "]");
            default ->
                selection(
                        "TRIFECTA",
                        "FORMATION\",\"columns\":[[" + a + "],[" + (a + 1) + "],[" + (a + 2) + "," + a + "]]");
        };
    }

    private static String selection(String type, String method) {
        return "\"bet_type\":\"" + type + "\",\"selection\":{\"method\":\"" + method + "}";
    }
}
