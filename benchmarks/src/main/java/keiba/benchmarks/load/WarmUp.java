package keiba.benchmarks.load;

import java.time.Duration;

/**
 * When a server counts as warm: after some requests, and when the just-in-time compilers of its JVM have little left to do. On two processors
 * they use half of one for minutes, so that figures from before say more about compilers than about the service.
 *
 * @param requests the least number of requests: a number rather than a time, because a busy machine serves few in some seconds
 * @param slice how long the compilers are watched at a time
 * @param most how long it takes at most, after the first requests
 */
record WarmUp(int requests, Duration slice, Duration most) {
    /** The number of processors that the compilers of a warm JVM may use on average in a slice. */
    private static final double QUIET = 0.05;

    /** Watches a server. */
    Until until(ChildProcess server) {
        return new Until(this, server);
    }

    /** The waiting for a server to become warm. */
    static final class Until {
        private final WarmUp warmUp;
        private final ChildProcess server;
        private final long begin = System.nanoTime();
        private long lookedAt = begin;
        private double compilerMicros;
        private boolean looked;

        private Until(WarmUp warmUp, ChildProcess server) {
            this.warmUp = warmUp;
            this.server = server;
            this.compilerMicros = server.compilerMicros();
        }

        /** Returns whether the server needs another slice of requests. To be asked before each slice. */
        boolean isAwaited() {
            long now = System.nanoTime();
            double micros = server.compilerMicros();
            boolean quiet = looked && (micros - compilerMicros) * 1e3 < QUIET * (now - lookedAt);
            looked = true;
            lookedAt = now;
            compilerMicros = micros;
            return !quiet && now - begin < warmUp.most().toNanos();
        }
    }
}
