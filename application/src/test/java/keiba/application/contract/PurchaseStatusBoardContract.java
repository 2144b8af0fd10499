package keiba.application.contract;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.NOW;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import keiba.application.purchase.Bet;
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

    @BeforeEach
    void begin() throws Exception {
        board = emptyBoard();
    }

    private Optional<Purchase> shown() {
        return board.find(id(1));
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
    void claims_nothing_that_was_recorded() {
        board.show(List.of(COMPLETED));
        assertThat(board.claim(CLAIMED)).contains(COMPLETED);
        assertThat(shown()).contains(COMPLETED);
    }

    @Test
    void releases_a_claim() {
        board.claim(CLAIMED);
        board.release(CLAIMED);
        assertThat(shown()).isEmpty();
        assertThat(board.claim(CLAIMED)).isEmpty();
    }

    @Test
    void releases_nothing_but_that_very_claim() {
        board.release(CLAIMED);
        assertThat(shown()).isEmpty();
        board.claim(QUEUED);
        board.release(CLAIMED);
        assertThat(shown()).contains(QUEUED);
        board.show(List.of(FAILED));
        board.release(QUEUED);
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
    void has_nothing_to_show_of_nothing() {
        board.show(List.of());
        assertThat(shown()).isEmpty();
    }

    @Test
    void says_the_same_about_its_memory_as_long_as_it_lasts() {
        assertThat(board.intactSince()).isEqualTo(board.intactSince());
    }
}
