package keiba.bootstrap.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import keiba.adapter.kafka.UnrecordedMessages;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.BoardsAudit;
import keiba.adapter.redis.RedisBoards;
import keiba.application.odds.ExpectedOdds;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.race.RaceCard;

/**
 * Every invariant of PostgreSQL, as of one moment; the steps of due work that are overdue; PostgreSQL's positions
 * against the messages in Kafka; and every board in Redis against PostgreSQL. The boards follow the books within about
 * a second, so a difference on a board is checked again before it is reported.
 */
public final class Verification {
    private static final int PAGE = 1_000;
    private static final int LOOKS = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** The time that a message must wait before its partition can count as stopped. */
    private static final Duration WAITED = Duration.ofSeconds(30);

    private final PostgresBooks books;
    private final RedisBoards boards;
    private final ExpectedOdds odds;
    private final Optional<UnrecordedMessages> queue;

    /**
     * @param queue finds messages that are not recorded at PostgreSQL's positions; empty if no brokers are configured
     */
    public Verification(PostgresBooks books, RedisBoards boards, Optional<UnrecordedMessages> queue) {
        this.books = books;
        this.boards = boards;
        this.queue = queue;
        this.odds = new ExpectedOdds(books.books().pools());
    }

    /** Returns the violated invariants, one line each; empty if there are none. */
    public List<String> differences() throws InterruptedException {
        List<String> differences = new ArrayList<>();
        check(differences::add, done -> {});
        return differences;
    }

    /**
     * Checks one server after the other, PostgreSQL first.
     *
     * @param found receives each difference as soon as it is found
     * @param done receives the name of each server when all of its checks are complete
     */
    public void check(Consumer<String> found, Consumer<String> done) throws InterruptedException {
        books.audit()
                .forEach(finding -> found.accept(
                        "PostgreSQL: " + finding.subject() + ": " + finding.invariant() + ": " + finding.detail()));
        books.overdue()
                .forEach(finding -> found.accept(
                        "overdue: " + finding.subject() + " " + finding.detail() + " (" + finding.invariant() + ")"));
        done.accept("PostgreSQL");
        stoppedPartitions()
                .forEach((partition, detail) -> found.accept("Kafka: partition " + partition + ": " + detail));
        if (queue.isPresent()) {
            done.accept("Kafka");
        }
        boardDifferences().forEach((key, detail) -> found.accept("Redis: " + key + ": " + detail));
        done.accept("Redis");
    }

    /** Returns the partitions whose oldest message has waited for long and whose position does not change. */
    private Map<Integer, String> stoppedPartitions() throws InterruptedException {
        Map<Integer, String> stopped = unrecorded();
        for (int look = 1; look < LOOKS && !stopped.isEmpty(); look++) {
            Thread.sleep(BETWEEN_LOOKS);
            Map<Integer, String> now = unrecorded();
            stopped.entrySet().removeIf(before -> !before.getValue().equals(now.get(before.getKey())));
        }
        return stopped;
    }

    private Map<Integer, String> unrecorded() {
        Optional<PostgresBooks.Positions> recorded = books.positions();
        return queue.isEmpty() || recorded.isEmpty()
                ? new TreeMap<>()
                : queue.get().find(recorded.get().topic(), recorded.get().next(), WAITED);
    }

    /** Returns the differences that are found at every check. */
    private Map<String, String> boardDifferences() throws InterruptedException {
        Map<String, String> lasting = look();
        for (int look = 1; look < LOOKS && !lasting.isEmpty(); look++) {
            Thread.sleep(BETWEEN_LOOKS);
            Map<String, String> now = look();
            lasting.keySet().retainAll(now.keySet());
        }
        return lasting;
    }

    private Map<String, String> look() {
        BoardsAudit audit = boards.audit();
        List<RaceCard> cards = books.books().races().current();
        List<BoardsAudit.Difference> found = new ArrayList<>(audit.races(cards));
        for (RaceCard card : cards) {
            found.addAll(audit.odds(odds.of(card)));
        }
        SortedMap<MessageId, PlacePurchase.Status> page =
                books.books().outcomes().outcomes(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            found.addAll(audit.purchases(page));
            page = books.books().outcomes().outcomes(Optional.of(page.lastKey()), PAGE);
        }
        Map<String, String> byKey = new TreeMap<>();
        found.forEach(difference -> byKey.put(difference.key(), difference.detail()));
        return byKey;
    }
}
