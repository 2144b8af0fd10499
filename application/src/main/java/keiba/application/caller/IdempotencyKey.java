package keiba.application.caller;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A client's name for one request. A repetition of the request with the same key has no further effect.
 *
 * @param value 1 to 255 characters
 */
public record IdempotencyKey(String value) {
    public static final int MAX_LENGTH = 255;

    public IdempotencyKey {
        if (!isPossible(value)) {
            throw new IllegalArgumentException(
                    "an idempotency key must have 1 to " + MAX_LENGTH + " characters, not " + value.length());
        }
    }

    public static boolean isPossible(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH;
    }

    /**
     * Returns the id of the request that this key names within a scope: the same scope and key always give the same id, and other scopes or keys
     * never do (SHA-256, as a UUID of version 8).
     */
    public UUID idWithin(String scope) {
        byte[] digest = sha256().digest((scope.length() + ":" + scope + value).getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        long low = (bytes.getLong() & ~0xC000_0000_0000_0000L) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
