package keiba.bootstrap.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.BoardsAudit;
import keiba.adapter.redis.RedisBoards;
import keiba.application.odds.ExpectedOdds;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.race.RaceCard;

/**
 * Every invariant of the books, as of one moment, and every board against the books. The boards follow the books within about a second,
 * so that what differs there is looked at again before it counts.
 */
public final class Verification {
    private static final int PAGE = 1_000;
    private static final int LOOKS = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final PostgresBooks books;
    private final RedisBoards boards;
    private final ExpectedOdds odds;

    public Verification(PostgresBooks books, RedisBoards boards) {
        this.books = books;
        this.boards = boards;
        this.odds = new ExpectedOdds(books.books().pools());
    }

    /** What does not hold, a line each; empty when everything does. */
    public List<String> differences() throws InterruptedException {
        List<String> differences = new ArrayList<>();
        books.audit()
                .forEach(found -> differences.add(
                        "PostgreSQL: " + found.subject() + ": " + found.invariant() + ": " + found.detail()));
        boardDifferences().forEach((key, detail) -> differences.add("Redis: " + key + ": " + detail));
        return differences;
    }

    /** Only what differs at every look. */
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
                books.books().tickets().outcomes(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            found.addAll(audit.purchases(page));
            page = books.books().tickets().outcomes(Optional.of(page.lastKey()), PAGE);
        }
        Map<String, String> byKey = new TreeMap<>();
        found.forEach(difference -> byKey.put(difference.key(), difference.detail()));
        return byKey;
    }
}
