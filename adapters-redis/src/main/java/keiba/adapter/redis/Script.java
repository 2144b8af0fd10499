package keiba.adapter.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** The Lua scripts: the few steps that must not be interleaved with another client's. */
enum Script {
    /**
     * Sets values unless a newer version of them stands. KEYS: the version, then the values. ARGV: the version, then the values. An equal
     * version is written again, so that a lost value comes back.
     */
    SET_VERSIONED("""
            local shown = redis.call('GET', KEYS[1])
            if shown and tonumber(shown) > tonumber(ARGV[1]) then return 0 end
            for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[i]) end
            return 1
            """),
    /** Shows a pending purchase if nothing is shown. KEYS: status, detail. ARGV: detail, seconds. Returns the detail shown before. */
    CLAIM("""
            if redis.call('EXISTS', KEYS[1]) == 1 then
              local detail = redis.call('GET', KEYS[2])
              if detail then return detail end
            end
            redis.call('SET', KEYS[1], 'PENDING', 'EX', ARGV[2])
            redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
            return false
            """),
    /** Takes a claim down while it is shown unchanged. KEYS: status, detail. ARGV: the claim's detail. */
    RELEASE("""
            if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
            return 1
            """),
    /** Replaces the detail of a purchase that is pending or not shown. KEYS: status, detail. ARGV: detail, seconds. */
    RENEW("""
            local status = redis.call('GET', KEYS[1])
            if status and status ~= 'PENDING' then return 0 end
            redis.call('SET', KEYS[1], 'PENDING', 'EX', ARGV[2])
            redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
            return 1
            """),
    /** The server's time in milliseconds when this key was first asked for. KEYS: the key. */
    SINCE("""
            local since = redis.call('GET', KEYS[1])
            if since then return since end
            local time = redis.call('TIME')
            since = time[1] .. string.format('%03d', math.floor(time[2] / 1000))
            redis.call('SET', KEYS[1], since)
            return since
            """);

    private final String source;

    Script(String source) {
        this.source = source;
    }

    @Nullable
    Object run(RedisClient client, List<String> keys, List<String> arguments) {
        return client.eval(source, keys, arguments);
    }

    void run(AbstractPipeline pipeline, List<String> keys, List<String> arguments) {
        pipeline.eval(source, keys, arguments);
    }
}
