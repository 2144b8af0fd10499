package keiba.bootstrap.serve;

import java.util.function.Supplier;
import keiba.adapter.kafka.PurchaseTopic;
import keiba.application.purchase.QueueBook;

/**
 * Compares the purchase topic with the one that the books record. If the topic was created again or has more
 * partitions, races may be in partitions in which no recorder expects them; a process that detects this is not ready.
 */
final class TopicWatch implements Watch {
    private static final System.Logger LOG = System.getLogger(TopicWatch.class.getName());

    private final PurchaseTopic used;
    private final Supplier<PurchaseTopic> now;
    private final QueueBook book;
    private volatile boolean same = true;

    /**
     * @param used the topic according to which this process sends and records
     * @param now requests the current topic from the brokers
     */
    TopicWatch(PurchaseTopic used, Supplier<PurchaseTopic> now, QueueBook book) {
        this.used = used;
        this.now = now;
        this.book = book;
    }

    @Override
    public void look() {
        PurchaseTopic seen = now.get();
        boolean before = same;
        same = seen.equals(used) && book.positions(seen.id(), seen.partitions()).isPresent();
        if (!same) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "PostgreSQL does not record {0}; this process is not ready. See ./keiba adopt-topic --help.",
                    seen);
        } else if (!before) {
            LOG.log(System.Logger.Level.INFO, "PostgreSQL records {0} again.", seen);
        }
    }

    @Override
    public boolean holds() {
        return same;
    }
}
