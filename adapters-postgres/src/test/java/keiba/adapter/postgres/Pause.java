package keiba.adapter.postgres;

import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses a transaction before the first statement that contains a text, until {@code goOn} is called. */
final class Pause implements Watch {
    private final String text;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Pause(String text) {
        this.text = text;
    }

    @Override
    public void before(Connection connection, String sql) {
        if (sql.contains(text)) {
            reached.countDown();
            await(released);
        }
    }

    void awaitReached() {
        await(reached);
    }

    void goOn() {
        released.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited for 60 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
