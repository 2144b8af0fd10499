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

/** What every {@link PurchaseStatusBoard} does. */
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

    /** A board that shows nothing; asked for once before each test. */
    protected abstract PurchaseStatusBoard emptyBoard() throws Exception;

    /** Has the board forget everything that it shows, as a server does that lost its memory. */
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
    void tells_the_statuses_of_many_purchases_at_once() {
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
    void finds_nothing_that_was_not_shown() {
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
    void claims_an_id_once_even_at_once() throws Exception {
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
    void shows_a_claim_that_was_started_when_its_outcome_is_there() {
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
    void tells_with_a_claim_of_a_key_since_when_it_is_intact() throws Exception {
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
    void tells_no_version_of_a_race_that_is_not_shown() {
        assertThat(board.claimKey(CLAIMED).raceVersion()).isEmpty();
    }

    @Test
    void claims_nothing_that_was_recorded() {
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
    void releases_nothing_but_that_very_claim() {
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
    void renews_a_pending_purchase() {
        board.claim(CLAIMED);
        board.renew(QUEUED);
        assertThat(shown()).contains(QUEUED);
    }

    @Test
    void renews_a_pending_purchase_that_is_not_shown() {
        board.renew(QUEUED);
        assertThat(shown()).contains(QUEUED);
    }

    @Test
    void shows_a_renewed_purchase_to_later_calls_without_having_waited() {
        board.claim(CLAIMED);
        board.renewSoon(QUEUED);
        assertThat(shown()).contains(QUEUED);
        board.show(List.of(COMPLETED));
        board.renewSoon(QUEUED);
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void renews_nothing_that_was_recorded() {
        board.show(List.of(COMPLETED));
        board.renew(QUEUED);
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void shows_what_was_recorded_in_place_of_a_pending_purchase() {
        board.claim(CLAIMED);
        board.show(List.of(COMPLETED));
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void shows_what_was_recorded_though_nothing_was_pending() {
        board.show(List.of(FAILED));
        assertThat(shown()).contains(FAILED);
    }

    @Test
    void shows_many_at_once() {
        List<Purchase> many = IntStream.rangeClosed(1, 1_000)
                .<Purchase>mapToObj(number ->
                        new Purchase.Failed(id(number), Optional.empty(), RefusalReason.MALFORMED, Optional.empty()))
                .toList();
        board.show(many);
        assertThat(many).allSatisfy(each -> assertThat(board.find(each.id())).contains(each));
    }

    @Test
    void shows_every_reason() {
        for (RefusalReason reason : RefusalReason.values()) {
            Purchase failed = new Purchase.Failed(id(1), Optional.of(ALICE), reason, Optional.empty());
            board.show(List.of(failed));
            assertThat(shown()).contains(failed);
        }
    }

    @Test
    void shows_nothing_new_for_an_empty_list() {
        board.show(List.of());
        assertThat(shown()).isEmpty();
    }

    @Test
    void is_intact_since_the_same_time_as_long_as_it_keeps_its_memory() throws Exception {
        Instant since = board.intactSince();
        letTimePass();
        board.claim(CLAIMED);
        board.show(List.of(COMPLETED));
        letTimePass();
        assertThat(board.intactSince()).isEqualTo(since);
    }

    @Test
    void is_intact_since_a_later_time_after_it_lost_its_memory() throws Exception {
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
    void finds_nothing_and_claims_anew_after_it_lost_its_memory() throws Exception {
        board.claim(CLAIMED);
        loseMemory();
        assertThat(shown()).isEmpty();
        assertThat(board.claim(QUEUED)).isEmpty();
        assertThat(shown()).contains(QUEUED);
    }
}
