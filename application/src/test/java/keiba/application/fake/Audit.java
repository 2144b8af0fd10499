package keiba.application.fake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keiba.application.odds.BoardId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;

/** Checks every invariant of the stored data against the tickets and transfers themselves. */
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
        audit.refunds();
        audit.payouts();
        books.settlements.forEach(audit::settlement);
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
                account instanceof LedgerAccount.Cash
                        || account instanceof LedgerAccount.House
                        || !balance.isNegative(),
                account + " stands at " + balance));
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
                .filter(transfer -> transfer.kind() == Transfer.Kind.STAKE)
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
        Yen due = books.isPayable(board.race()) ? Yen.ZERO : counted.total().minus(refunded(board));
        check(account.equals(due), "the account of " + board + " holds " + account + " and not " + due);
    }

    private Yen refunded(BoardId board) {
        return books.refunds.stream()
                .filter(refund -> books.refundOrders.get(refund.order()).race().equals(board.race()))
                .filter(refund ->
                        books.refundOrders.get(refund.order()).voided().type() == board.type())
                .map(BooksState.Refund::yen)
                .reduce(Yen.ZERO, Yen::plus);
    }

    /** Nothing is refunded twice, nor more than it cost, and every refund is a transfer. */
    private void refunds() {
        Set<String> once = new HashSet<>();
        books.refunds.forEach(refund ->
                check(once.add(refund.order() + " " + refund.id()), refund.id() + " is refunded twice for one cause"));
        books.tickets.forEach((id, sold) -> check(
                books.refunded(id).compareTo(sold.ticket().total()) <= 0,
                id + " is refunded " + books.refunded(id) + " of "
                        + sold.ticket().total()));
        check(
                transferred(Transfer.Kind.REFUND)
                        .equals(books.refunds.stream()
                                .collect(Collectors.toMap(
                                        refund -> refund.id().toString(), BooksState.Refund::yen, Yen::plus))),
                "refunds and their transfers");
    }

    /** Exactly the paid payouts were transferred. */
    private void payouts() {
        Map<String, Yen> paid = new HashMap<>();
        Map<String, Yen> expired = new HashMap<>();
        books.payouts.forEach((id, payout) -> {
            switch (payout.status()) {
                case CALCULATED -> {}
                case PAID -> paid.put(id.toString(), payout.yen());
                case EXPIRED -> expired.put(id.toString(), payout.yen());
            }
        });
        check(transferred(Transfer.Kind.PAYOUT).equals(paid), "payouts paid " + paid + " and their transfers");
        check(transferred(Transfer.Kind.EXPIRY).equals(expired), "payouts expired " + expired + " and their transfers");
    }

    private Map<String, Yen> transferred(Transfer.Kind kind) {
        return books.transfers.stream()
                .filter(transfer -> transfer.kind() == kind)
                .collect(Collectors.toMap(Transfer::reference, Transfer::amount, Yen::plus));
    }

    /** A payable race owes exactly what is not yet paid, and its types add up to the yen. */
    private void settlement(RaceId race, BooksState.Settling settling) {
        settling.types().forEach(type -> check(type.sums().isBalanced(), race + " " + type.sums()));
        if (books.isPayable(race)) {
            Yen unpaid = FakePayoutBook.totals(books, race, Optional.empty())
                    .calculated()
                    .yen();
            Yen payable = books.balance(new LedgerAccount.Payable(race));
            check(payable.equals(unpaid), race + " owes " + unpaid + " and its account holds " + payable);
        }
    }
}
