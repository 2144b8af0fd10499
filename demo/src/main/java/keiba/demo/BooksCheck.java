package keiba.demo;

import java.util.List;
import java.util.Optional;

/** Checks the data in the servers behind the service. */
@FunctionalInterface
interface BooksCheck {
    /** Looks at nothing. */
    BooksCheck NONE = Optional::empty;

    /**
     * Returns every difference between what the servers hold and what they must hold, one line each.
     *
     * @return empty where the servers were not checked
     */
    Optional<List<String>> differences() throws InterruptedException;
}
