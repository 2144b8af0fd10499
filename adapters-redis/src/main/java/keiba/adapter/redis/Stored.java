package keiba.adapter.redis;

import java.util.Optional;
import java.util.function.Function;
import keiba.wire.Fields;
import keiba.wire.Json;
import org.jspecify.annotations.Nullable;

/** The value that was found under a key. */
final class Stored {
    private Stored() {}

    /**
     * A value that cannot be read counts as missing: the books have what it said, or will. That includes values that no type allows, which
     * the constructors refuse in their own ways.
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

    /** Returns a version, or nothing if what is there is none. */
    static Optional<Long> version(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(each -> each.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }
}
