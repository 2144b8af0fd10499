package keiba.domain.rule;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rule books by name, each from a day on. Immutable: {@link #with} returns a registry that holds one book more.
 *
 * <p>{@link RuleBooks#registry()} holds the books of JRA and of the NAR organisers.
 */
public final class RuleBookRegistry {
    /** The registry without books. */
    public static final RuleBookRegistry EMPTY = new RuleBookRegistry(Map.of());

    private final Map<String, NavigableMap<LocalDate, RuleBook>> byName;

    private RuleBookRegistry(Map<String, NavigableMap<LocalDate, RuleBook>> byName) {
        this.byName = byName;
    }

    /**
     * Returns a registry in which a book holds from a day on, until the next day from which another book of the same name holds.
     *
     * @param from the first day of the book
     * @throws IllegalArgumentException if another book of this name holds from the same day on: a book that races were sold under must not
     *     change afterwards
     */
    public RuleBookRegistry with(RuleBook book, LocalDate from) {
        NavigableMap<LocalDate, RuleBook> days = new TreeMap<>();
        NavigableMap<LocalDate, RuleBook> present = byName.get(book.name());
        if (present != null) {
            days.putAll(present);
        }
        RuleBook before = days.putIfAbsent(from, book);
        if (before != null && !before.equals(book)) {
            throw new IllegalArgumentException("another rule book " + book.name() + " holds from " + from
                    + " on; give a later day or another name");
        }
        Map<String, NavigableMap<LocalDate, RuleBook>> all = new LinkedHashMap<>(byName);
        all.put(book.name(), Collections.unmodifiableNavigableMap(days));
        return new RuleBookRegistry(Collections.unmodifiableMap(all));
    }

    /** Returns the names of the rule books, in the order in which they were registered. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** Returns the rule book of a name that holds from the latest day on; empty for an unknown name. */
    public Optional<RuleBook> find(String name) {
        return Optional.ofNullable(byName.get(name))
                .map(days -> days.lastEntry().getValue());
    }

    /** Returns the rule book of a name on a day; empty for an unknown name, and for days before the first of its book. */
    public Optional<RuleBook> find(String name, LocalDate day) {
        return findDated(name, day).map(RuleBookText.DatedBook::book);
    }

    /** Returns the rule book of a name on a day with the first day on which it holds; empty where {@link #find(String, LocalDate)} is. */
    public Optional<RuleBookText.DatedBook> findDated(String name, LocalDate day) {
        return Optional.ofNullable(byName.get(name))
                .map(days -> days.floorEntry(day))
                .map(entry -> new RuleBookText.DatedBook(entry.getValue(), entry.getKey()));
    }

    /** Returns the names of the rule books that hold on a day, in the order in which they were registered. */
    public List<String> names(LocalDate day) {
        return names().stream().filter(name -> find(name, day).isPresent()).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleBookRegistry that && byName.equals(that.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    /** Returns the names. */
    @Override
    public String toString() {
        return names().toString();
    }
}
