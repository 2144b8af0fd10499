package keiba.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Purchases of all types and methods, of many users, on some races. Requests are made beforehand, so that sending them is cheap. */
final class Purchases {
    static final int RUNNERS = 18;
    private static final int MANY = 20_000;
    private static final byte[] KEY = "Idempotency-Key: ".getBytes(StandardCharsets.US_ASCII);
    private static final String NO_KEY = "0000000000000000";
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int BITS_PER_DIGIT = 4;

    private final List<Bet> bets = new ArrayList<>(MANY);
    private final List<byte[]> unkeyed = new ArrayList<>(MANY);
    private final List<byte[]> keyed = new ArrayList<>(MANY);

    /**
     * A purchase that can be made any number of times.
     *
     * @param body the members that say what is bought, without braces
     */
    private record Bet(int user, int race, String body) {}

    /**
     * @param races the races on which to bet
     * @param tokens one of each user, beginning with user 1
     */
    Purchases(List<Integer> races, List<String> tokens) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < MANY; i++) {
            int race = races.get(random.nextInt(races.size()));
            Bet bet = new Bet(1 + i % tokens.size(), race, bet(random) + ",\"amount\":100");
            String body = "{\"race_id\":" + race + "," + bet.body() + "}";
            bets.add(bet);
            unkeyed.add(HttpConnection.post("/v1/purchases", tokens.get(i % tokens.size()), "", body));
            keyed.add(HttpConnection.post(
                    "/v1/purchases", tokens.get(i % tokens.size()), "Idempotency-Key: " + NO_KEY + "\r\n", body));
        }
    }

    /** Returns a request without an idempotency key. */
    byte[] unkeyed(int number) {
        return unkeyed.get(number % MANY);
    }

    /** Returns a request of which every second one has an idempotency key that no other has. */
    byte[] halfKeyed(int number) {
        return number % 2 == 0 ? unkeyed(number) : withKey(keyed.get(number % MANY), number);
    }

    private static byte[] withKey(byte[] template, int number) {
        byte[] request = template.clone();
        int end = indexOfKey(request) + NO_KEY.length();
        for (long rest = number; rest > 0; rest >>>= BITS_PER_DIGIT) {
            request[--end] = DIGITS[(int) (rest & (DIGITS.length - 1))];
        }
        return request;
    }

    private static int indexOfKey(byte[] request) {
        for (int at = 0; at + KEY.length < request.length; at++) {
            if (Arrays.equals(request, at, at + KEY.length, KEY, 0, KEY.length)) {
                return at + KEY.length;
            }
        }
        throw new IllegalArgumentException("a request without a key");
    }

    /** Returns the race of a message. */
    int race(int number) {
        return bets.get(number % MANY).race();
    }

    /** Returns the same purchase as the message of a producer that writes to the topic itself. */
    byte[] message(int number, UUID id) {
        Bet bet = bets.get(number % MANY);
        String json = "{\"message_id\":\"" + id + "\",\"user_id\":" + bet.user() + ",\"race_id\":" + bet.race() + ","
                + bet.body() + ",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
        return json.getBytes(StandardCharsets.UTF_8);
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
