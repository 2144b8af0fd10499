package keiba.jvdata;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;

/** Copies and checks what a record states of each bet type. */
final class ByType {
    private ByType() {}

    /** Returns a copy in the order of the bet types; throws {@code IllegalArgumentException} for a value with the key of another type. */
    static <T> Map<BetType, T> copy(String what, Map<BetType, T> values, Function<T, BetType> typeOf) {
        Map<BetType, T> copy = new EnumMap<>(BetType.class);
        values.forEach((type, value) -> {
            if (typeOf.apply(value) != type) {
                throw new IllegalArgumentException(
                        "the " + what + " must be those of " + type + ", not of " + typeOf.apply(value));
            }
            copy.put(type, value);
        });
        return Collections.unmodifiableMap(copy);
    }

    /** Returns the value of a type; throws {@code IllegalArgumentException} if there is none. */
    static <T> T find(String what, Map<BetType, T> values, BetType type) {
        T found = values.get(type);
        if (found == null) {
            throw new IllegalArgumentException("the record has no " + what + " of " + type);
        }
        return found;
    }

    /** Returns a copy; throws {@code IllegalArgumentException} if a line is of another type. */
    static <L> List<L> lines(String what, BetType type, List<L> lines, Function<L, Combination> combinationOf) {
        for (L line : lines) {
            Combination combination = combinationOf.apply(line);
            if (combination.type() != type) {
                throw new IllegalArgumentException("the " + what + " must be those of " + type + ", not of "
                        + combination.type() + " " + combination);
            }
        }
        return List.copyOf(lines);
    }
}
