package keiba.demo;

/**
 * The service refuses a command of an operator, because the race is in a state that the command does not fit. The demonstration is not
 * alone on its service, so another operator may have changed the race: see {@link OtherOperators}.
 */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** @param problem the name of the problem: {@code illegal-transition} */
    RefusedException(String problem, String message) {
        super(message);
        this.problem = problem;
    }

    boolean is(String name) {
        return problem.equals(name);
    }
}
