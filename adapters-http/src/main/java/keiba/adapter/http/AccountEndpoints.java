package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import keiba.application.account.AccountEntry;
import keiba.application.account.AccountUseCases;
import keiba.application.account.CashMovement;
import keiba.application.account.MoveCash;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;
import keiba.wire.Json;

/** The endpoints of balances, statements, deposits and withdrawals. */
final class AccountEndpoints {
    private final AccountUseCases accounts;

    AccountEndpoints(AccountUseCases accounts) {
        this.accounts = accounts;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/v1/account", this::account, Role.BETTOR),
                Endpoint.get("/v1/account/entries", this::entries, Role.BETTOR),
                Endpoint.post(
                        "/v1/accounts/{user_id}/deposits",
                        ask -> move(ask, CashMovement.MovementKind.DEPOSIT),
                        Role.CASHIER),
                Endpoint.post(
                        "/v1/accounts/{user_id}/withdrawals",
                        ask -> move(ask, CashMovement.MovementKind.WITHDRAWAL),
                        Role.CASHIER));
    }

    private Reply account(Ask ask) {
        UserId user = ask.principal().user();
        return Reply.ok(Json.object()
                .put("user_id", user.value())
                .put("balance", accounts.view().balance(user).value()));
    }

    private Reply entries(Ask ask) {
        OptionalLong before = ask.queryNumber("after").map(OptionalLong::of).orElse(OptionalLong.empty());
        int limit = ask.limit();
        List<AccountEntry> entries = accounts.view().entries(ask.principal().user(), before, limit);
        return Reply.page(entries, limit, AccountEndpoints::show, entry -> Long.toString(entry.id()));
    }

    private static ObjectNode show(AccountEntry entry) {
        return Json.object()
                .put("at", entry.at().toString())
                .put("kind", entry.kind().name())
                .put("amount", entry.amount().value())
                .put("balance", entry.balance().value())
                .put("reference", entry.reference());
    }

    private Reply move(Ask ask, CashMovement.MovementKind kind) {
        UserId user = ask.userId();
        Yen amount = Yen.of(ask.body().integer("amount"));
        MoveCash.MovementOutcome outcome = accounts.moveCash()
                .move(
                        user,
                        kind,
                        amount,
                        ask.requireIdempotencyKey(),
                        ask.principal().actor());
        return switch (outcome) {
            case MoveCash.Moved moved ->
                Reply.json(
                        moved.repeated() ? 200 : 201,
                        Json.object()
                                .put("user_id", user.value())
                                .put("balance", moved.balance().value())
                                .put("reference", moved.reference().toString()));
            case MoveCash.KeyReused reused ->
                Reply.of(
                        Problem.of(
                                ProblemType.IDEMPOTENCY_KEY_REUSED,
                                "The Idempotency-Key was used for another request",
                                "this Idempotency-Key was used for another deposit or withdrawal; use a new key for a new one"));
            case MoveCash.InvalidAmount invalid ->
                Reply.of(Problem.of(
                        ProblemType.INVALID_AMOUNT,
                        "The amount is invalid",
                        "amount: must be from 1 to " + MoveCash.MAX.value() + " yen, not " + amount.value()));
            case MoveCash.InsufficientFunds poor ->
                Reply.of(Problem.of(
                                ProblemType.INSUFFICIENT_FUNDS,
                                "The balance is too small",
                                "the balance is " + poor.balance() + ", the withdrawal " + amount)
                        .with(facts -> facts.put("balance", poor.balance().value())));
        };
    }
}
