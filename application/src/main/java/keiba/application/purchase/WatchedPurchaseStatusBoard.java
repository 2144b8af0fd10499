package keiba.application.purchase;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import keiba.application.failure.BoardCall;
import keiba.application.failure.FailureListener;
import keiba.application.failure.WatchedCalls;

/** A status board that reports its failures to a listener, even if the caller ignores them. */
final class WatchedPurchaseStatusBoard implements PurchaseStatusBoard {
    private final PurchaseStatusBoard board;
    private final WatchedCalls calls;

    WatchedPurchaseStatusBoard(PurchaseStatusBoard board, FailureListener listener) {
        this.board = board;
        this.calls = new WatchedCalls(listener);
    }

    @Override
    public Optional<Purchase> claim(Purchase.Pending pending) {
        return calls.ask(BoardCall.PURCHASE_CLAIM, () -> board.claim(pending));
    }

    @Override
    public Claiming startClaim(Purchase.Pending pending) {
        Claiming started = calls.ask(BoardCall.PURCHASE_CLAIM, () -> board.startClaim(pending));
        return () -> calls.ask(BoardCall.PURCHASE_CLAIM, started::outcome);
    }

    @Override
    public KeyClaim claimKey(Purchase.Pending pending) {
        return calls.ask(BoardCall.PURCHASE_CLAIM, () -> board.claimKey(pending));
    }

    @Override
    public Optional<Purchase> find(MessageId id) {
        return calls.ask(BoardCall.PURCHASE_FIND, () -> board.find(id));
    }

    @Override
    public boolean release(Purchase.Pending claimed) {
        return calls.ask(BoardCall.PURCHASE_RELEASE, () -> board.release(claimed));
    }

    @Override
    public void renew(Purchase.Pending pending) {
        calls.tell(BoardCall.PURCHASE_RENEW, () -> board.renew(pending));
    }

    @Override
    public void renewSoon(Purchase.Pending pending) {
        calls.tell(BoardCall.PURCHASE_RENEW, () -> board.renewSoon(pending));
    }

    @Override
    public Map<MessageId, PlacePurchase.Status> statuses(Collection<MessageId> ids) {
        return calls.ask(BoardCall.PURCHASE_STATUSES, () -> board.statuses(ids));
    }

    @Override
    public void show(Collection<Purchase> recorded) {
        calls.tell(BoardCall.PURCHASE_SHOW, () -> board.show(recorded));
    }

    @Override
    public Instant intactSince() {
        return calls.ask(BoardCall.PURCHASE_INTACT_SINCE, board::intactSince);
    }
}
