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
 * @param revoked those that were revoked since its start, in order
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

    /** Returns whether two recorders have all partitions together, each at least one, and none in common. */
    boolean shares(RecorderPartitions other, int partitions) {
        return !owned.isEmpty()
                && !other.owned().isEmpty()
                && Collections.disjoint(owned, other.owned())
                && owned.size() + other.owned().size() == partitions;
    }

    /** Returns the partitions that were revoked since an earlier reading. */
    List<Integer> revokedSince(RecorderPartitions earlier) {
        return revoked.subList(earlier.revoked().size(), revoked.size());
    }
}
