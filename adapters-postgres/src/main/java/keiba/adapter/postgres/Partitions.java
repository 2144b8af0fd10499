package keiba.adapter.postgres;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Creates the monthly partitions. Rows of a month without a partition are stored in the default partition until the
 * partition of the month is created, so no row is lost.
 */
final class Partitions {
    private static final int MONTHS_AHEAD = 3;

    private final Transactions transactions;
    private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

    Partitions(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Creates the partitions of the last month, this month and some future months, if they are missing. */
    void ensureAround(LocalDate today) {
        for (int month = -1; month <= MONTHS_AHEAD; month++) {
            ensure(today.plusMonths(month));
        }
    }

    void ensure(LocalDate day) {
        YearMonth month = YearMonth.from(day);
        if (made.contains(month)) {
            return;
        }
        transactions.write(
                session -> session.select(DSL.function("ensure_partitions", SQLDataType.OTHER, DSL.val(month.atDay(1))))
                        .execute());
        made.add(month);
    }
}
