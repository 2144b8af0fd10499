package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.RACE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keiba.application.odds.BoardId;
import keiba.application.odds.PoolBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Pool;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Reads the running totals of the pools. */
final class PostgresPoolBook implements PoolBook {
    private final Transactions transactions;

    PostgresPoolBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<PoolState> pools(Collection<BoardId> boards) {
        Set<BoardId> wanted = new LinkedHashSet<>(boards);
        return wanted.isEmpty() ? List.of() : transactions.snapshot(session -> pools(session, wanted));
    }

    @Override
    public Map<BoardId, Long> versions(Collection<BoardId> boards) {
        return boards.isEmpty() ? Map.of() : transactions.read(session -> PoolRows.versions(session, boards));
    }

    static List<PoolState> pools(DSLContext session, Set<BoardId> boards) {
        Instant now = session.fetchValue(DSL.field("statement_timestamp()", SQLDataType.INSTANT));
        Map<RaceId, RaceCard> cards = cards(session, boards);
        Map<BoardId, PoolRows.PoolRow> rows = PoolRows.of(session, boards);
        List<PoolState> states = new ArrayList<>();
        for (BoardId board : boards) {
            RaceCard card = cards.get(board.race());
            if (card != null) {
                states.add(state(card, board.type(), rows.get(board), now));
            }
        }
        return states;
    }

    private static PoolState state(RaceCard card, BetType type, PoolRows.@Nullable PoolRow row, Instant now) {
        Numbering numbering = Numbering.of(type, card.race().field().runners());
        return row == null
                ? new PoolState(card, Pool.empty(numbering), 0, now)
                : new PoolState(card, row.pool(numbering), row.version(), now);
    }

    private static Map<RaceId, RaceCard> cards(DSLContext session, Set<BoardId> boards) {
        return session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.raceId.eq(DSL.any(raceIds(boards))))
                .fetchMap(row -> new RaceId(row.get(RACE.raceId)), RaceRows::card);
    }

    private static Long[] raceIds(Set<BoardId> boards) {
        return boards.stream().map(board -> board.race().value()).distinct().toArray(Long[]::new);
    }
}
