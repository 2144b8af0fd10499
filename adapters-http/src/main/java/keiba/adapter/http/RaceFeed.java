package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import keiba.application.odds.ShownOdds;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.domain.bet.BetType;
import keiba.wire.CardWire;
import keiba.wire.Json;
import keiba.wire.OddsWire;

/** What the listeners of one race are told, looked up once for all of them. */
final class RaceFeed implements AutoCloseable {
    /** How often a listener hears something although nothing has changed, so that what is between keeps the connection. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How long a listener may take to read what it was told. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final RaceId race;
    private final ViewRaces races;
    private final ViewOdds odds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<EventStream> listeners = new HashSet<>();
    private final Map<String, byte[]> current = new LinkedHashMap<>();
    private final Map<BetType, Long> boardVersions = new EnumMap<>(BetType.class);
    private long cardVersion;
    private Instant lastHeartbeat = Instant.EPOCH;
    private boolean ended;

    RaceFeed(RaceId race, ViewRaces races, ViewOdds odds) {
        this.race = race;
        this.races = races;
        this.odds = odds;
    }

    /**
     * Adds a listener, and has it told how everything stands.
     *
     * @return whether it was added; a feed that has ended takes none
     */
    boolean add(EventStream listener, Instant now) {
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            if (listeners.isEmpty()) {
                lastHeartbeat = now;
                lookUp(now);
            }
            listeners.add(listener);
            current.forEach((kind, event) -> listener.put(kind, event, now));
            return true;
        } finally {
            lock.unlock();
        }
    }

    void remove(EventStream listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the feed unless somebody listens. */
    boolean endIfIdle() {
        lock.lock();
        try {
            ended |= listeners.isEmpty();
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the streams of all listeners. */
    @Override
    public void close() {
        lock.lock();
        try {
            Set.copyOf(listeners).forEach(EventStream::close);
        } finally {
            lock.unlock();
        }
    }

    /** Tells the listeners what has changed, and gives up those that do not listen. */
    void tick(Instant now) {
        lock.lock();
        try {
            for (EventStream listener : Set.copyOf(listeners)) {
                listener.giveUpIfWaitingSince(now.minus(PATIENCE));
            }
            if (!now.isBefore(lastHeartbeat.plus(HEARTBEAT))) {
                lastHeartbeat = now;
                tell("heartbeat", COMMENT, now);
            }
            lookUp(now);
        } finally {
            lock.unlock();
        }
    }

    private void lookUp(Instant now) {
        races.find(race).filter(found -> found.version() > cardVersion).ifPresent(found -> {
            cardVersion = found.version();
            change("race", event("race", Json.write(show(found, now))), now);
        });
        odds.versions(race).orElse(Map.of()).forEach((type, version) -> {
            if (version > boardVersions.getOrDefault(type, 0L)) {
                odds.odds(race, type).ifPresent(shown -> show(shown, now));
            }
        });
    }

    private static ObjectNode show(RaceCard card, Instant now) {
        return CardWire.show(card).put("server_time", now.toString());
    }

    private void show(ShownOdds shown, Instant now) {
        BetType type = shown.board().type();
        boardVersions.put(type, shown.version());
        change(type.name(), event("odds", OddsWire.text(shown)), now);
    }

    private void change(String kind, byte[] event, Instant now) {
        current.put(kind, event);
        tell(kind, event, now);
    }

    private void tell(String kind, byte[] event, Instant now) {
        listeners.forEach(listener -> listener.put(kind, event, now));
    }

    /** @param data JSON on one line */
    private static byte[] event(String name, byte[] data) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 32);
        event.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        event.writeBytes(data);
        event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return event.toByteArray();
    }
}
