package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.DEAD_LETTER;
import static keiba.adapter.postgres.Tables.REFUSAL;
import static keiba.adapter.postgres.Tables.TICKET;

import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keiba.application.account.UserId;
import keiba.application.odds.BoardId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueChunk.CloseMarker;
import keiba.application.purchase.QueueChunk.Impossible;
import keiba.application.purchase.QueueChunk.Queued;
import keiba.application.purchase.QueueChunk.Unreadable;
import keiba.application.purchase.RecordingBook.Bought;
import keiba.application.purchase.RecordingBook.Refused;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.application.purchase.RefusalReason;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Writes what was decided about a chunk: a handful of statements, however many purchases it holds. */
final class ChunkBooking {
    private final DSLContext session;
    private final QueueChunk chunk;
    private final Map<MessageId, LocalDate> days;
    private final Ledger ledger;

    /**
     * @param days the day under which each purchase is kept
     * @param ledger in which the bettors' accounts are locked
     */
    ChunkBooking(DSLContext session, QueueChunk chunk, Map<MessageId, LocalDate> days, Ledger ledger) {
        this.session = session;
        this.chunk = chunk;
        this.days = days;
        this.ledger = ledger;
    }

    /** A refusal of a purchase, or of a message that is not a purchase. */
    record Refusal(
            MessageId id,
            QueueChunk.Entry entry,
            RefusalReason reason,
            Optional<UserId> user,
            Optional<PurchaseMessage> message) {

        private static Refusal of(Refused verdict) {
            PurchaseMessage message = verdict.purchase().message();
            return new Refusal(
                    message.id(),
                    verdict.purchase(),
                    verdict.reason(),
                    Optional.of(message.user()),
                    Optional.of(message));
        }

        /** The refusal of an unreadable message that has an id, or of an impossible purchase. */
        static Optional<Refusal> withoutJudgement(QueueChunk.Entry entry) {
            return switch (entry) {
                case Unreadable none ->
                    none.id().map(id -> new Refusal(id, none, RefusalReason.MALFORMED, none.user(), Optional.empty()));
                case Impossible none ->
                    Optional.of(new Refusal(none.id(), none, none.reason(), none.user(), Optional.empty()));
                case Queued purchase -> Optional.empty();
                case CloseMarker marker -> Optional.empty();
            };
        }

        Purchase.Failed purchase() {
            return new Purchase.Failed(
                    id, user, reason, message.map(bought -> bought.bet().fingerprint()));
        }
    }

    /** @param unjudged refusals of messages that no judge was asked about */
    void book(List<Verdict> verdicts, List<Refusal> unjudged) {
        List<Bought> bought = kind(verdicts, Bought.class);
        writeDeadLetters();
        if (!bought.isEmpty()) {
            writeTickets(bought);
        }
        writeRefusals(Stream.concat(kind(verdicts, Refused.class).stream().map(Refusal::of), unjudged.stream())
                .toList());
        if (!bought.isEmpty()) {
            new PoolAdditions(session).add(byBoard(bought));
            ledger.book(bought.stream()
                    .map(ticket -> stake(ticket, day(message(ticket).id())))
                    .toList());
        }
    }

    private static <T> List<T> kind(List<?> all, Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Map<BoardId, List<Bought>> byBoard(List<Bought> bought) {
        return bought.stream().collect(Collectors.groupingBy(PoolAdditions::boardOf));
    }

    private LocalDate day(MessageId id) {
        LocalDate day = days.get(id);
        if (day == null) {
            throw new IllegalStateException("not claimed: " + id);
        }
        return day;
    }

    private void writeDeadLetters() {
        List<Unreadable> dead = kind(chunk.entries(), Unreadable.class);
        if (dead.isEmpty()) {
            return;
        }
        new BulkInsert<Unreadable>(DEAD_LETTER)
                .column(DEAD_LETTER.topic, letter -> chunk.queue().value())
                .column(DEAD_LETTER.queuePartition, letter -> chunk.lane())
                .column(DEAD_LETTER.queueOffset, Unreadable::offset)
                .column(DEAD_LETTER.appendedAt, letter -> Times.storable(letter.appendedAt()))
                .column(
                        DEAD_LETTER.messageId,
                        letter -> letter.id().map(MessageId::value).orElse(null))
                .column(DEAD_LETTER.reason, letter -> StorableText.of(letter.reason()))
                .text(
                        DEAD_LETTER.value,
                        letter -> letter.value().map(ChunkBooking::hexadecimal).orElse(null))
                .of(session, dead)
                .onConflictDoNothing()
                .execute();
    }

    /** As PostgreSQL reads bytes from text: an empty array of bytes would arrive as NULL inside an array of arrays. */
    private static String hexadecimal(QueueChunk.Bytes value) {
        return "\\x" + HexFormat.of().formatHex(value.toArray());
    }

    private void writeRefusals(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        new BulkInsert<Refusal>(REFUSAL)
                .column(REFUSAL.raceDay, refusal -> day(refusal.id()))
                .column(REFUSAL.messageId, refusal -> refusal.id().value())
                .column(
                        REFUSAL.userId,
                        refusal -> refusal.user().map(UserId::value).orElse(null))
                .column(REFUSAL.raceId, ChunkBooking::raceOf)
                .column(REFUSAL.reason, refusal -> refusal.reason().name())
                .column(REFUSAL.fingerprint, ChunkBooking::fingerprintOf)
                .column(REFUSAL.queuePartition, refusal -> chunk.lane())
                .column(REFUSAL.queueOffset, refusal -> refusal.entry().offset())
                .column(
                        REFUSAL.refusedAt,
                        refusal -> Times.storable(refusal.entry().appendedAt()))
                .of(session, refusals)
                .execute();
    }

    private static @Nullable Long raceOf(Refusal refusal) {
        return refusal.message().map(message -> message.race().value()).orElse(null);
    }

    private static @Nullable String fingerprintOf(Refusal refusal) {
        return refusal.message().map(message -> message.bet().fingerprint()).orElse(null);
    }

    private void writeTickets(List<Bought> bought) {
        new BulkInsert<Bought>(TICKET)
                .column(TICKET.raceDay, ticket -> day(message(ticket).id()))
                .column(TICKET.messageId, ticket -> message(ticket).id().value())
                .column(TICKET.userId, ticket -> message(ticket).user().value())
                .column(TICKET.raceId, ticket -> message(ticket).race().value())
                .column(TICKET.betType, ticket -> ticket.combinations().type().name())
                .text(
                        TICKET.selection,
                        ticket -> TicketRows.selection(message(ticket).bet().selection()))
                .text(TICKET.combinations, ticket -> ArrayText.of(ticket.combinations().stream()))
                .column(TICKET.unitYen, ticket -> message(ticket).bet().amount().value())
                .column(TICKET.totalYen, ticket -> ticket.total().value())
                .column(TICKET.queuePartition, ticket -> chunk.lane())
                .column(TICKET.queueOffset, ticket -> ticket.purchase().offset())
                .column(
                        TICKET.purchasedAt,
                        ticket -> Times.storable(ticket.purchase().appendedAt()))
                .of(session, bought)
                .execute();
    }

    private static PurchaseMessage message(Bought ticket) {
        return ticket.purchase().message();
    }

    private static Ledger.Movement stake(Bought bought, LocalDate day) {
        PurchaseMessage message = message(bought);
        return Ledger.Movement.from(
                message.user(),
                Ledger.Kind.STAKE,
                day,
                AccountName.pool(PoolAdditions.boardOf(bought)),
                bought.total(),
                message.id().value());
    }
}
