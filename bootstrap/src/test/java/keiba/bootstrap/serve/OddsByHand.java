package keiba.bootstrap.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
import keiba.domain.race.Field;
import keiba.domain.rule.RuleBooks;
import keiba.wire.BetWire;
import keiba.wire.Fields;
import keiba.wire.Json;
import redis.clients.jedis.RedisClient;

/**
 * The odds as the domain computes them from the tickets in PostgreSQL alone: each selection is expanded again and added to an empty pool.
 * The pools and boards of the service are compared with these odds.
 */
final class OddsByHand {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Market market = Market.open(RuleBooks.JRA, Field.of(RaceDay.RUNNERS));
    private final Map<Long, Map<BetType, Pool>> pools = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private final String kind;

    private OddsByHand(int races, String kind) {
        this.kind = kind;
        for (long race = 1; race <= races; race++) {
            Map<BetType, Pool> empty = new EnumMap<>(BetType.class);
            market.offering().types().forEach(type -> empty.put(type, market.pool(type)));
            pools.put(race, empty);
        }
    }

    /** Returns where the odds in Redis or the API differ from those of the tickets, for races 1 to this number. */
    static List<String> differences(Database database, String redisUrl, Api api, int races) {
        return differences(database, redisUrl, api, races, "PROVISIONAL");
    }

    /** As {@link #differences(Database, String, Api, int)}, for odds of this kind. */
    static List<String> differences(Database database, String redisUrl, Api api, int races, String kind) {
        OddsByHand odds = new OddsByHand(races, kind);
        odds.addTickets(database);
        odds.compare(redisUrl, api);
        return odds.differences;
    }

    private void addTickets(Database database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT race_id, bet_type, unit_yen, total_yen, selection, combinations FROM ticket")) {
            while (rows.next()) {
                addTicket(rows);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void addTicket(ResultSet row) throws SQLException {
        BetType type = BetType.valueOf(row.getString(2));
        Yen unit = Yen.of(row.getLong(3));
        CombinationSet bought = BetWire.readSelection(Fields.of(Json.read(row.getString(5))))
                .expand(type, market.offering())
                .orElseThrow();
        Integer[] stored = (Integer[]) row.getArray(6).getArray();
        if (!Arrays.stream(bought.indexes()).boxed().toList().equals(List.of(stored))
                || unit.times(bought.size()).value() != row.getLong(4)) {
            differences.add("a ticket is not what it says: " + row.getString(5) + " holds " + List.of(stored) + " for "
                    + row.getLong(4) + " yen");
        }
        pool(row.getLong(1), type).add(bought, unit);
    }

    private Pool pool(long race, BetType type) {
        Pool pool = pools.getOrDefault(race, Map.of()).get(type);
        if (pool == null) {
            throw new IllegalStateException("a ticket of race " + race + ", which sells no " + type);
        }
        return pool;
    }

    private void compare(String redisUrl, Api api) {
        try (RedisClient redis = RedisClient.create(redisUrl)) {
            pools.forEach((race, byType) -> {
                JsonNode answered =
                        api.get("/v1/races/" + race + "/odds", "").body().path("boards");
                byType.forEach((type, pool) -> {
                    String name = "odds:" + race + ":" + type;
                    JsonNode expected = sheet(race, pool);
                    compare(name + " in Redis", expected, read(redis.get(name)));
                    compare(name + " of the API", expected, answered.path(type.name()));
                });
            });
        }
    }

    private static JsonNode read(String shown) {
        try {
            return shown == null ? JSON.createObjectNode() : JSON.readTree(shown);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(shown, unreadable);
        }
    }

    private void compare(String what, JsonNode expected, JsonNode shown) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            if (!field.getValue().equals(shown.path(field.getKey()))) {
                differences.add(what + " shows " + field.getKey() + " " + shown.path(field.getKey()) + ", not "
                        + field.getValue());
            }
        }
    }

    /** Returns the board that the contract requires, without its version and time. */
    private ObjectNode sheet(long race, Pool pool) {
        PoolOdds odds = market.odds(pool);
        ObjectNode sheet = JSON.createObjectNode();
        sheet.set("race_id", number(race));
        sheet.put("bet_type", pool.type().name());
        sheet.put("kind", kind);
        sheet.set("sales", yen(pool.total()));
        sheet.set("refunded", yen(Yen.ZERO));
        sheet.set("total", yen(pool.total()));
        ArrayNode lines = sheet.putArray("odds");
        Popularity popularity = odds.popularity();
        market.offering().onSale(pool.type()).stream()
                .forEach(index ->
                        lines.add(line(pool, odds, popularity.rank(index).orElse(0), index)));
        return sheet;
    }

    private static ObjectNode line(Pool pool, PoolOdds odds, int rank, int index) {
        Numbering numbering = pool.numbering();
        ObjectNode line = JSON.createObjectNode();
        line.put("combination", numbering.combination(index).toString());
        if (pool.type().hasRange()) {
            line.put("odds_min", odds.low(index).map(Odds::toString).orElse(null));
            line.put("odds_max", odds.high(index).map(Odds::toString).orElse(null));
        } else {
            line.put("odds", odds.low(index).map(Odds::toString).orElse(null));
        }
        line.set("stake", yen(pool.stake(index)));
        if (rank > 0) {
            line.put("popularity", rank);
        }
        odds.mark(index).ifPresent(mark -> line.put("mark", mark.name()));
        return line;
    }

    private static JsonNode yen(Yen amount) {
        return number(amount.value());
    }

    /** Converts numbers to the smallest type that fits, as a JSON parser does. */
    private static JsonNode number(long value) {
        return value == (int) value
                ? JSON.getNodeFactory().numberNode((int) value)
                : JSON.getNodeFactory().numberNode(value);
    }
}
