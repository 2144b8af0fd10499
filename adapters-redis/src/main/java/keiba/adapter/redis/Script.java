package keiba.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Response;

/** The Lua scripts, for steps that must not be interleaved with commands of other clients. */
enum Script {
    /**
     * Sets values unless a newer version of them is stored. KEYS: the version, then the values. ARGV: the version, then
     * the values. An equal version is written again, so that a lost value is restored. A stored value that is not a
     * version counts as older than any version.
     */
    SET_VERSIONED("""
            local shown = tonumber(redis.call('GET', KEYS[1]) or '')
            if shown and shown > tonumber(ARGV[1]) then return 0 end
            for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[i]) end
            return 1
            """),
    /**
     * Shows the odds of a board unless a newer version of them is shown. KEYS: the version, the odds, the compressed
     * odds. ARGV: these three, and a text that is not empty if they are lasting. Other odds are sent to the replicas
     * but not written to the append-only file, because they are published again after a restart and would be nearly all
     * of that file.
     */
    SHOW_ODDS("""
            local shown = tonumber(redis.call('GET', KEYS[1]) or '')
            if shown and shown > tonumber(ARGV[1]) then return 0 end
            if ARGV[4] == '' then redis.set_repl(redis.REPL_REPLICA) end
            for i = 1, 3 do redis.call('SET', KEYS[i], ARGV[i]) end
            return 1
            """),
    /**
     * Shows a pending purchase if nothing is shown. KEYS: status, detail. ARGV: detail, seconds, a damaged detail that
     * counts as nothing. Returns the detail shown before. A recorded outcome is never replaced: if its detail is lost
     * or damaged, this is returned.
     */
    CLAIM("""
            local detail = redis.call('GET', KEYS[2])
            if detail and detail ~= ARGV[3] then return detail end
            local status = redis.call('GET', KEYS[1])
            if status == 'COMPLETED' or status == 'FAILED' then return detail or '' end
            redis.call('SET', KEYS[1], 'PENDING', 'EX', ARGV[2])
            redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
            return false
            """),
    /**
     * Claims as {@link #CLAIM} does, without a damaged detail. KEYS: status, detail, the key of {@link #SINCE}, the
     * version of the card of the race. ARGV: detail, seconds. Returns the detail shown before; the time of {@link
     * #SINCE}, empty if that script would now store another time; and the version.
     */
    CLAIM_KEY("""
            local detail = redis.call('GET', KEYS[2])
            if detail then return {detail, '', ''} end
            local status = redis.call('GET', KEYS[1])
            if status == 'COMPLETED' or status == 'FAILED' then return {'', '', ''} end
            redis.call('SET', KEYS[1], 'PENDING', 'EX', ARGV[2])
            redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
            local info = redis.pcall('INFO', 'server')
            local run = type(info) == 'string' and string.match(info, 'run_id:(%x+)') or ''
            local since, of = string.match(redis.call('GET', KEYS[3]) or '', '^(%d+):(%x*)$')
            return {false, since and of == run and since or '', redis.call('GET', KEYS[4]) or ''}
            """),
    /** Removes a claim if it is shown unchanged; returns 1 if it did. KEYS: status, detail. ARGV: the claim's detail. */
    RELEASE("""
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
            redis.call('DEL', KEYS[1], KEYS[2])
            return 1
            """),
    /**
     * Replaces the detail of a purchase that is pending or not shown; a lost status is found in the detail, too. KEYS:
     * status, detail. ARGV: detail, seconds.
     */
    RENEW("""
            local status = redis.call('GET', KEYS[1])
            if not status then
              local read, shown = pcall(cjson.decode, redis.call('GET', KEYS[2]) or '')
              status = read and type(shown) == 'table' and shown.status
            end
            if status and status ~= 'PENDING' then return 0 end
            redis.call('SET', KEYS[1], 'PENDING', 'EX', ARGV[2])
            redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
            return 1
            """),
    /**
     * Returns the server's time in milliseconds of the first call of this script in the current run of this server. A
     * restarted server or a promoted replica may have lost the last writes; both have another run id, which is stored
     * with the time. KEYS: the key.
     */
    SINCE("""
            local info = redis.pcall('INFO', 'server')
            local run = type(info) == 'string' and string.match(info, 'run_id:(%x+)') or ''
            local since, of = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+):(%x*)$')
            if since and of == run then return since end
            local time = redis.call('TIME')
            since = time[1] .. string.format('%03d', math.floor(time[2] / 1000))
            redis.call('SET', KEYS[1], since .. ':' .. run)
            return since
            """);

    private final String source;
    private final String digest;

    Script(String source) {
        this.source = source;
        this.digest = sha1(source);
    }

    private static String sha1(String text) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this JVM does not support SHA-1", impossible);
        }
    }

    /** Runs the script by its digest; the server answers with an error, and runs nothing, if it does not have the script. */
    CommandObject<Object> byDigest(CommandObjects commands, List<String> keys, List<String> arguments) {
        return commands.evalsha(digest, keys, arguments);
    }

    /** Runs the script by its source. The server then keeps it under its digest until it is restarted. */
    CommandObject<Object> bySource(CommandObjects commands, List<String> keys, List<String> arguments) {
        return commands.eval(source, keys, arguments);
    }

    /** Loads the script into the server; to be called once in each pipeline, before {@link #run}. */
    Response<String> load(AbstractPipeline pipeline) {
        return pipeline.scriptLoad(source, name()); // the name is used only to choose a server of a cluster
    }

    /** Runs the script that {@link #load} loaded. */
    Response<Object> run(AbstractPipeline pipeline, List<String> keys, List<String> arguments) {
        return pipeline.evalsha(digest, keys, arguments);
    }

    /**
     * Runs the script by its source on binary values. The source is short compared with them, and Redis 6 would write
     * each {@link #load} to its append-only file.
     */
    Response<Object> runOnBytes(AbstractPipeline pipeline, List<byte[]> keys, List<byte[]> arguments) {
        return pipeline.eval(source.getBytes(StandardCharsets.UTF_8), keys, arguments);
    }
}
