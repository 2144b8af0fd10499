package keiba.adapter.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** The invariants of the tables, as queries that return the rows that violate them. */
public final class BooksAudit {
    /** An audit reads everything. */
    private static final String PATIENCE = "SET LOCAL statement_timeout = '30min'";

    static final List<Invariant> INVARIANTS = Stream.of(
                    PurchaseInvariants.ALL, RefundInvariants.ALL, PayoutInvariants.ALL)
            .flatMap(List::stream)
            .toList();

    private BooksAudit() {}

    /**
     * Something that does not hold.
     *
     * @param invariant what should hold
     * @param subject the account, pool or purchase where it does not
     * @param detail the two values that should agree
     */
    public record Difference(String invariant, String subject, String detail) {}

    static List<Difference> differences(DSLContext session) {
        session.execute(PATIENCE);
        List<Difference> differences = new ArrayList<>();
        for (Invariant invariant : INVARIANTS) {
            session.resultQuery(invariant.exceptions())
                    .forEach(row -> differences.add(new Difference(
                            invariant.name(), row.get(0, String.class), String.valueOf(row.get(1, String.class)))));
        }
        return differences;
    }
}
