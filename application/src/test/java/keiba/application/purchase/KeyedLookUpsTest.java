package keiba.application.purchase;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import keiba.application.UseCases;
import keiba.application.caller.IdempotencyKey;
import keiba.application.fake.FakeWorld;
import keiba.application.purchase.PlacePurchase.Accepted;
import keiba.application.purchase.PlacePurchase.KeyReused;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.PurchaseRefused;
import keiba.application.purchase.PlacePurchase.Status;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a purchase with a key is looked up in the books: only if they may hold what the status board does not show. */
class KeyedLookUpsTest {
    private static final Duration AFTER_CLOCKS_AGREE = PurchaseClaims.CLOCKS_DIFFER.plusMillis(1);

    private final FakeWorld world = new FakeWorld();

    private void open() {
        world.clock().advance(AFTER_CLOCKS_AGREE);
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        world.reader().readAll();
    }

    @AfterEach
    void the_books_agree() {
        world.books().back();
        world.boardsBack();
        world.reader().readAll();
        assertThat(world.books().audit()).isEmpty();
    }

    private PurchaseOutcome place(UseCases instance, String key, Bet bet) {
        return instance.purchases().place().place(ALICE, RACE, bet, Optional.of(new IdempotencyKey(key)));
    }

    private PurchaseOutcome place(String key) {
        return place(world.useCases(), key, win(5, 100));
    }

    private int lookUpsOf(Runnable request) {
        world.books().tickets().faults().back();
        request.run();
        return world.books().tickets().faults().calls();
    }

    private void assertPending(PurchaseOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.status()).isEqualTo(Status.PENDING));
    }

    private void assertCompleted(PurchaseOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.status()).isEqualTo(Status.COMPLETED));
    }

    @Test
    void a_new_purchase_is_not_looked_up_while_the_board_shows_everything_since_the_race_opened() {
        open();
        assertThat(lookUpsOf(() -> assertPending(place("key")))).isZero();
    }

    @Test
    void a_purchase_on_a_race_that_opened_so_long_ago_that_the_board_forgets_is_looked_up() {
        PurchaseClaims claims = new PurchaseClaims(
                world.statusBoard(), new UnclaimedSends(world.books().queue(), world.clock()), world.clock());
        Optional<Instant> opened = Optional.of(world.clock().instant());
        PurchaseClaims.Made made = new PurchaseClaims.Made(Optional.of(Instant.EPOCH), OptionalLong.empty());
        world.clock().advance(PurchaseStatusBoard.KEPT.minus(AFTER_CLOCKS_AGREE));
        assertThat(claims.mayBeRecorded(made, opened)).isFalse();
        world.clock().advance(Duration.ofMillis(1));
        assertThat(claims.mayBeRecorded(made, opened)).isTrue();
    }

    @Test
    void a_purchase_is_looked_up_where_it_is_not_known_when_the_race_opened_or_whether_the_board_is_intact() {
        PurchaseClaims claims = new PurchaseClaims(
                world.statusBoard(), new UnclaimedSends(world.books().queue(), world.clock()), world.clock());
        Optional<Instant> now = Optional.of(world.clock().instant());
        PurchaseClaims.Made intact = new PurchaseClaims.Made(Optional.of(Instant.EPOCH), OptionalLong.empty());
        assertThat(claims.mayBeRecorded(intact, now)).isFalse();
        assertThat(claims.mayBeRecorded(intact, Optional.empty())).isTrue();
        assertThat(claims.mayBeRecorded(new PurchaseClaims.Made(Optional.empty(), OptionalLong.empty()), now))
                .isTrue();
    }

    @Test
    void the_race_is_not_looked_up_again_while_the_board_shows_the_same_version_of_it() {
        open();
        assertPending(place("key"));
        world.raceBoard().faults().back();
        assertPending(place("another key"));
        assertThat(world.raceBoard().faults().calls()).isZero();
    }

    @Test
    void nothing_is_sent_to_a_race_that_changed_since_it_was_looked_up() {
        open();
        assertPending(place("key"));
        world.useCases().races().command().command(RACE, new RaceCommand.Suspend(), OPERATOR);
        int sent = world.queue().size();
        assertThat(place("another key")).isInstanceOf(PurchaseRefused.class);
        assertThat(world.queue().size()).isEqualTo(sent);
        assertThat(place("another key")).isInstanceOf(PurchaseRefused.class);
    }

    @Test
    void a_recorded_purchase_is_found_after_the_board_lost_its_memory() {
        open();
        assertPending(place("key"));
        world.reader().readAll();
        world.statusBoard().lose();
        assertThat(place(world.useCases(), "key", win(6, 100))).isInstanceOf(KeyReused.class);
        world.statusBoard().lose();
        assertCompleted(place("key"));
        assertThat(lookUpsOf(() -> assertPending(place("another key")))).isPositive();
    }

    @Test
    void a_loss_shortly_before_the_race_opened_counts_because_clocks_differ() {
        world.clock().advance(AFTER_CLOCKS_AGREE);
        world.statusBoard().lose();
        world.clock().advance(PurchaseClaims.CLOCKS_DIFFER.minusMillis(1));
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        assertThat(lookUpsOf(() -> assertPending(place("key")))).isPositive();
    }

    @Test
    void a_purchase_that_this_process_sent_while_the_board_was_away_is_found_at_once() {
        open();
        assertPending(place("key"));
        world.statusBoard().faults().away();
        assertPending(place("unseen"));
        world.reader().readAll();
        world.statusBoard().faults().back();
        assertCompleted(place("unseen"));
        assertThat(lookUpsOf(() -> assertPending(place("another key")))).isPositive();
    }

    /** This process knows that the board answers; another one sends a purchase while the board does not. */
    private void sendUnseenByAnotherProcess() {
        open();
        assertPending(place("key"));
        UseCases another = world.restarted(UseCases.Policy.DEFAULT);
        world.statusBoard().faults().away();
        assertPending(place(another, "unseen", win(5, 100)));
        world.reader().readAll();
        world.statusBoard().faults().back();
    }

    @Test
    void a_purchase_that_another_process_sent_while_the_board_was_away_from_it_is_found_a_second_later() {
        sendUnseenByAnotherProcess();
        world.clock().advance(UnclaimedSends.READ);
        assertThat(place(world.useCases(), "unseen", win(6, 100))).isInstanceOf(KeyReused.class);
        assertCompleted(place("unseen"));
    }

    @Test
    void a_purchase_that_another_process_sent_unseen_a_moment_ago_is_bought_once() {
        sendUnseenByAnotherProcess();
        assertThat(place("unseen")).isInstanceOf(Accepted.class);
        world.reader().readAll();
        assertThat(world.books().ticketsOf(RACE)).hasSize(2);
    }

    @Test
    void a_purchase_of_which_the_notes_cannot_be_read_is_looked_up_and_accepted() {
        open();
        world.books().queue().faults().away();
        assertThat(lookUpsOf(() -> assertPending(place("key")))).isPositive();
    }

    @Test
    void a_purchase_is_accepted_though_the_books_are_away() {
        open();
        world.books().away();
        assertPending(place("key"));
    }

    @Test
    void the_notes_are_read_once_a_second() {
        open();
        world.books().queue().faults().back();
        assertPending(place("a"));
        assertPending(place("b"));
        assertThat(world.books().queue().faults().calls()).isEqualTo(1);
        world.clock().advance(UnclaimedSends.READ);
        assertPending(place("c"));
        assertPending(place("d"));
        assertThat(world.books().queue().faults().calls()).isEqualTo(2);
    }
}
