package keiba.adapter.redis;

import java.util.Optional;

/**
 * The facts about a Redis server with which a check decides whether the service can use it.
 *
 * @param version such as {@code 7.2.4}
 * @param evictionPolicy {@code noeviction}, for example; empty if this user may not read it ({@code +config|get})
 * @param mostMemory the memory limit in bytes; 0 without a limit
 * @param refusedWrite the reason why the server accepts no writes; empty if it accepts them
 */
public record RedisFacts(
        String version, Optional<String> evictionPolicy, long mostMemory, Optional<String> refusedWrite) {}
