package keiba.application.contract;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.NOW;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import keiba.application.purchase.Bet;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every {@link PurchaseStatusBoard} must pass, the fake and the real adapter alike. */
public abstract class PurchaseStatusBoardContract {
    private static final Bet BET = box(BetType.TRIO, 100, 1, 3, 5, 8);
    private static final PurchaseMessage MESSAGE = new PurchaseMessage(id(1), ALICE, RACE, BET, NOW);
    private static final Purchase.Pending CLAIMED = new Purchase.Pending(MESSAGE, 4, NOW, false);
    private static final Purchase.Pending QUEUED = CLAIMED.queuedAt(NOW.plusMillis(12));
    private static final Purchase.Completed COMPLETED = new Purchase.Completed(new Ticket(
            id(1), ALICE, RACE, BET, 4, Yen.of(400), Yen.of(100), Optional.of(Yen.of(5_600)), NOW.plusMillis(7)));
    private static final Purchase.Failed FAILED = new Purchase.Failed(
            id(1), Optional.of(ALICE), RefusalReason.INSUFFICIENT_FUNDS, Optional.of(BET.fingerprint()));

    private PurchaseStatusBoard board;

    @SuppressWarnings("NullAway.Init") // set before each test
    protected PurchaseStatusBoardContract() {}

    /** Returns a board without data; called once before each test. */
    protected abstract PurchaseStatusBoard emptyBoard() throws Exception;

    /** Deletes everything that the board shows, as if its server had lost its data. */
    protected abstract void loseMemory() throws Exception;

