package keiba.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/** Counts what a run met, so that a test cannot silently stop testing something. */
final class Kinds {
    private final Map<String, Integer> counts = new TreeMap<>();

    void saw(String kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    void sawIf(boolean holds, String kind) {
        if (holds) {
            saw(kind);
        }
    }

    int count(String kind) {
        return counts.getOrDefault(kind, 0);
    }

    void require(int atLeast, String... kinds) {
        for (String kind : kinds) {
            assertThat(count(kind)).as("times that the run met: %s", kind).isGreaterThanOrEqualTo(atLeast);
        }
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
