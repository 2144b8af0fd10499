package keiba.adapter.postgres;

import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DSL;

/** Ends its own connection at the n-th statement, as a crash would. */
final class Crash implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    private final int at;
    private final AtomicInteger seen = new AtomicInteger();

    Crash(int at) {
        this.at = at;
    }

    @Override
    public void executeStart(ExecuteContext context) {
        if (seen.incrementAndGet() == at) {
            DSL.using(context.connection()).fetch("SELECT pg_terminate_backend(pg_backend_pid())");
        }
    }
}
