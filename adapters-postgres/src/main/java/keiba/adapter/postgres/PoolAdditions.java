package keiba.adapter.postgres;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import keiba.adapter.postgres.JointBooking.Sold;
import keiba.application.odds.BoardId;
import keiba.domain.bet.CombinationSet;

/** Adds stakes to the pools' running totals: each touched pool is written once, where it lies. */
final class PoolAdditions {
    private static final Comparator<BoardId> IN_ORDER = Comparator.comparing(BoardId::race)
            .thenComparing(board -> board.type().name());

    private static final String LOCK = """
            SELECT 1 FROM pool p JOIN unnest(?, ?) AS t (race_id, bet_type) ON p.race_id = t.race_id AND p.bet_type = t.bet_type
            ORDER BY p.race_id, p.bet_type
            FOR UPDATE OF p""";

    private static final String OPEN = """
            INSERT INTO pool (race_id, bet_type, version, stakes, total_yen)
            SELECT race_id, bet_type, 0, array_fill(0::bigint, ARRAY[combinations]), 0
            FROM unnest(?, ?, ?) AS n (race_id, bet_type, combinations)
            ON CONFLICT DO NOTHING""";

    private static final String OPEN_ACCOUNTS = """
            INSERT INTO account (account_id, class, race_id, bet_type)
            SELECT account_id, 'POOL', race_id, bet_type FROM unnest(?, ?, ?) AS n (account_id, race_id, bet_type)
            ON CONFLICT DO NOTHING""";

    private static final String ADD = """
            UPDATE pool p
            SET version = p.version + 1,
                stakes = add_stakes(p.stakes, t.indexes::integer[], t.yen::bigint[]),
                total_yen = p.total_yen + t.total
            FROM unnest(?, ?, ?, ?, ?) AS t (race_id, bet_type, indexes, yen, total)
            WHERE p.race_id = t.race_id AND p.bet_type = t.bet_type""";

    private final Connection connection;
    private long[] scratch = {};

    PoolAdditions(Connection connection) {
        this.connection = connection;
    }

    /** What is added to a pool: yen at indexes, of which none occurs twice. */
    private record Addition(BoardId board, int combinations, String indexes, String yen, long total) {}

    void add(List<Sold> tickets) {
        List<Addition> additions = additions(tickets);
        if (lock(additions) < additions.size()) {
            open(additions);
            lock(additions);
        }
        update(additions);
    }

    private List<Addition> additions(List<Sold> tickets) {
        Map<BoardId, List<Sold>> byBoard = new TreeMap<>(IN_ORDER);
        tickets.forEach(ticket -> byBoard.computeIfAbsent(ticket.board(), board -> new ArrayList<>())
                .add(ticket));
        return byBoard.entrySet().stream()
                .map(board -> addition(board.getKey(), board.getValue()))
                .toList();
    }

    private Addition addition(BoardId board, List<Sold> tickets) {
        int combinations =
                tickets.getFirst().bought().combinations().numbering().count();
        if (scratch.length < combinations) {
            scratch = new long[combinations];
        }
        IntStream.Builder touched = IntStream.builder();
        long total = 0;
        for (Sold ticket : tickets) {
            long unit = ticket.message().bet().amount().value();
            CombinationSet set = ticket.bought().combinations();
            for (int i = 0; i < set.size(); i++) {
                int index = set.index(i);
                if (scratch[index] == 0) {
                    touched.add(index);
                }
                scratch[index] += unit;
            }
            total += ticket.bought().total().value();
        }
        int[] indexes = touched.build().toArray();
        String yen = ArrayText.of(Arrays.stream(indexes).mapToLong(index -> scratch[index]));
        Arrays.stream(indexes).forEach(index -> scratch[index] = 0);
        return new Addition(board, combinations, ArrayText.of(Arrays.stream(indexes)), yen, total);
    }

    /** How many there are. */
    private int lock(List<Addition> additions) {
        try (PlainStatement statement = new PlainStatement(connection, LOCK)) {
            return boards(statement, additions).fetch(row -> row.getInt(1)).size();
        }
    }

    private static PlainStatement boards(PlainStatement statement, List<Addition> additions) {
        return statement
                .bigints(additions, addition -> addition.board().race().value())
                .texts(additions, addition -> addition.board().type().name());
    }

    /** Makes the pools that are missing, and their accounts. */
    private void open(List<Addition> additions) {
        try (PlainStatement pools = new PlainStatement(connection, OPEN);
                PlainStatement accounts = new PlainStatement(connection, OPEN_ACCOUNTS)) {
            boards(pools, additions).integers(additions, Addition::combinations).update();
            boards(accounts.texts(additions, addition -> AccountName.pool(addition.board())), additions)
                    .update();
        }
    }

    private void update(List<Addition> additions) {
        try (PlainStatement statement = new PlainStatement(connection, ADD)) {
            boards(statement, additions)
                    .texts(additions, Addition::indexes)
                    .texts(additions, Addition::yen)
                    .bigints(additions, Addition::total)
                    .update();
        }
    }
}
