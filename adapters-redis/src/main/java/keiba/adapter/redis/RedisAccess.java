package keiba.adapter.redis;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings for finding Redis and logging in to it that its address does not contain.
 *
 * @param user replaces the user in the address; empty to use that one
 * @param password replaces the password in the address; empty to use that one
 * @param caFile a PEM file with the certificates of the authorities that are trusted for the certificate of Redis;
 *     empty for those that the JVM trusts
 * @param clientKey the key with which the client identifies itself on encrypted connections; empty for none
 * @param sentinels the Sentinels that return the address of Redis, instead of the host and port in the address; empty
 *     to use these
 */
public record RedisAccess(
        Optional<String> user,
        Optional<String> password,
        Optional<Path> caFile,
        Optional<ClientKey> clientKey,
        Optional<Sentinels> sentinels) {
    /** Access with the address alone. */
    public static final RedisAccess BY_ADDRESS =
            new RedisAccess(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns a text without the password. */
    @Override
    public String toString() {
        return sentinels.map(Sentinels::toString).orElse("no Sentinel");
    }

    /**
     * A private key with its certificates, for servers that require certificates of their clients.
     *
     * @param file a key store of the type PKCS #12
     * @param password of the key store and of its key
     */
    public record ClientKey(Path file, String password) {
        /** Returns a text without the password. */
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * The Sentinels. Connections to them are encrypted if those to Redis are.
     *
     * @param addresses at least one
     * @param master the name of the Redis master that they monitor
     * @param user empty for the default user
     * @param password empty for none
     */
    public record Sentinels(List<Address> addresses, String master, Optional<String> user, Optional<String> password) {
        public Sentinels {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("at least one Sentinel is required");
            }
        }

        /** Returns a text without the password. */
        @Override
        public String toString() {
            return "Sentinels of " + master + " at " + addresses;
        }
    }

    /** A host and a port. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
