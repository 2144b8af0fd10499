package keiba.bootstrap.serve;

/** Whom the service trusts. */
public enum Mode {
    /** The identity provider alone. */
    PRODUCTION,
    /** Without an identity provider: tokens that the local development key signs. */
    DEVELOPMENT,
    /** As DEVELOPMENT, and everybody may ask the service for a token. */
    DEMONSTRATION
}
