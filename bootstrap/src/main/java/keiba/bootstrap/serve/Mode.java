package keiba.bootstrap.serve;

/** The mode of the service, which decides whose tokens it accepts. */
public enum Mode {
    /** The service accepts only tokens of the identity provider. */
    PRODUCTION,
    /** The service has no identity provider, and accepts tokens that are signed with the local development key. */
    DEVELOPMENT,
    /** As DEVELOPMENT; any client may also request a token from the service. */
    DEMONSTRATION
}
