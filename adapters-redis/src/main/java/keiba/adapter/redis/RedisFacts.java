package keiba.adapter.redis;

import java.util.Optional;

/**
 * The facts about a Redis server with which a check decides whether it is fit.
 *
 * @param version {@code 7.2.4}
 * @param evictionPolicy {@code noeviction}, for example; empty if this user may not read it ({@code +config|get})
 * @param mostMemory in bytes; 0 without a limit
 * @param refusedWrite why the server takes no write; empty if it takes one
 */
public record RedisFacts(
        String version, Optional<String> evictionPolicy, long mostMemory, Optional<String> refusedWrite) {}
