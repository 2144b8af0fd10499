package keiba.application.race;

import java.time.LocalDate;
import java.util.Optional;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBookText;
import keiba.domain.rule.RuleBooks;

/**
 * The rules of a race: the name of one of {@link RuleBooks}, or a whole rule book. A race that is declared under an own book of the
 * organiser keeps all of it, so that every process can judge and settle the race, and later changes of the book do not change the race.
 */
public sealed interface RaceRules {
    /** Returns the name of the rule book. */
    String name();

    /** Returns the rule book for a race on this day; empty if the book is not in force on that day. */
    Optional<RuleBook> on(LocalDate day);

    /** Returns the rules with this name, as a proposal requests them. */
    static RaceRules named(String name) {
        return new Named(name);
    }

    /** Returns the rules to store with a race on this day: the name of a built-in book, otherwise the whole book. */
    static RaceRules of(RuleBookText.DatedBook dated, LocalDate day) {
        Optional<RuleBook> known = RuleBooks.find(dated.book().name(), day);
        return known.equals(Optional.of(dated.book()))
                ? new Named(dated.book().name())
                : new Recorded(dated.book(), dated.from());
    }

    /**
     * A rule book by its name; on each day it is the one of {@link RuleBooks} that holds on that day.
     *
     * @param name not necessarily known
     */
    record Named(String name) implements RaceRules {
        @Override
        public Optional<RuleBook> on(LocalDate day) {
            return RuleBooks.find(name, day);
        }
    }

    /**
     * A rule book that the race itself has.
     *
     * @param book one that {@link RuleBookText} can write
     * @param from the first day on which it holds
     */
    record Recorded(RuleBook book, LocalDate from) implements RaceRules {
        /** Throws {@code IllegalArgumentException} for a book that {@link RuleBookText#write} refuses. */
        public Recorded {
            String unused = RuleBookText.write(book, from);
        }

        @Override
        public String name() {
            return book.name();
        }

        /** Returns the text of the book. */
        public String text() {
            return RuleBookText.write(book, from);
        }

        @Override
        public Optional<RuleBook> on(LocalDate day) {
            return day.isBefore(from) ? Optional.empty() : Optional.of(book);
        }
    }
}
