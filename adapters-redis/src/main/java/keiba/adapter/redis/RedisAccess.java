package keiba.adapter.redis;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to find Redis and to log in to it, beyond what its address says.
 *
 * @param user in place of the address's; empty for that
 * @param password in place of the address's; empty for that
 * @param caFile the certificates of the authorities that may have signed Redis' certificate, in PEM; empty for those that the JVM trusts
 * @param sentinels tell where Redis is, in place of the address's host and port; empty for these
 */
public record RedisAccess(
        Optional<String> user, Optional<String> password, Optional<Path> caFile, Optional<Sentinels> sentinels) {
    /** Access with only the address. */
    public static final RedisAccess BY_ADDRESS =
            new RedisAccess(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Without the password. */
    @Override
    public String toString() {
        return sentinels.map(Sentinels::toString).orElse("no Sentinel");
    }

    /**
     * Sentinels, which are encrypted as Redis itself is.
     *
     * @param addresses at least one
     * @param master the name under which they watch Redis
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

        /** Without the password. */
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
