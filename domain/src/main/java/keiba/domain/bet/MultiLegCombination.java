package keiba.domain.bet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One way to win a bet on several races: a combination for each leg. Its text has the legs in their order, as in {@code "3/5/12/1/8"} for
 * WIN5 and {@code "1>2/4>3/7>5"} for the triple exacta.
 *
 * @param type the kind of bet
 * @param legs a combination of {@code type.legType()} for each leg, in the order of the races
 */
public record MultiLegCombination(MultiLegType type, List<Combination> legs)
        implements Comparable<MultiLegCombination> {
    private static final String SEPARATOR = "/";

    /**
     * Creates a combination.
     *
     * @throws IllegalArgumentException if there is not one combination for each leg, or one is of another bet type
     */
    public MultiLegCombination {
        legs = List.copyOf(legs);
        if (legs.size() != type.legs() || legs.stream().anyMatch(leg -> leg.type() != type.legType())) {
            throw new IllegalArgumentException(
                    "a combination of " + type + " must have one combination of each leg, not " + legs);
        }
    }

    /**
     * Parses the text of a combination.
     *
     * @param type the kind of bet
     * @param text the text, exactly as {@link #toString} writes it
     * @return the combination; empty for any other text
     */
    public static Optional<MultiLegCombination> parse(MultiLegType type, String text) {
        String[] parts = text.split(SEPARATOR, type.legs() + 1);
        List<Combination> legs = new ArrayList<>();
        for (String part : parts) {
            Combination.parse(type.legType(), part).ifPresent(legs::add);
        }
        return parts.length == type.legs() && legs.size() == type.legs()
                ? Optional.of(new MultiLegCombination(type, legs))
                : Optional.empty();
    }

    /**
     * Compares the legs from the first to the last.
     *
     * @param other a combination of any kind; one with fewer legs comes first if its legs are equal
     */
    @Override
    public int compareTo(MultiLegCombination other) {
        for (int leg = 0; leg < Math.min(legs.size(), other.legs.size()); leg++) {
            int order = legs.get(leg).compareTo(other.legs.get(leg));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(legs.size(), other.legs.size());
    }

    /** {@return the text of the combination} */
    @Override
    public String toString() {
        return legs.stream().map(Combination::toString).collect(Collectors.joining(SEPARATOR));
    }
}
