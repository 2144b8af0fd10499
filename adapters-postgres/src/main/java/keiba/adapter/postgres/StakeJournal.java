package keiba.adapter.postgres;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keiba.adapter.postgres.JointBooking.Sold;
import keiba.application.account.UserId;
import keiba.domain.money.Yen;

/** Moves the stakes of tickets from the bettors' accounts to those of the pools. */
final class StakeJournal {
    private static final String TRANSFERS = """
            INSERT INTO transfer (race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen)
            SELECT race_day, 'STAKE', 'bettor:' || user_id, credit, yen, reference, user_id, balance_after_yen
            FROM unnest(?, ?, ?, ?, ?, ?) AS t (race_day, user_id, credit, yen, reference, balance_after_yen)""";

    private static final String LOCK =
            "SELECT 1 FROM account WHERE account_id = ANY (?) ORDER BY account_id FOR NO KEY UPDATE";

    private static final String UPDATE = """
            UPDATE account a SET balance_yen = a.balance_yen + c.yen
            FROM unnest(?, ?) AS c (account_id, yen)
            WHERE a.account_id = c.account_id""";

    private final Connection connection;
    private final Map<UserId, Yen> balances;

    /** @param balances of the bettors before; their accounts are locked */
    StakeJournal(Connection connection, Map<UserId, Yen> balances) {
        this.connection = connection;
        this.balances = new HashMap<>(balances);
    }

    /** A ticket and the bettor's balance right after its stake was debited. */
    private record Line(Sold ticket, long balanceAfter) {}

    /** Debits the stakes in this order. */
    void debit(List<Sold> tickets) {
        List<Line> lines = new ArrayList<>(tickets.size());
        Map<String, Long> credits = new TreeMap<>();
        Map<String, Long> changes = new TreeMap<>();
        for (Sold ticket : tickets) {
            UserId user = ticket.message().user();
            Yen stake = ticket.bought().total();
            Yen after = balances.merge(user, Yen.ZERO.minus(stake), Yen::plus);
            lines.add(new Line(ticket, after.value()));
            credits.merge(AccountName.pool(ticket.board()), stake.value(), Long::sum);
            changes.merge(AccountName.bettor(user), -stake.value(), Long::sum);
        }
        write(lines);
        lock(List.copyOf(credits.keySet()));
        changes.putAll(credits);
        update(List.copyOf(changes.entrySet()));
    }

    private void write(List<Line> lines) {
        try (PlainStatement statement = new PlainStatement(connection, TRANSFERS)) {
            statement
                    .dates(lines, line -> line.ticket().day())
                    .bigints(lines, line -> line.ticket().message().user().value())
                    .texts(lines, line -> AccountName.pool(line.ticket().board()))
                    .bigints(lines, line -> line.ticket().bought().total().value())
                    .uuids(lines, line -> line.ticket().message().id())
                    .bigints(lines, Line::balanceAfter)
                    .update();
        }
    }

    private void lock(List<String> accounts) {
        try (PlainStatement statement = new PlainStatement(connection, LOCK)) {
            statement.texts(accounts, name -> name).fetch(row -> row.getInt(1));
        }
    }

    private void update(List<Map.Entry<String, Long>> changes) {
        try (PlainStatement statement = new PlainStatement(connection, UPDATE)) {
            int updated = statement
                    .texts(changes, Map.Entry::getKey)
                    .bigints(changes, Map.Entry::getValue)
                    .update();
            if (updated != changes.size()) {
                throw new IllegalStateException(updated + " accounts of " + changes);
            }
        }
    }
}
