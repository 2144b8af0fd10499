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
     * {@return a registry in which a book holds from a day on, until the next day from which another book of the same name holds}
     * This registry is not changed.
     *
     * @param book the rule book to add
     * @param from the first day of the book
     * @throws IllegalArgumentException if another book of this name holds from the same day on: a book that races were sold under
     *     must not change afterwards
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

    /** {@return the names of the rule books, in the order in which they were registered} */
    public Set<String> names() {
        return byName.keySet();
    }

    /**
     * {@return the rule book of a name that holds from the latest day on; empty for an unknown name}
     *
     * @param name the name of the rule book
     */
    public Optional<RuleBook> find(String name) {
        return Optional.ofNullable(byName.get(name))
                .map(days -> days.lastEntry().getValue());
    }

    /**
     * {@return the rule book of a name on a day; empty for an unknown name, and for days before the first of its book}
     *
     * @param name the name of the rule book
     * @param day the day of the race
     */
    public Optional<RuleBook> find(String name, LocalDate day) {
        return findDated(name, day).map(RuleBookText.DatedBook::book);
    }

    /**
     * {@return the rule book of a name on a day with the first day on which it holds; empty where
     * {@link #find(String, LocalDate)} is}
     *
     * @param name the name of the rule book
     * @param day the day of the race
     */
    public Optional<RuleBookText.DatedBook> findDated(String name, LocalDate day) {
        return Optional.ofNullable(byName.get(name))
                .map(days -> days.floorEntry(day))
                .map(entry -> new RuleBookText.DatedBook(entry.getValue(), entry.getKey()));
    }

    /**
     * {@return the names of the rule books that hold on a day, in the order in which they were registered}
     *
     * @param day the day of the races
     */
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

    /** {@return the names of the rule books: {@code "[JRA, NAR]"}} */
    @Override
    public String toString() {
        return names().toString();
    }
}
