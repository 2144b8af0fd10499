package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.DEAD_LETTER;
import static keiba.adapter.postgres.Tables.REFUSAL;
import static keiba.adapter.postgres.Tables.TICKET;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import keiba.application.account.UserId;
import keiba.application.odds.BoardId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueChunk.Unreadable;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.TicketBook.Bought;
import keiba.application.purchase.TicketBook.Refused;
import keiba.application.purchase.TicketBook.Verdict;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Writes what was decided about a chunk: a handful of statements, however many purchases it holds. */
final class ChunkBooking {
    private static final int MAX_REASON = 1_000;

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

    /** A refusal, of a purchase or of a message that is none. */
    private record Refusal(
            MessageId id,
            QueueChunk.Entry entry,
            RefusalReason reason,
            Optional<UserId> user,
            Optional<PurchaseMessage> message) {}

    void book(List<Verdict> verdicts, List<Unreadable> malformed) {
        List<Bought> bought = kind(verdicts, Bought.class);
        writeDeadLetters();
        if (!bought.isEmpty()) {
            writeTickets(bought);
        }
        writeRefusals(refusals(kind(verdicts, Refused.class), malformed));
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
                .column(DEAD_LETTER.topic, letter -> chunk.topic())
                .column(DEAD_LETTER.queuePartition, letter -> chunk.partition())
                .column(DEAD_LETTER.queueOffset, Unreadable::offset)
                .column(DEAD_LETTER.appendedAt, letter -> Times.storable(letter.appendedAt()))
                .column(
                        DEAD_LETTER.messageId,
                        letter -> letter.id().map(MessageId::value).orElse(null))
                .column(DEAD_LETTER.reason, letter -> storable(letter.reason()))
                .column(DEAD_LETTER.value, letter -> letter.value().toArray())
                .of(session, dead)
                .onConflictDoNothing()
                .execute();
    }

    /** PostgreSQL keeps every character but NUL. */
    private static String storable(String text) {
        return text.substring(0, Math.min(text.length(), MAX_REASON)).replace('\0', '\uFFFD');
    }

    private static List<Refusal> refusals(List<Refused> refused, List<Unreadable> malformed) {
        List<Refusal> all = new ArrayList<>();
        for (Refused verdict : refused) {
            PurchaseMessage message = verdict.purchase().message();
            all.add(new Refusal(
                    message.id(),
                    verdict.purchase(),
                    verdict.reason(),
                    Optional.of(message.user()),
                    Optional.of(message)));
        }
        for (Unreadable none : malformed) {
            all.add(new Refusal(none.id().orElseThrow(), none, RefusalReason.MALFORMED, none.user(), Optional.empty()));
        }
        return all;
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
                .column(REFUSAL.queuePartition, refusal -> chunk.partition())
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
                .column(TICKET.queuePartition, ticket -> chunk.partition())
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
