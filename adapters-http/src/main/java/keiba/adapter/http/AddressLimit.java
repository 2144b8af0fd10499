package keiba.adapter.http;

import java.util.HashMap;
import java.util.Map;

/** Counts the connections or streams that each client address has open at the same time, and refuses more than a limit. */
final class AddressLimit {
    private final int most;
    private final Map<String, Integer> held = new HashMap<>();

    /**
     * @param most the largest number of one address; 0 for no limit
     */
    AddressLimit(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("a limit per address must be at least 0 (0: no limit), not " + most);
        }
        this.most = most;
    }

    /** Returns the limit; 0 for none. */
    int most() {
        return most;
    }

    /** Counts one more for this address. Returns false, and counts nothing, if the address has reached the limit. */
    synchronized boolean enter(String address) {
        int now = held.getOrDefault(address, 0);
        if (most != 0 && now >= most) {
            return false;
        }
        held.put(address, now + 1);
        return true;
    }

    /** Counts one less for this address. */
    synchronized void leave(String address) {
        held.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
    }

    /** Returns the number of addresses with at least one. */
    synchronized int addresses() {
        return held.size();
    }
}
