package keiba.adapter.http;

import java.util.concurrent.atomic.AtomicInteger;

/** The places for streams that may be open at once, of all clients and of one client address. */
final class StreamPlaces {
    private final int most;
    private final AddressLimit perAddress;
    private final AtomicInteger taken = new AtomicInteger();

    /**
     * @param most how many streams may be open at once
     * @param perAddress how many of them by one client address
     */
    StreamPlaces(int most, AddressLimit perAddress) {
        this.most = most;
        this.perAddress = perAddress;
    }

    /**
     * Takes a place for an address.
     *
     * @throws ProblemException if none is free
     */
    void take(String address) {
        if (!perAddress.enter(address)) {
            throw new ProblemException(Problem.tooManyStreams(perAddress.most()));
        }
        if (taken.incrementAndGet() > most) {
            leave(address);
            throw full();
        }
    }

    /** Frees the place of an address. */
    void leave(String address) {
        taken.decrementAndGet();
        perAddress.leave(address);
    }

    /** Returns how many are taken. */
    int taken() {
        return taken.get();
    }

    /** Returns the answer to a client for which there is no place. */
    ProblemException full() {
        return new ProblemException(Problem.unavailable(
                ProblemType.UNAVAILABLE,
                "The service is temporarily unavailable",
                "at most " + most + " streams may be open at the same time"));
    }
}
