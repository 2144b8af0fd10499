package keiba.application.account;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.CASHIER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import keiba.application.account.CashMovement.MovementKind;
import keiba.application.account.MoveCash.InsufficientFunds;
import keiba.application.account.MoveCash.InvalidAmount;
import keiba.application.account.MoveCash.KeyReused;
import keiba.application.account.MoveCash.Moved;
import keiba.application.account.MoveCash.MovementOutcome;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private final FakeWorld world = new FakeWorld();

    @AfterEach
    void check_that_stored_data_are_consistent() {
        assertThat(world.books().audit()).isEmpty();
    }

    private MovementOutcome move(UserId user, MovementKind kind, long yen, String key) {
        return world.useCases().accounts().moveCash().move(user, kind, Yen.of(yen), new IdempotencyKey(key), CASHIER);
    }

    private Yen balance(UserId user) {
        return world.useCases().accounts().view().balance(user);
    }

    @Test
    void books_a_deposit_and_a_withdrawal() {
        assertThat(move(ALICE, MovementKind.DEPOSIT, 10_000, "a")).isInstanceOfSatisfying(Moved.class, moved -> {
            assertThat(moved.user()).isEqualTo(ALICE);
            assertThat(moved.balance()).isEqualTo(Yen.of(10_000));
            assertThat(moved.repeated()).isFalse();
        });
        move(ALICE, MovementKind.WITHDRAWAL, 1, "b");
        assertThat(balance(ALICE)).isEqualTo(Yen.of(9_999));
        assertThat(world.useCases().accounts().view().entries(ALICE, OptionalLong.empty(), 10))
                .hasSize(2);
    }

    @Test
    void moves_money_once_per_idempotency_key() {
        MovementOutcome first = move(ALICE, MovementKind.DEPOSIT, 10_000, "a");
        MovementOutcome second = move(ALICE, MovementKind.DEPOSIT, 10_000, "a");
        assertThat(second).isInstanceOfSatisfying(Moved.class, moved -> {
            assertThat(moved.repeated()).isTrue();
            assertThat(first).isEqualTo(new Moved(ALICE, moved.balance(), moved.reference(), false));
        });
        assertThat(balance(ALICE)).isEqualTo(Yen.of(10_000));
    }

    @Test
    void a_movement_can_be_repeated_after_its_answer_was_lost() {
        world.books().accounts().faults().loseAnswerOf(1);
        assertThatThrownBy(() -> move(ALICE, MovementKind.DEPOSIT, 10_000, "a")).isInstanceOf(TemporaryFailure.class);
        assertThat(move(ALICE, MovementKind.DEPOSIT, 10_000, "a"))
                .isInstanceOfSatisfying(
                        Moved.class, moved -> assertThat(moved.repeated()).isTrue());
        assertThat(balance(ALICE)).isEqualTo(Yen.of(10_000));
    }

    @Test
    void refuses_an_idempotency_key_used_for_another_amount() {
        move(ALICE, MovementKind.DEPOSIT, 10_000, "a");
        assertThat(move(ALICE, MovementKind.DEPOSIT, 20_000, "a")).isEqualTo(new KeyReused());
        assertThat(balance(ALICE)).isEqualTo(Yen.of(10_000));
    }

    @Test
    void treats_the_same_key_of_another_user_or_direction_as_another_movement() {
        move(ALICE, MovementKind.DEPOSIT, 10_000, "a");
        assertThat(move(BOB, MovementKind.DEPOSIT, 10_000, "a")).isInstanceOf(Moved.class);
        assertThat(move(ALICE, MovementKind.WITHDRAWAL, 10_000, "a")).isInstanceOf(Moved.class);
        assertThat(balance(ALICE)).isEqualTo(Yen.ZERO);
        assertThat(balance(BOB)).isEqualTo(Yen.of(10_000));
    }

    @Test
    void refuses_a_withdrawal_above_the_balance() {
        move(ALICE, MovementKind.DEPOSIT, 100, "a");
        assertThat(move(ALICE, MovementKind.WITHDRAWAL, 101, "b")).isEqualTo(new InsufficientFunds(Yen.of(100)));
        assertThat(move(ALICE, MovementKind.WITHDRAWAL, 100, "c")).isInstanceOf(Moved.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 10_000_000_000_001L, Long.MAX_VALUE})
    void refuses_an_amount_out_of_range(long yen) {
        assertThat(move(ALICE, MovementKind.DEPOSIT, yen, "a")).isEqualTo(new InvalidAmount(Yen.of(yen)));
        assertThat(move(ALICE, MovementKind.WITHDRAWAL, yen, "a")).isEqualTo(new InvalidAmount(Yen.of(yen)));
    }

    @Test
    void accepts_the_largest_amount() {
        assertThat(move(ALICE, MovementKind.DEPOSIT, MoveCash.MAX.value(), "a")).isInstanceOf(Moved.class);
    }

    @Test
    void returns_a_zero_balance_and_no_entries_for_an_unknown_user() {
        assertThat(balance(BOB)).isEqualTo(Yen.ZERO);
        assertThat(world.useCases().accounts().view().entries(BOB, OptionalLong.empty(), 10))
                .isEmpty();
    }
}
