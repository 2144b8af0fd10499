package keiba.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import keiba.application.odds.OddsSheet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase.Status;
import keiba.application.race.RaceCard;
import keiba.wire.CardWire;
import keiba.wire.Fields;
import keiba.wire.OddsWire;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/** Compares the keys of the contract in Redis with the values that they should have. */
public final class BoardsAudit {
    private final RedisBoards redis;

    BoardsAudit(RedisBoards redis) {
        this.redis = redis;
    }

    /**
     * A key with a wrong value.
     *
     * @param detail the actual value and the expected value
     */
    public record Difference(String key, String detail) {}

    /** Compares the shown races and their states with those that must be shown. */
    public List<Difference> races(Collection<RaceCard> cards) {
        Map<String, Predicate<String>> due = new TreeMap<>();
        Map<String, String> described = new TreeMap<>();
        for (RaceCard card : cards) {
            String state = "race:" + card.id() + ":state";
            due.put(state, card.state().name()::equals);
            described.put(state, card.state().name());
            String shown = "race:" + card.id() + ":card";
            due.put(shown, text -> says(text, CardWire::read, card::equals));
            described.put(shown, "version " + card.version());
        }
        return differences(due, described, false);
    }

    /** Compares the shown odds with those that must be shown, apart from the time at which they were computed. */
    public List<Difference> odds(Collection<OddsSheet> sheets) {
        Map<String, Predicate<String>> due = new TreeMap<>();
        Map<String, String> described = new TreeMap<>();
        for (OddsSheet sheet : sheets) {
            String key = "odds:" + sheet.board().race() + ":" + sheet.type();
            due.put(key, text -> says(text, OddsWire::read, shown -> shown.saysTheSameAs(sheet)));
            described.put(key, "version " + sheet.version() + ", " + sheet.total());
        }
        List<Difference> differences = new ArrayList<>(differences(due, described, false));
        differences.addAll(compressed(List.copyOf(sheets)));
        return differences;
    }

    /** Compares the compressed texts, which the service sends to its clients. */
    private List<Difference> compressed(List<OddsSheet> sheets) {
        if (sheets.isEmpty()) {
            return List.of();
        }
        List<String> keys = sheets.stream()
                .map(sheet -> RedisOddsBoard.compressedKey(sheet.board()))
                .toList();
        byte[][] asked = keys.stream().map(key -> key.getBytes(UTF_8)).toArray(byte[][]::new);
        List<byte[]> shown = redis.call(client -> client.mget(asked));
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            OddsSheet sheet = sheets.get(i);
            boolean right = Optional.ofNullable(shown.get(i))
                    .flatMap(OddsWire::decompress)
                    .filter(text -> says(new String(text.plain(), UTF_8), OddsWire::read, sheet::saysTheSameAs))
                    .isPresent();
            if (!right) {
                differences.add(new Difference(
                        keys.get(i), "missing, damaged or other odds / version " + sheet.version() + " compressed"));
            }
        }
        return differences;
    }

    /**
     * Compares the shown statuses of purchases with their outcomes. A purchase that is no longer shown is correct,
     * because it is looked up in the books.
     */
    public List<Difference> purchases(Map<MessageId, Status> outcomes) {
        Map<String, Predicate<String>> due = new TreeMap<>();
        Map<String, String> described = new TreeMap<>();
        outcomes.forEach((id, status) -> {
            String key = "purchase:" + id + ":status";
            due.put(key, status.name()::equals);
            described.put(key, status.name());
        });
        return differences(due, described, true);
    }

    private static <T> boolean says(String text, Function<Fields, T> reader, Predicate<T> right) {
        return Stored.read(text, reader).filter(right).isPresent();
    }

    private List<Difference> differences(
            Map<String, Predicate<String>> due, Map<String, String> described, boolean mayBeMissing) {
        Map<String, Response<String>> asked = new TreeMap<>();
        redis.call(client -> {
            try (AbstractPipeline pipeline = client.pipelined()) {
                due.keySet().forEach(key -> asked.put(key, pipeline.get(key)));
                pipeline.sync();
            }
            return asked;
        });
        List<Difference> differences = new ArrayList<>();
        due.forEach((key, right) -> {
            Optional<String> shown = Optional.ofNullable(asked.get(key)).map(Response::get);
            if (shown.isEmpty() ? !mayBeMissing : !right.test(shown.get())) {
                differences.add(new Difference(
                        key, shown.map(BoardsAudit::brief).orElse("missing") + " / " + described.get(key)));
            }
        });
        return differences;
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
