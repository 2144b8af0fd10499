package keiba.adapter.postgres;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import keiba.adapter.postgres.JointBooking.Sold;
import keiba.application.odds.BoardId;
import keiba.domain.bet.CombinationSet;

/**
 * Adds stakes to the running totals of pools. The row of each changed pool is written once, and only the segments of
 * its stakes that contain changed combinations are written. A session changes segments only after it has locked the row
 * of their pool.
 */
final class PoolAdditions {
    /** The number of combinations in a segment of a pool's stakes, as in the tables. */
    private static final int SEGMENT = 128;

    private static final Comparator<BoardId> IN_ORDER = Comparator.comparing(BoardId::race)
            .thenComparing(board -> board.type().name());

    private static final String LOCK = """
            SELECT 1 FROM pool p JOIN unnest(?, ?) AS t (race_id, bet_type) ON p.race_id = t.race_id AND p.bet_type = t.bet_type
            ORDER BY p.race_id, p.bet_type
            FOR UPDATE OF p""";

    private static final String OPEN = """
            INSERT INTO pool (race_id, bet_type, version, total_yen)
            SELECT race_id, bet_type, 0, 0 FROM unnest(?, ?) AS n (race_id, bet_type)
            ON CONFLICT DO NOTHING""";

    private static final String OPEN_STAKES = """
            INSERT INTO pool_stakes (race_id, bet_type, segment, stakes)
            SELECT race_id, bet_type, segment, array_fill(0::bigint, ARRAY[least(128, combinations - 128 * segment)])
            FROM unnest(?, ?, ?) AS n (race_id, bet_type, combinations), generate_series(0, (combinations - 1) / 128) AS segment
            ON CONFLICT DO NOTHING""";

    private static final String OPEN_ACCOUNTS = """
            INSERT INTO account (account_id, class, race_id, bet_type)
            SELECT account_id, 'POOL', race_id, bet_type FROM unnest(?, ?, ?) AS n (account_id, race_id, bet_type)
            ON CONFLICT DO NOTHING""";

    private static final String ADD = """
            WITH pools AS (
                UPDATE pool p
                SET version = p.version + 1, total_yen = p.total_yen + t.total
                FROM unnest(?, ?, ?) AS t (race_id, bet_type, total)
                WHERE p.race_id = t.race_id AND p.bet_type = t.bet_type)
            UPDATE pool_stakes s
            SET stakes = add_stakes(s.stakes, t.indexes::integer[], t.yen::bigint[])
            FROM unnest(?, ?, ?, ?, ?) AS t (race_id, bet_type, segment, indexes, yen)
            WHERE s.race_id = t.race_id AND s.bet_type = t.bet_type AND s.segment = t.segment""";

    private final Connection connection;
    private long[] scratch = {};

    PoolAdditions(Connection connection) {
        this.connection = connection;
    }

    /** An addition to a pool. */
    private record Addition(BoardId board, int combinations, long total, List<Segment> segments) {}

    /** An addition to a segment of a pool: yen at indexes within the segment, each index at most once. */
    private record Segment(BoardId board, int number, String indexes, String yen) {}

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
        List<Segment> segments = segments(board, touched.build().sorted().toArray());
        return new Addition(board, combinations, total, segments);
    }

    /**
     * Returns the segments of the changed indexes, which must be in ascending order. Afterwards the stakes of these
     * indexes are zero again.
     */
    private List<Segment> segments(BoardId board, int[] touched) {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        while (from < touched.length) {
            int number = touched[from] / SEGMENT;
            int to = from + 1;
            while (to < touched.length && touched[to] / SEGMENT == number) {
                to++;
            }
            int[] indexes = Arrays.copyOfRange(touched, from, to);
            String yen = ArrayText.of(Arrays.stream(indexes).mapToLong(index -> scratch[index]));
            Arrays.stream(indexes).forEach(index -> scratch[index] = 0);
            String places = ArrayText.of(Arrays.stream(indexes).map(index -> index % SEGMENT));
            segments.add(new Segment(board, number, places, yen));
            from = to;
        }
        return segments;
    }

    /** Locks the rows of the pools, and returns how many of them exist. */
    private int lock(List<Addition> additions) {
        try (PlainStatement statement = new PlainStatement(connection, LOCK)) {
            return boards(statement, additions, Addition::board)
                    .fetch(row -> row.getInt(1))
                    .size();
        }
    }

    private static <R> PlainStatement boards(PlainStatement statement, List<R> rows, Function<R, BoardId> board) {
        return statement
                .bigints(rows, row -> board.apply(row).race().value())
                .texts(rows, row -> board.apply(row).type().name());
    }

    /** Creates the missing pools, their stakes and their accounts. */
    private void open(List<Addition> additions) {
        try (PlainStatement pools = new PlainStatement(connection, OPEN);
                PlainStatement stakes = new PlainStatement(connection, OPEN_STAKES);
                PlainStatement accounts = new PlainStatement(connection, OPEN_ACCOUNTS)) {
            boards(pools, additions, Addition::board).update();
            boards(stakes, additions, Addition::board)
                    .integers(additions, Addition::combinations)
                    .update();
            boards(
                            accounts.texts(additions, addition -> AccountName.pool(addition.board())),
                            additions,
                            Addition::board)
                    .update();
        }
    }

    private void update(List<Addition> additions) {
        List<Segment> segments = additions.stream()
                .flatMap(addition -> addition.segments().stream())
                .toList();
        try (PlainStatement statement = new PlainStatement(connection, ADD)) {
            boards(statement, additions, Addition::board).bigints(additions, Addition::total);
            int updated = boards(statement, segments, Segment::board)
                    .integers(segments, Segment::number)
                    .texts(segments, Segment::indexes)
                    .texts(segments, Segment::yen)
                    .update();
            if (updated != segments.size()) {
                throw new IllegalStateException(
                        "only " + updated + " of " + segments.size() + " rows of stakes exist; the pools are damaged");
            }
        }
    }
}
