package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.SETTLEMENT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.TypeSettlement;
import keiba.application.settlement.TypeSettlement.Paying;
import keiba.application.settlement.TypeSettlement.Sums;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Reads and writes settlements of bet types in the database. */
final class SettlementRows {
    private SettlementRows() {}

    static void insert(DSLContext session, RaceId race, List<TypeSettlement> types) {
        new BulkInsert<TypeSettlement>(SETTLEMENT)
                .column(SETTLEMENT.raceId, type -> race.value())
                .column(SETTLEMENT.betType, type -> type.type().name())
                .column(SETTLEMENT.kind, type -> type.kind().name())
                .text(SETTLEMENT.winning, type -> ArrayText.of(type.winning().stream()))
                .text(
                        SETTLEMENT.paysIndex,
                        type -> ArrayText.of(type.paying().stream().mapToInt(Paying::index)))
                .text(
                        SETTLEMENT.paysPer100,
                        type -> ArrayText.of(type.paying().stream()
                                .mapToLong(paying -> paying.per100().value())))
                .text(
                        SETTLEMENT.paysPopularity,
                        type -> ArrayText.of(type.paying().stream()
                                .mapToInt(paying -> paying.popularity().orElse(0))))
                .column(
                        SETTLEMENT.specialPer100,
                        type -> type.special().map(Yen::value).orElse(null))
                .column(SETTLEMENT.sales, type -> type.sums().sales().value())
                .column(SETTLEMENT.refunds, type -> type.sums().refunds().value())
                .column(SETTLEMENT.payouts, type -> type.sums().payouts().value())
                .column(SETTLEMENT.takeout, type -> type.sums().takeout().value())
                .column(SETTLEMENT.breakage, type -> type.sums().breakage().value())
                .column(SETTLEMENT.topUps, type -> type.sums().topUps().value())
                .of(session, types)
                .execute();
    }

    /** Returns the settlements of the bet types of a race, in the order of the types; empty before the settlement. */
    static List<TypeSettlement> read(DSLContext session, RaceCard card) {
        int runners = card.race().field().runners();
        List<TypeSettlement> types = new ArrayList<>(session.selectFrom(SETTLEMENT)
                .where(SETTLEMENT.raceId.eq(card.id().value()))
                .fetch(row -> settlement(row, runners)));
        types.sort(Comparator.comparing(TypeSettlement::type));
        return List.copyOf(types);
    }

    private static TypeSettlement settlement(Record row, int runners) {
        Numbering numbering = Numbering.of(BetType.valueOf(row.get(SETTLEMENT.betType)), runners);
        int[] winning = Arrays.stream(row.get(SETTLEMENT.winning))
                .mapToInt(Integer::intValue)
                .toArray();
        return new TypeSettlement(
                CombinationSet.of(numbering, winning),
                TypeSettlement.SettlementKind.valueOf(row.get(SETTLEMENT.kind)),
                paying(row),
                Optional.ofNullable(row.get(SETTLEMENT.specialPer100)).map(Yen::of),
                new Sums(
                        Yen.of(row.get(SETTLEMENT.sales)),
                        Yen.of(row.get(SETTLEMENT.refunds)),
                        Yen.of(row.get(SETTLEMENT.payouts)),
                        Yen.of(row.get(SETTLEMENT.takeout)),
                        Yen.of(row.get(SETTLEMENT.breakage)),
                        Yen.of(row.get(SETTLEMENT.topUps))));
    }

    private static List<Paying> paying(Record row) {
        Integer[] indexes = row.get(SETTLEMENT.paysIndex);
        Long[] per100 = row.get(SETTLEMENT.paysPer100);
        Integer[] popularity = row.get(SETTLEMENT.paysPopularity);
        List<Paying> paying = new ArrayList<>(indexes.length);
        for (int i = 0; i < indexes.length; i++) {
            paying.add(new Paying(
                    indexes[i],
                    Yen.of(per100[i]),
                    popularity[i] == 0 ? OptionalInt.empty() : OptionalInt.of(popularity[i])));
        }
        return paying;
    }
}
