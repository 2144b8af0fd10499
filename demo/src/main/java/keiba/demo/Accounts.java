package keiba.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The accounts of a crowd: opened before its first race, and checked after its last. */
final class Accounts {
    private final Stage stage;
    private final Crowd crowd;
    private final Tally tally;

    Accounts(Stage stage, Crowd crowd, Tally tally) {
        this.stage = stage;
        this.crowd = crowd;
        this.tally = tally;
    }

    /** Gives each bettor a token and deposits the bettor's money. */
    List<Guest> open() throws InterruptedException {
        stage.screen().show(List.of("", "  " + Texts.count(crowd.bettors().size()) + " bettors arrive ..."));
        Queue<Guest> guests = new ConcurrentLinkedQueue<>();
        stage.together().each(crowd.bettors(), bettor -> {
            long user = stage.meeting().userId(bettor.number());
            Guest guest = new Guest(bettor, user, stage.client().token(user, "bettor"));
            long yen = bettor.deposit().value();
            stage.client().deposit(stage.staff().cashier(), user, "demo-" + user, yen);
            tally.deposited(guest, yen);
            guests.add(guest);
        });
        List<Guest> inOrder = new ArrayList<>(guests);
        inOrder.sort(Comparator.comparingInt(guest -> guest.bettor().number()));
        long yen = inOrder.stream().mapToLong(tally::balanceYen).sum();
        stage.screen().say(Texts.counted(inOrder.size(), "bettor") + " paid in " + Texts.yen(yen));
        return inOrder;
    }

    /**
     * Checks that each bettor has the initial deposit, less the stakes, plus refunds and payouts. Only where a race was left to another
     * operator, a bettor may have what that race pays besides.
     */
    void check(List<Guest> guests, Findings findings) throws InterruptedException {
        stage.together().each(guests, guest -> {
            long expected = tally.balanceYen(guest);
            long doubt = tally.doubtYen(guest);
            long balance = stage.client().balance(guest.token());
            if (doubt == 0) {
                findings.same(expected, balance, () -> "balance of user " + guest.user());
            } else {
                findings.check(
                        balance >= expected && balance - expected <= doubt,
                        () -> "balance of user " + guest.user() + ": " + balance + ", not " + expected + " to "
                                + (expected + doubt));
            }
        });
    }
}
