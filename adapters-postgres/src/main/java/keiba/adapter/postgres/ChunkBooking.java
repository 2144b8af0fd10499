package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;
import static keiba.adapter.postgres.Tables.DEAD_LETTER;
import static keiba.adapter.postgres.Tables.REFUSAL;
import static keiba.adapter.postgres.Tables.TICKET;
import static keiba.adapter.postgres.Tables.TRANSFER;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Writes what was decided about a chunk: a handful of statements, however many purchases it holds. */
final class ChunkBooking {
    private static final int MAX_REASON = 1_000;

    private final DSLContext session;
    private final QueueChunk chunk;
    private final Map<MessageId, LocalDate> days;
    private final Map<UserId, Yen> balances;

    /**
     * @param days the day under which each purchase is kept
     * @param balances of the locked accounts
     */
    ChunkBooking(DSLContext session, QueueChunk chunk, Map<MessageId, LocalDate> days, Map<UserId, Yen> balances) {
        this.session = session;
        this.chunk = chunk;
        this.days = days;
        this.balances = new HashMap<>(balances);
    }

    /** A stake on its way from a bettor to a pool. */
    private record Stake(Bought bought, Yen balanceAfter) {}

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
        writeRefusals(refusals(kind(verdicts, Refused.class), malformed));
        if (!bought.isEmpty()) {
            writeTickets(bought);
            writeStakes(bought.stream().map(this::debit).toList());
            Map<BoardId, List<Bought>> byBoard = byBoard(bought);
            new PoolAdditions(session).add(byBoard);
            writeBalances(byBoard);
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
                .text(
                        TICKET.combinations,
                        ticket -> arrayText(ticket.combinations().indexes()))
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

    private static String arrayText(int[] indexes) {
        return Arrays.stream(indexes).mapToObj(Integer::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private Stake debit(Bought bought) {
        UserId user = message(bought).user();
        Yen after = balances.getOrDefault(user, Yen.ZERO).minus(bought.total());
        balances.put(user, after);
        return new Stake(bought, after);
    }

    private void writeStakes(List<Stake> stakes) {
        new BulkInsert<Stake>(TRANSFER)
                .column(TRANSFER.raceDay, stake -> day(message(stake.bought()).id()))
                .column(TRANSFER.kind, stake -> "STAKE")
                .column(
                        TRANSFER.debit,
                        stake -> AccountName.bettor(message(stake.bought()).user()))
                .column(TRANSFER.credit, stake -> AccountName.pool(PoolAdditions.boardOf(stake.bought())))
                .column(TRANSFER.yen, stake -> stake.bought().total().value())
                .column(
                        TRANSFER.reference,
                        stake -> message(stake.bought()).id().value())
                .column(TRANSFER.userId, stake -> message(stake.bought()).user().value())
                .column(TRANSFER.balanceAfterYen, stake -> stake.balanceAfter().value())
                .of(session, stakes)
                .execute();
    }

    /** The bettors' accounts are locked; those of the pools are reached only with the pool's lock. */
    private void writeBalances(Map<BoardId, List<Bought>> byBoard) {
        Map<String, Long> changes = new TreeMap<>();
        byBoard.forEach((board, tickets) -> {
            for (Bought ticket : tickets) {
                long yen = ticket.total().value();
                changes.merge(AccountName.bettor(message(ticket).user()), -yen, Long::sum);
                changes.merge(AccountName.pool(board), yen, Long::sum);
            }
        });
        Field<String> account = DSL.field(DSL.name("change", "account_id"), SQLDataType.CLOB);
        Field<Long> yen = DSL.field(DSL.name("change", "yen"), SQLDataType.BIGINT);
        Table<?> change = DSL.table(
                        "unnest({0}, {1})",
                        DSL.val(changes.keySet().toArray(String[]::new)),
                        DSL.val(changes.values().toArray(Long[]::new)))
                .as("change", "account_id", "yen");
        session.update(ACCOUNT)
                .set(ACCOUNT.balanceYen, ACCOUNT.balanceYen.plus(yen))
                .from(change)
                .where(ACCOUNT.accountId.eq(account))
                .execute();
    }
}
