package keiba.adapter.postgres;

import java.time.LocalDate;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueChunk.CloseMarker;
import keiba.application.purchase.QueueChunk.Impossible;
import keiba.application.purchase.QueueChunk.Queued;
import keiba.application.purchase.QueueChunk.Unreadable;
import keiba.application.purchase.RecordingBook.RefusedPurchase;
import keiba.application.purchase.RefusalReason;

/**
 * A refusal of a purchase, or of a message that is not a purchase.
 *
 * @param lane the lane that contains the message
 * @param day the day under which it is stored
 */
record Refusal(
        int lane,
        LocalDate day,
        MessageId id,
        QueueChunk.Entry entry,
        RefusalReason reason,
        Optional<UserId> user,
        Optional<PurchaseMessage> message) {

    static Refusal of(int lane, LocalDate day, RefusedPurchase verdict) {
        PurchaseMessage message = verdict.purchase().message();
        return new Refusal(
                lane,
                day,
                message.id(),
                verdict.purchase(),
                verdict.reason(),
                Optional.of(message.user()),
                Optional.of(message));
    }

    /** Returns the refusal of an unreadable message that has an id, or of an impossible purchase. */
    static Optional<Refusal> withoutJudgement(int lane, LocalDate day, QueueChunk.Entry entry) {
        return switch (entry) {
            case Unreadable none ->
                none.id()
                        .map(id -> new Refusal(
                                lane, day, id, none, RefusalReason.MALFORMED, none.user(), Optional.empty()));
            case Impossible none ->
                Optional.of(new Refusal(lane, day, none.id(), none, none.reason(), none.user(), Optional.empty()));
            case Queued purchase -> Optional.empty();
            case CloseMarker marker -> Optional.empty();
        };
    }

    Purchase.Failed purchase() {
        return new Purchase.Failed(
                id, user, reason, message.map(bought -> bought.bet().fingerprint()));
    }
}
