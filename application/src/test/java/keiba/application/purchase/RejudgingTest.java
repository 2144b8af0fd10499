package keiba.application.purchase;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.DEADLINE;
import static keiba.application.fake.Samples.NOW;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import keiba.application.fake.Samples;
import keiba.application.purchase.QueueChunk.Queued;
import keiba.application.purchase.RecordingBook.Bought;
import keiba.application.purchase.RecordingBook.RefusedPurchase;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.application.race.RaceCard;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The purchases that a replay of the queue decides again, and the refusals that it copies from the record. */
class RejudgingTest {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Optional<RaceCard> OPEN = Optional.of(Samples.open(RACE));
    private static final Yen ENOUGH = Yen.of(1_000);

    private final Rejudging rejudging = new Rejudging(Limits.DEFAULT, GRACE);

    private static Queued queued(Bet bet, Instant appendedAt) {
        PurchaseMessage message = new PurchaseMessage(id(1), ALICE, RACE, bet, Instant.EPOCH);
        return new Queued(0, appendedAt, message, new QueueChunk.Bytes(new byte[0]));
    }

    private static Queued queued(Bet bet) {
        return queued(bet, NOW);
    }

    private static void assertRefused(Verdict verdict, RefusalReason reason) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        RefusedPurchase.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void sells_again_a_purchase_that_was_sold() {
        Queued purchase = queued(win(3, 500));

        assertThat(rejudging.judge(purchase, OPEN, Optional.empty(), false, ENOUGH))
                .isInstanceOfSatisfying(Bought.class, bought -> {
                    assertThat(bought.purchase()).isEqualTo(purchase);
                    assertThat(bought.total()).isEqualTo(Yen.of(500));
                    assertThat(bought.combinations().size()).isEqualTo(1);
                });
    }

    @Test
    void refuses_a_purchase_of_an_unknown_race() {
        assertRefused(
                rejudging.judge(queued(win(3, 500)), Optional.empty(), Optional.empty(), false, ENOUGH),
                RefusalReason.RACE_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RACE_UNKNOWN",
                "RACE_NOT_OPEN",
                "RACE_CLOSED",
                "RUNNER_SCRATCHED",
                "INSUFFICIENT_FUNDS",
                "LIMIT_EXCEEDED"
            })
    void copies_a_refusal_that_cannot_be_decided_again(RefusalReason reason) {
        assertRefused(rejudging.judge(queued(win(3, 500)), OPEN, Optional.of(reason), false, ENOUGH), reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"BET_TYPE_NOT_ON_SALE", "INVALID_SELECTION", "INVALID_AMOUNT", "MALFORMED", "NOT_RECEIVED"})
    void decides_again_what_depends_only_on_the_message(RefusalReason reason) {
        assertThat(rejudging.judge(queued(win(3, 500)), OPEN, Optional.of(reason), false, ENOUGH))
                .isInstanceOf(Bought.class);
        assertRefused(
                rejudging.judge(queued(win(3, 550)), OPEN, Optional.of(reason), false, ENOUGH),
                RefusalReason.INVALID_AMOUNT);
        assertRefused(
                rejudging.judge(queued(win(9, 500)), OPEN, Optional.empty(), false, ENOUGH),
                RefusalReason.INVALID_SELECTION);
    }

    @Test
    void refuses_purchases_after_the_close_marker_and_after_the_grace_period() {
        Instant last = DEADLINE.plus(GRACE);
        assertRefused(
                rejudging.judge(queued(win(3, 500)), OPEN, Optional.empty(), true, ENOUGH), RefusalReason.RACE_CLOSED);
        assertRefused(
                rejudging.judge(queued(win(3, 500), last.plusNanos(1)), OPEN, Optional.empty(), false, ENOUGH),
                RefusalReason.RACE_CLOSED);
        assertThat(rejudging.judge(queued(win(3, 500), last), OPEN, Optional.empty(), false, ENOUGH))
                .isInstanceOf(Bought.class);
    }

    @Test
    void refuses_a_purchase_above_the_balance() {
        assertRefused(
                rejudging.judge(queued(win(3, 500)), OPEN, Optional.empty(), false, Yen.of(499)),
                RefusalReason.INSUFFICIENT_FUNDS);
        assertThat(rejudging.judge(queued(win(3, 500)), OPEN, Optional.empty(), false, Yen.of(500)))
                .isInstanceOf(Bought.class);
    }

    @Test
    void sells_a_horse_that_was_scratched_after_the_purchase() {
        RaceCard scratched = Samples.after(OPEN.get(), new RaceCommand.Scratch(3, ScratchKind.SCRATCHED));

        assertThat(rejudging.judge(queued(win(3, 500)), Optional.of(scratched), Optional.empty(), false, ENOUGH))
                .isInstanceOf(Bought.class);
    }
}
