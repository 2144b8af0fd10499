package keiba.adapter.redis;

import java.util.Optional;
import java.util.function.Function;
import keiba.wire.Fields;
import keiba.wire.Json;
import org.jspecify.annotations.Nullable;

/** Parses the values of keys. */
final class Stored {
    private Stored() {}

    /**
     * Parses a value; a value that cannot be parsed counts as missing, because the books contain the same information
     * or soon will. This includes values that a constructor refuses.
     */
    static <T> Optional<T> read(@Nullable String text, Function<Fields, T> reader) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(Fields.of(Json.read(text))));
        } catch (RuntimeException damaged) {
            return Optional.empty();
        }
    }

    /** Returns a version; empty if the value is not a version. */
    static Optional<Long> version(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(each -> each.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }
}
