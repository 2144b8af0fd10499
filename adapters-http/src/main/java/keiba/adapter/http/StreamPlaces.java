package keiba.adapter.http;

import java.util.concurrent.atomic.AtomicInteger;

/** Limits the number of open streams, of all clients together and of each client address. */
final class StreamPlaces {
    private final int most;
    private final AddressLimit perAddress;
    private final AtomicInteger taken = new AtomicInteger();

    /**
     * @param most the largest number of open streams
     * @param perAddress the limit of each client address
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

    /** Returns the number of open streams. */
    int taken() {
        return taken.get();
    }

    /** Returns the exception for a client for which no place is free. */
    ProblemException full() {
        return new ProblemException(Problem.unavailable(
                ProblemType.UNAVAILABLE,
                "The service is temporarily unavailable",
                "at most " + most + " streams may be open at the same time"));
    }
}
