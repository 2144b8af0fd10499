package keiba.domain.race;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The official result of a race in the form of official data: for each horse its placing, or the reason why it has
 * none.
 *
 * @param entries by horse number; horses whose placing is not yet official, or does not matter to bets, may be left out
 */
public record OfficialPlacings(Map<Integer, OfficialPlacings.Entry> entries) {

    /**
     * The official data about one horse.
     *
     * @param placing the official placing, 1 to 30; empty for a horse without one
     * @param abnormality what was unusual; it also determines whether the horse has a placing
     */
    public record Entry(OptionalInt placing, Abnormality abnormality) {
        /**
         * Creates an entry.
         *
         * @throws IllegalArgumentException if the placing is outside 1 to 30, or the abnormality requires a placing where there
         *     is none or forbids the one there is
         */
        public Entry {
            placing.ifPresent(Entry::requirePlacing);
            if (placing.isPresent() != abnormality.placed()) {
                throw new IllegalArgumentException("a horse with the abnormality " + abnormality + " must have "
                        + (placing.isPresent() ? "no placing, not " + placing.getAsInt() : "a placing"));
            }
        }

        private static void requirePlacing(int placing) {
            if (placing < 1 || placing > Horses.MAX_NUMBER) {
                throw new IllegalArgumentException(
                        "a placing must be from 1 to " + Horses.MAX_NUMBER + ", not " + placing);
            }
        }

        /**
         * {@return the entry of a horse that finished at a placing, without any abnormality}
         *
         * @param placing the official placing, 1 to 30
         * @throws IllegalArgumentException if the placing is outside 1 to 30
         */
        public static Entry placed(int placing) {
            return new Entry(OptionalInt.of(placing), Abnormality.NONE);
        }

        /**
         * {@return the entry of a horse without a placing}
         *
         * @param abnormality the reason why the horse has no placing
         * @throws IllegalArgumentException if a horse with this abnormality has a placing
         */
        public static Entry without(Abnormality abnormality) {
            return new Entry(OptionalInt.empty(), abnormality);
        }

        /**
         * {@return the entry that JV-Data writes as two numbers}
         *
         * @param placing the official placing (確定着順); 0 for none
         * @param code the code of the abnormality (異常区分コード), 0 to 7
         * @throws IllegalArgumentException if the numbers are anything else, or do not fit each other
         */
        public static Entry ofJvData(int placing, int code) {
            Abnormality abnormality = Abnormality.ofJvDataCode(code)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "a code of an abnormality (JV-Data's table 2101) must be from 0 to 7, not " + code));
            return new Entry(placing == 0 ? OptionalInt.empty() : OptionalInt.of(placing), abnormality);
        }
    }

    /**
     * Creates a result.
     *
     * @throws IllegalArgumentException if a horse number is outside 1 to 30, or no race has these placings, as in
     *     {@link OrderOfFinish#ofPlacings}
     */
    public OfficialPlacings {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
        entries.keySet().forEach(Field::requireHorseNumber);
        order(entries);
    }

    /** {@return the official order of finish, on which the settlement of bets is based} */
    public OrderOfFinish order() {
        return order(entries);
    }

    private static OrderOfFinish order(Map<Integer, Entry> entries) {
        Map<Integer, Integer> placings = new TreeMap<>();
        entries.forEach((horse, entry) -> entry.placing().ifPresent(placing -> placings.put(horse, placing)));
        return OrderOfFinish.ofPlacings(placings);
    }

    /** {@return the horses that did not start: what was sold on them is refunded} Source: Horse Racing Act art. 12(3). */
    public Horses nonStarters() {
        return horses(entry -> !entry.abnormality().started());
    }

    /**
     * {@return the horses with an abnormality} {@link Abnormality#NONE} means those without one.
     *
     * @param abnormality the abnormality of the horses
     */
    public Horses with(Abnormality abnormality) {
        return horses(entry -> entry.abnormality() == abnormality);
    }

    private Horses horses(Predicate<Entry> wanted) {
        return Horses.of(entries.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList());
    }
}
