package keiba.bootstrap.demo;

import java.util.List;
import java.util.Optional;

/** Looks behind the service, into what its servers hold. */
@FunctionalInterface
interface BooksCheck {
    /** Looks at nothing. */
    BooksCheck NONE = Optional::empty;

    /**
     * Every difference between what the servers hold and what they must hold, one line each.
     *
     * @return empty where the servers were not checked
     */
    Optional<List<String>> differences() throws InterruptedException;
}
