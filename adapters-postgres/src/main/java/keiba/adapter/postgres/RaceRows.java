package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.RACE;

import java.util.List;
import keiba.application.race.RaceCard;
import keiba.wire.CardWire;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.ProposalWire;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SelectField;

/** Reads and writes races in the database. */
final class RaceRows {
    /** The columns that {@link #card} needs. */
    static final List<SelectField<?>> COLUMNS = List.of(
            RACE.raceId, RACE.raceDay, RACE.postTime, RACE.deadline, RACE.declared, RACE.standing, RACE.version);

    private RaceRows() {}

    static RaceCard card(Record row) {
        return CardWire.read(
                ProposalWire.readRecord(fields(row.get(RACE.declared))),
                row.get(RACE.raceDay),
                row.get(RACE.postTime),
                row.get(RACE.deadline),
                fields(row.get(RACE.standing)),
                row.get(RACE.version));
    }

    static JSONB declared(RaceCard card) {
        return JSONB.valueOf(Json.text(ProposalWire.record(card.declared())));
    }

    static JSONB standing(RaceCard card) {
        return JSONB.valueOf(Json.text(CardWire.standing(card)));
    }

    private static Fields fields(JSONB json) {
        return Fields.of(Json.read(json.data()));
    }
}