    /** Returns when the board's clock shows a later time than before. */
    protected abstract void letTimePass() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        board = emptyBoard();
    }

    private Optional<Purchase> shown() {
        return board.find(id(1));
    }

    @Test
    void returns_the_statuses_of_many_purchases_at_once() {
        assertThat(board.statuses(List.of())).isEmpty();
        assertThat(board.statuses(List.of(id(1), id(2)))).isEmpty();
        board.claim(CLAIMED);
        assertThat(board.statuses(List.of(id(1), id(2)))).isEqualTo(Map.of(id(1), PlacePurchase.Status.PENDING));
        board.show(List.of(COMPLETED));
        assertThat(board.statuses(List.of(id(2), id(1)))).isEqualTo(Map.of(id(1), PlacePurchase.Status.COMPLETED));
        board.show(List.of(FAILED));
        assertThat(board.statuses(List.of(id(1)))).isEqualTo(Map.of(id(1), PlacePurchase.Status.FAILED));
    }

    @Test
    void returns_no_purchase_that_was_not_shown() {
        assertThat(shown()).isEmpty();
    }

    @Test
    void claims_an_id_once() {
        assertThat(board.claim(CLAIMED)).isEmpty();
        assertThat(shown()).contains(CLAIMED);
        assertThat(board.claim(QUEUED)).contains(CLAIMED);
        assertThat(shown()).contains(CLAIMED);
        assertThat(board.find(id(2))).isEmpty();
    }

    @Test
    void claims_an_id_once_under_concurrent_claims() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> claims = IntStream.range(0, 16)
                    .mapToObj(
                            number -> threads.submit(() -> board.claim(CLAIMED).isEmpty()))
                    .toList();
            int claimed = 0;
            for (Future<Boolean> claim : claims) {
                claimed += claim.get() ? 1 : 0;
            }
            assertThat(claimed).isEqualTo(1);
        }
    }

    @Test
    void shows_an_asynchronous_claim_once_its_outcome_is_known() {
        assertThat(board.startClaim(CLAIMED).outcome()).isEmpty();
        assertThat(shown()).contains(CLAIMED);
        assertThat(board.startClaim(QUEUED).outcome()).contains(CLAIMED);
        board.show(List.of(COMPLETED));
        assertThat(board.startClaim(QUEUED).outcome()).contains(COMPLETED);
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void claims_a_key_once() {
        assertThat(board.claimKey(CLAIMED).shown()).isEmpty();
        assertThat(shown()).contains(CLAIMED);
        assertThat(board.statuses(List.of(id(1)))).isEqualTo(Map.of(id(1), PlacePurchase.Status.PENDING));
        assertThat(board.claimKey(QUEUED).shown()).contains(CLAIMED);
        board.show(List.of(COMPLETED));
        assertThat(board.claimKey(QUEUED).shown()).contains(COMPLETED);
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void returns_the_time_since_which_it_is_intact_with_a_key_claim() throws Exception {
        Instant since = board.intactSince();
        assertThat(board.claimKey(CLAIMED).intactSince()).contains(since);
        letTimePass();
        loseMemory();
        assertThat(board.claimKey(CLAIMED).intactSince())
                .satisfiesAnyOf(
                        unknown -> assertThat(unknown).isEmpty(),
                        later -> assertThat(later.orElseThrow()).isAfter(since));
        Instant anew = board.intactSince();
        assertThat(board.release(CLAIMED)).isTrue();
        assertThat(board.claimKey(CLAIMED).intactSince()).contains(anew);
    }

    @Test
    void returns_no_version_of_a_race_that_is_not_shown() {
        assertThat(board.claimKey(CLAIMED).raceVersion()).isEmpty();
    }

    @Test
    void does_not_claim_a_recorded_purchase() {
        board.show(List.of(COMPLETED));
        assertThat(board.claim(CLAIMED)).contains(COMPLETED);
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void releases_a_claim() {
        board.claim(CLAIMED);
        assertThat(board.release(CLAIMED)).isTrue();
        assertThat(shown()).isEmpty();
        assertThat(board.claim(CLAIMED)).isEmpty();
    }

    @Test
    void releases_only_the_identical_claim() {
        assertThat(board.release(CLAIMED)).isFalse();
        assertThat(shown()).isEmpty();
        board.claim(QUEUED);
        assertThat(board.release(CLAIMED)).isFalse();
        assertThat(shown()).contains(QUEUED);
        board.show(List.of(FAILED));
        assertThat(board.release(QUEUED)).isFalse();
        assertThat(shown()).contains(FAILED);
    }

    @Test
    void updates_a_pending_purchase() {
        board.claim(CLAIMED);
        board.renew(QUEUED);
        assertThat(shown()).contains(QUEUED);
    }

    @Test
    void shows_an_updated_pending_purchase_that_was_not_shown() {
        board.renew(QUEUED);
        assertThat(shown()).contains(QUEUED);
    }

    @Test
    void shows_an_asynchronously_updated_purchase_to_later_calls() {
        board.claim(CLAIMED);
        board.renewSoon(QUEUED);
        assertThat(shown()).contains(QUEUED);
        board.show(List.of(COMPLETED));
        board.renewSoon(QUEUED);
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void does_not_replace_a_recorded_purchase_by_a_pending_one() {
        board.show(List.of(COMPLETED));
        board.renew(QUEUED);
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void replaces_a_pending_purchase_by_the_recorded_one() {
        board.claim(CLAIMED);
        board.show(List.of(COMPLETED));
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void shows_a_recorded_purchase_that_was_not_pending() {
        board.show(List.of(FAILED));
        assertThat(shown()).contains(FAILED);
    }

    @Test
    void shows_a_thousand_purchases_at_once() {
        List<Purchase> many = IntStream.rangeClosed(1, 1_000)
                .<Purchase>mapToObj(number ->
                        new Purchase.Failed(id(number), Optional.empty(), RefusalReason.MALFORMED, Optional.empty()))
                .toList();
        board.show(many);
        assertThat(many).allSatisfy(each -> assertThat(board.find(each.id())).contains(each));
    }

    @Test
    void shows_every_refusal_reason() {
        for (RefusalReason reason : RefusalReason.values()) {
            Purchase failed = new Purchase.Failed(id(1), Optional.of(ALICE), reason, Optional.empty());
            board.show(List.of(failed));
            assertThat(shown()).contains(failed);
        }
    }

    @Test
    void accepts_an_empty_list_of_purchases() {
        board.show(List.of());
        assertThat(shown()).isEmpty();
    }

    @Test
    void keeps_its_intact_since_time_while_it_loses_no_data() throws Exception {
        Instant since = board.intactSince();
        letTimePass();
        board.claim(CLAIMED);
        board.show(List.of(COMPLETED));
        letTimePass();
        assertThat(board.intactSince()).isEqualTo(since);
    }

    @Test
    void has_a_later_intact_since_time_after_losing_its_data() throws Exception {
        Instant since = board.intactSince();
        board.claim(CLAIMED);
        letTimePass();
        loseMemory();
        Instant anew = board.intactSince();
        assertThat(anew).isAfter(since);
        letTimePass();
        assertThat(board.intactSince()).isEqualTo(anew);
    }

    @Test
    void claims_an_id_again_after_losing_its_data() throws Exception {
        board.claim(CLAIMED);
        loseMemory();
        assertThat(shown()).isEmpty();
        assertThat(board.claim(QUEUED)).isEmpty();
        assertThat(shown()).contains(QUEUED);
    }
}
