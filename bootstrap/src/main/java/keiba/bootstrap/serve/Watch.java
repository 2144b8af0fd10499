package keiba.bootstrap.serve;

/** A condition that is checked periodically and must hold for this process to be ready. */
interface Watch {

    /**
     * Looks.
     *
     * @throws keiba.application.failure.InfrastructureFailure if there is nothing to be seen now; what was seen last still counts
     */
    void look();

    /** Returns whether what was seen last is as it should be. */
    boolean holds();
}
