package keiba.adapter.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** The invariants of the tables, as queries that return the rows that violate them. */
public final class BooksAudit {
    /** The time-out of the audit's statements. It is long, because an audit reads all rows. */
    private static final String PATIENCE = "SET LOCAL statement_timeout = '30min'";

    static final List<Invariant> INVARIANTS = Stream.of(
                    PurchaseInvariants.ALL, RefundInvariants.ALL, PayoutInvariants.ALL)
            .flatMap(List::stream)
            .toList();

    private BooksAudit() {}

    /**
     * A violation of an invariant.
     *
     * @param invariant the invariant that is violated
     * @param subject the account, pool or purchase that violates it
     * @param detail the two values that should be equal
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
