package keiba.bootstrap.serve;

/** A condition that is checked periodically and must hold for this process to be ready. */
interface Watch {

    /**
     * Checks the condition.
     *
     * @throws keiba.application.failure.InfrastructureFailure if the condition cannot be checked now; the last result
     *     remains valid
     */
    void look();

    /** Returns whether the condition held at the last check. */
    boolean holds();
}
