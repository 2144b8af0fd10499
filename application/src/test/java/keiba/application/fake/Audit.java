package keiba.application.fake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keiba.application.account.AccountEntry;
import keiba.application.odds.BoardId;
import keiba.application.purchase.MessageId;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;

/** Checks every invariant of the books against the tickets and transfers themselves. */
final class Audit {
    private final BooksState books;
    private final List<String> differences = new ArrayList<>();

    private Audit(BooksState books) {
        this.books = books;
    }

    static List<String> of(BooksState books) {
        Audit audit = new Audit(books);
        audit.balances();
        audit.outcomes();
        audit.stakes();
        audit.pools();
        return List.copyOf(audit.differences);
    }

    private void check(boolean holds, String difference) {
        if (!holds) {
            differences.add(difference);
        }
    }

    private void balances() {
        Map<LedgerAccount, Yen> sums = new HashMap<>();
        for (Transfer transfer : books.transfers) {
            sums.merge(transfer.debit(), transfer.effectOn(transfer.debit()), Yen::plus);
            sums.merge(transfer.credit(), transfer.effectOn(transfer.credit()), Yen::plus);
        }
        check(sums.equals(books.balances), "balances " + books.balances + " and transfers " + sums);
        Yen all = books.balances.values().stream().reduce(Yen.ZERO, Yen::plus);
        check(all.isZero(), "the ledger is off by " + all);
        books.balances.forEach((account, balance) -> check(
                account instanceof LedgerAccount.Cash || !balance.isNegative(), account + " stands at " + balance));
    }

    private void outcomes() {
        Set<MessageId> outcomes = new HashSet<>(books.tickets.keySet());
        outcomes.addAll(books.refusals.keySet());
        check(outcomes.equals(books.claims), "claims " + books.claims + " and outcomes " + outcomes);
        check(
                outcomes.size() == books.tickets.size() + books.refusals.size(),
                "a purchase is both a ticket and refused");
    }

    private void stakes() {
        Map<String, Yen> paid = new HashMap<>();
        books.transfers.stream()
                .filter(transfer -> transfer.kind() == AccountEntry.Kind.STAKE)
                .forEach(transfer -> paid.merge(transfer.reference(), transfer.amount(), Yen::plus));
        Map<String, Yen> due = new HashMap<>();
        books.tickets.forEach((id, sold) -> due.put(id.toString(), sold.ticket().total()));
        check(paid.equals(due), "stakes paid " + paid + " and tickets " + due);
    }

    private void pools() {
        Map<BoardId, Pool> counted = new HashMap<>();
        for (BooksState.Sold sold : books.tickets.values()) {
            BoardId board =
                    new BoardId(sold.ticket().race(), sold.combinations().type());
            counted.computeIfAbsent(
                            board, none -> Pool.empty(sold.combinations().numbering()))
                    .add(sold.combinations(), sold.ticket().bet().amount());
        }
        check(
                counted.keySet().equals(books.pools.keySet()),
                "pools " + books.pools.keySet() + " and tickets of " + counted.keySet());
        counted.forEach(this::pool);
    }

    private void pool(BoardId board, Pool counted) {
        BooksState.RunningTotal running = books.pools.get(board);
        check(
                running != null && Arrays.equals(running.pool().snapshot(), counted.snapshot()),
                "the running total of " + board + " and its tickets");
        Yen account = books.balance(new LedgerAccount.PoolOf(board));
        check(account.equals(counted.total()), "the account of " + board + " holds " + account);
    }
}
