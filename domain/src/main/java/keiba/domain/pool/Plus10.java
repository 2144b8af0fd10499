package keiba.domain.pool;

/** Says whether the 10 yen of JRA's Plus10 were added. Source: Horse Racing Act, supplementary provisions art. 5(3). */
public enum Plus10 {
    /** No dividend was at face value, or the organiser has no such benefit. */
    NOT_TESTED,
    /** The pool can pay it: every dividend of 100 became 110. */
    GRANTED,
    /** The pool would pay out more than it contains: no dividend gets it. */
    REFUSED
}
