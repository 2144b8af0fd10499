package keiba.bootstrap.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The partitions of the purchase topic that one recorder has, read from its log.
 *
 * @param owned those that it has now
 * @param revoked those that were taken from it since its start, one after the other
 */
record RecorderPartitions(SortedSet<Integer> owned, List<Integer> revoked) {
    private static final Pattern CHANGE =
            Pattern.compile("has (assigned|revoked|lost) the partitions \\[([^]]*)].* now has \\[([^]]*)]");

    static RecorderPartitions of(ServiceProcess recorder) {
        SortedSet<Integer> owned = new TreeSet<>();
        List<Integer> revoked = new ArrayList<>();
        Matcher change = CHANGE.matcher(recorder.said());
        while (change.find()) {
            if (!change.group(1).equals("assigned")) {
                revoked.addAll(numbers(change.group(2)));
            }
            owned = new TreeSet<>(numbers(change.group(3)));
        }
        return new RecorderPartitions(owned, revoked);
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.split(", "))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    /** Whether two recorders have all partitions between them, each some, and none both. */
    boolean shares(RecorderPartitions other, int partitions) {
        return !owned.isEmpty()
                && !other.owned().isEmpty()
                && Collections.disjoint(owned, other.owned())
                && owned.size() + other.owned().size() == partitions;
    }

    /** Those that were taken from it since an earlier look. */
    List<Integer> revokedSince(RecorderPartitions earlier) {
        return revoked.subList(earlier.revoked().size(), revoked.size());
    }
}
