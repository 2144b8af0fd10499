package keiba.application.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.odds.BoardId;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/** The transaction that records chunks of different partitions. */
final class Recording {
    private final BooksState state;
    private final List<QueueChunk> chunks;
    private final Instant at;
    private final List<QueueChunk.Queued> fresh = new ArrayList<>();
    private final List<QueueChunk.CloseMarker> markers = new ArrayList<>();

    Recording(BooksState state, List<QueueChunk> chunks, Instant at) {
        this.state = state;
        this.chunks = chunks;
        this.at = at;
    }

    /** The entries of one chunk as the transaction found them. */
    private final class Lane {
        private final QueueChunk chunk;
        private final List<Purchase.Failed> unjudged = new ArrayList<>();
        private final int from = fresh.size();
        private final int to;
        private int duplicates;

        Lane(QueueChunk chunk) {
            this.chunk = chunk;
            chunk.entries().forEach(this::claim);
            chunk.marker().ifPresent(markers::add);
            to = fresh.size();
        }

        RecordingBook.Booked booked(RecordingBook.Judgement judgement) {
            state.positions.put(chunk.lane(), state.position(chunk.lane()).after(chunk));
            return new RecordingBook.Booked(
                    judgement.part(from, to, chunk.marker()), List.copyOf(unjudged), duplicates);
        }

        private void claim(QueueChunk.Entry entry) {
            state.recordedThrough.merge(
                    chunk.lane(), entry.appendedAt(), (old, seen) -> seen.isAfter(old) ? seen : old);
            switch (entry) {
                case QueueChunk.Queued queued -> {
                    if (state.claims.add(queued.message().id())) {
                        state.recordedAt.put(queued.message().id(), at);
                        fresh.add(queued);
                    } else {
                        duplicates++;
                    }
                }
                case QueueChunk.Unreadable unreadable -> bury(unreadable);
                case QueueChunk.Impossible impossible -> fail(impossible.id(), impossible.user(), impossible.reason());
                case QueueChunk.CloseMarker marker -> {}
            }
        }

        private void bury(QueueChunk.Unreadable unreadable) {
            state.deadLetters.add(
                    new DeadLetter(chunk.lane(), unreadable.offset(), unreadable.reason(), unreadable.value()));
            unreadable.id().ifPresent(id -> fail(id, unreadable.user(), RefusalReason.MALFORMED));
        }

        private void fail(MessageId id, Optional<UserId> user, RefusalReason reason) {
            if (state.claims.add(id)) {
                state.recordedAt.put(id, at);
                Purchase.Failed failed = new Purchase.Failed(id, user, reason, Optional.empty());
                state.refusals.put(id, failed);
                unjudged.add(failed);
            } else {
                duplicates++;
            }
        }
    }

    List<RecordingBook.Recorded> record(RecordingBook.Judge judge) {
        List<Optional<Lane>> lanes = chunks.stream()
                .map(chunk -> isAtBeginningOf(chunk) ? Optional.of(new Lane(chunk)) : Optional.<Lane>empty())
                .toList();
        RecordingBook.Judgement judgement =
                fresh.isEmpty() && markers.isEmpty() ? RecordingBook.Judgement.NOTHING : judge.judge(facts());
        requireOnePerPurchase(judgement.verdicts());
        judgement.verdicts().forEach(this::book);
        judgement.fenced().forEach(fenced -> state.save(fenced, at, Actor.SYSTEM, "Fence"));
        return lanes.stream()
                .map(lane -> lane.<RecordingBook.Recorded>map(held -> held.booked(judgement))
                        .orElseGet(RecordingBook.LaneLost::new))
                .toList();
    }

    private boolean isAtBeginningOf(QueueChunk chunk) {
        return state.queue.equals(Optional.of(chunk.queue()))
                && state.position(chunk.lane()).next() == chunk.first();
    }

    private RecordingBook.Facts facts() {
        Map<RaceId, RaceCard> races = new HashMap<>();
        Map<UserId, Yen> balances = new HashMap<>();
        for (QueueChunk.Queued queued : fresh) {
            PurchaseMessage message = queued.message();
            Optional.ofNullable(state.races.get(message.race())).ifPresent(card -> races.put(card.id(), card));
            balances.put(message.user(), state.balance(message.user()));
        }
        markers.forEach(marker ->
                Optional.ofNullable(state.races.get(marker.race())).ifPresent(card -> races.put(card.id(), card)));
        return new RecordingBook.Facts(
                List.copyOf(fresh), Map.copyOf(races), Map.copyOf(balances), state::staked, List.copyOf(markers));
    }

    private void requireOnePerPurchase(List<RecordingBook.Verdict> verdicts) {
        if (!verdicts.stream().map(RecordingBook.Verdict::purchase).toList().equals(fresh)) {
            throw new IllegalStateException("not one verdict per purchase, in order");
        }
    }

    private void book(RecordingBook.Verdict verdict) {
        switch (verdict) {
            case RecordingBook.Bought bought -> book(bought);
            case RecordingBook.RefusedPurchase refused ->
                state.refuse(refused.purchase().message(), refused.reason());
        }
    }

    private void book(RecordingBook.Bought bought) {
        PurchaseMessage message = bought.purchase().message();
        BoardId board = new BoardId(message.race(), bought.combinations().type());
        Instant at = bought.purchase().appendedAt();
        Ticket ticket = new Ticket(
                message.id(),
                message.user(),
                message.race(),
                message.bet(),
                bought.combinations().size(),
                bought.total(),
                Yen.ZERO,
                Optional.empty(),
                at);
        state.tickets.put(message.id(), new BooksState.Sold(ticket, bought.combinations()));
        state.transfer(
                at,
                new LedgerAccount.Bettor(message.user()),
                new LedgerAccount.PoolOf(board),
                bought.total(),
                Transfer.Kind.STAKE,
                message.id().toString());
        state.addToPool(board, bought.combinations(), message.bet().amount());
    }
}
