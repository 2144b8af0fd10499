package keiba.bootstrap.serve;

/** The mode of the service, which decides whose tokens it accepts. */
public enum Mode {
    /** Only those of the identity provider. */
    PRODUCTION,
    /** Without an identity provider: those that are signed with the local development key. */
    DEVELOPMENT,
    /** As DEVELOPMENT; any client may also request a token from the service. */
    DEMONSTRATION
}
