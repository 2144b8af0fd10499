package keiba.adapter.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static keiba.adapter.postgres.Tables.FINAL_ODDS;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import keiba.application.caller.Actor;
import keiba.application.odds.BoardId;
import keiba.application.odds.FinalOddsBook;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Pool;
import keiba.wire.OddsWire;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** Stores the final odds. */
final class PostgresFinalOddsBook implements FinalOddsBook {
    private final Transactions transactions;
    private final RaceStore store;

    PostgresFinalOddsBook(Transactions transactions, RaceStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    @Override
    public List<RaceId> uncounted(int tickets, int limit) {
        return transactions.read(session -> CountedTickets.findUncounted(session, tickets, limit));
    }

    @Override
    public boolean countAhead(RaceId race, int tickets) {
        return transactions.write(session -> RaceStore.find(session, race)
                .map(card -> CountedTickets.countAhead(session, card, tickets))
                .orElse(false));
    }

    @Override
    public Optional<Count> count(RaceId race) {
        return count(race, CountedTickets::count);
    }

    @Override
    public Optional<Count> countAll(RaceId race) {
        return count(race, CountedTickets::countAll);
    }

    private Optional<Count> count(RaceId race, BiFunction<DSLContext, RaceCard, Map<BetType, long[]>> counting) {
        return transactions.snapshot(session -> {
            transactions.bePatient(session);
            return RaceStore.find(session, race).map(card -> count(session, card, counting.apply(session, card)));
        });
    }

    private static Count count(DSLContext session, RaceCard card, Map<BetType, long[]> stakes) {
        Set<BoardId> boards = new LinkedHashSet<>();
        card.market().offering().types().forEach(type -> boards.add(new BoardId(card.id(), type)));
        List<PoolState> running = PostgresPoolBook.pools(session, boards);
        return new Count(
                card,
                running,
                running.stream()
                        .map(state -> pool(state.pool().numbering(), stakes))
                        .toList());
    }

    private static Pool pool(Numbering numbering, Map<BetType, long[]> stakes) {
        long[] counted = stakes.get(numbering.type());
        return counted == null ? Pool.empty(numbering) : Pool.restore(numbering, counted);
    }

    @Override
    public boolean declare(RaceCard card, List<OddsSheet> sheets) {
        return transactions.write(session -> {
            Optional<RaceCard> counted =
                    RaceStore.lock(session, card.id()).filter(there -> there.version() == card.version() - 1);
            counted.ifPresent(before -> {
                store.save(session, Actor.SYSTEM, "DeclareFinalOdds", before, card);
                insert(session, sheets);
            });
            return counted.isPresent();
        });
    }

    private static void insert(DSLContext session, List<OddsSheet> sheets) {
        for (OddsSheet sheet : sheets) {
            session.insertInto(FINAL_ODDS)
                    .set(FINAL_ODDS.raceId, sheet.board().race().value())
                    .set(FINAL_ODDS.betType, sheet.type().name())
                    .set(FINAL_ODDS.version, sheet.version())
                    .set(FINAL_ODDS.asOf, Times.storable(sheet.asOf()))
                    .set(FINAL_ODDS.sheet, JSONB.valueOf(new String(OddsWire.bytes(sheet), UTF_8)))
                    .execute();
        }
    }
}
