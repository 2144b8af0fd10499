package keiba.adapter.postgres;

import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import keiba.application.caller.UserId;
import keiba.application.odds.BoardId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueChunk.Unreadable;
import keiba.application.purchase.RecordingBook.Bought;
import keiba.application.purchase.RecordingBook.RefusedPurchase;
import keiba.application.purchase.RecordingBook.Verdict;

/**
 * Writes the decisions about chunks with a constant number of statements, which does not depend on the number of chunks
 * and purchases.
 */
final class JointBooking {
    private static final String DEAD_LETTERS = """
            INSERT INTO dead_letter (topic, queue_partition, queue_offset, appended_at, message_id, reason, value, offset_base)
            SELECT topic, lane, queue_offset, appended_at, message_id, reason, value::bytea, offset_base
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS d (topic, lane, queue_offset, appended_at, message_id, reason, value, offset_base)
            ON CONFLICT DO NOTHING""";

    private static final String TICKETS = """
            INSERT INTO ticket (race_day, message_id, user_id, race_id, bet_type, selection, combinations, unit_yen, total_yen,
                                queue_partition, queue_offset, purchased_at)
            SELECT race_day, message_id, user_id, race_id, bet_type, selection::jsonb, combinations::integer[], unit_yen, total_yen,
                   lane, queue_offset, purchased_at
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS t (race_day, message_id, user_id, race_id, bet_type, selection,
                        combinations, unit_yen, total_yen, lane, queue_offset, purchased_at)""";

    private static final String REFUSALS = """
            INSERT INTO refusal (race_day, message_id, user_id, race_id, reason, fingerprint, queue_partition, queue_offset, refused_at)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Connection connection;
    private final Ledger ledger;
    private final Map<Integer, Long> bases;
    private final List<Sold> sold = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Buried> buried = new ArrayList<>();

    /**
     * @param ledger the ledger that has locked the bettors' accounts
     * @param bases the number that is added to an offset to get its number in the books, by lane
     */
    JointBooking(Connection connection, Ledger ledger, Map<Integer, Long> bases) {
        this.connection = connection;
        this.ledger = ledger;
        this.bases = bases;
    }

    /**
     * A ticket.
     *
     * @param lane the lane that contains its purchase
     * @param day the day under which it is stored, which is the day of its race
     */
    record Sold(int lane, LocalDate day, Bought bought) {

        PurchaseMessage message() {
            return bought.purchase().message();
        }

        BoardId board() {
            return new BoardId(message().race(), bought.combinations().type());
        }
    }

    /** A dead letter. */
    private record Buried(QueueChunk chunk, Unreadable letter) {}

    void add(int lane, LocalDate day, Verdict verdict) {
        switch (verdict) {
            case Bought bought -> sold.add(new Sold(lane, day, bought));
            case RefusedPurchase refused -> refusals.add(Refusal.of(lane, day, refused));
        }
    }

    void add(Refusal refusal) {
        refusals.add(refusal);
    }

    void addDeadLetters(QueueChunk chunk) {
        for (QueueChunk.Entry entry : chunk.entries()) {
            if (entry instanceof Unreadable letter) {
                buried.add(new Buried(chunk, letter));
            }
        }
    }

    /** Writes everything that was added. */
    void book() {
        if (!buried.isEmpty()) {
            writeDeadLetters();
        }
        if (!sold.isEmpty()) {
            writeTickets();
        }
        if (!refusals.isEmpty()) {
            writeRefusals();
        }
        if (!sold.isEmpty()) {
            new PoolAdditions(connection).add(sold);
            ledger.book(sold.stream().map(JointBooking::stake).toList());
        }
    }

    private static Ledger.Movement stake(Sold ticket) {
        return Ledger.Movement.from(
                ticket.message().user(),
                Ledger.LedgerMovement.STAKE,
                ticket.day(),
                AccountName.pool(ticket.board()),
                ticket.bought().total(),
                ticket.message().id().value());
    }

    /**
     * Returns the number of a message in its lane. Unlike the offset, the number always increases, even if a new topic
     * begins at offset 0 again.
     */
    private long number(int lane, QueueChunk.Entry entry) {
        return base(lane) + entry.offset();
    }

    private long base(int lane) {
        return bases.getOrDefault(lane, 0L);
    }

    private void writeDeadLetters() {
        try (PlainStatement statement = new PlainStatement(connection, DEAD_LETTERS)) {
            statement
                    .uuids(buried, dead -> dead.chunk().queue().value())
                    .integers(buried, dead -> dead.chunk().lane())
                    .bigints(buried, dead -> number(dead.chunk().lane(), dead.letter()))
                    .times(buried, dead -> dead.letter().appendedAt())
                    .uuids(buried, dead -> dead.letter().id().orElse(null))
                    .texts(buried, dead -> StorableText.of(dead.letter().reason()))
                    .texts(
                            buried,
                            dead -> dead.letter()
                                    .value()
                                    .map(JointBooking::hexadecimal)
                                    .orElse(null))
                    .bigints(buried, dead -> base(dead.chunk().lane()))
                    .update();
        }
    }

    /** Returns bytes in PostgreSQL's hexadecimal text format. */
    private static String hexadecimal(QueueChunk.Bytes value) {
        return "\\x" + HexFormat.of().formatHex(value.toArray());
    }

    private void writeTickets() {
        try (PlainStatement statement = new PlainStatement(connection, TICKETS)) {
            statement
                    .dates(sold, Sold::day)
                    .uuids(sold, ticket -> ticket.message().id())
                    .bigints(sold, ticket -> ticket.message().user().value())
                    .bigints(sold, ticket -> ticket.message().race().value())
                    .texts(sold, ticket -> ticket.bought().combinations().type().name())
                    .texts(
                            sold,
                            ticket ->
                                    TicketRows.selection(ticket.message().bet().selection()))
                    .texts(sold, ticket -> ArrayText.of(ticket.bought().combinations().stream()))
                    .bigints(sold, ticket -> ticket.message().bet().amount().value())
                    .bigints(sold, ticket -> ticket.bought().total().value())
                    .integers(sold, Sold::lane)
                    .bigints(
                            sold,
                            ticket -> number(ticket.lane(), ticket.bought().purchase()))
                    .times(sold, ticket -> ticket.bought().purchase().appendedAt())
                    .update();
        }
    }

    private void writeRefusals() {
        try (PlainStatement statement = new PlainStatement(connection, REFUSALS)) {
            statement
                    .dates(refusals, Refusal::day)
                    .uuids(refusals, Refusal::id)
                    .bigintsOrNulls(
                            refusals,
                            refusal -> refusal.user().map(UserId::value).orElse(null))
                    .bigintsOrNulls(
                            refusals,
                            refusal -> refusal.message()
                                    .map(message -> message.race().value())
                                    .orElse(null))
                    .texts(refusals, refusal -> refusal.reason().name())
                    .texts(
                            refusals,
                            refusal -> refusal.message()
                                    .map(message -> message.bet().fingerprint())
                                    .orElse(null))
                    .integers(refusals, Refusal::lane)
                    .bigints(refusals, refusal -> number(refusal.lane(), refusal.entry()))
                    .times(refusals, refusal -> refusal.entry().appendedAt())
                    .update();
        }
    }
}
