package keiba.domain.race;

/**
 * The field at the start of sales: the declared horses, their brackets, and the horses withdrawn before. It alone
 * determines what is sold and how many places are paid; a later scratch changes neither.
 *
 * @param runners the number of declared horses, 2 to 28, which is also the highest horse number
 * @param brackets the bracket of every declared horse
 * @param withdrawn declared horses that were out before the start of sales; never on sale, never refunded
 */
public record Field(int runners, Brackets brackets, Horses withdrawn) {
    /** The smallest field: with fewer horses there is no race. */
    public static final int MIN_RUNNERS = 2;

    /** The largest field: that of JV-Data, which has room for races abroad. Races in Japan have at most 18 horses. The numbering of combinations and the bounds of the arithmetic are built for this field. */
    public static final int MAX_RUNNERS = 28;

    /**
     * Creates a field.
     *
     * @throws IllegalArgumentException if the number of runners is outside 2 to 28, the brackets are those of another number of
     *     horses, or a withdrawn horse was not declared
     */
    public Field {
        if (runners < MIN_RUNNERS || runners > MAX_RUNNERS) {
            throw new IllegalArgumentException("a field must have from " + MIN_RUNNERS + " to " + MAX_RUNNERS
                    + " declared horses, not " + runners);
        }
        if (brackets.runners() != runners) {
            throw new IllegalArgumentException(
                    "the brackets are for " + brackets.runners() + " horses, but " + runners + " are declared");
        }
        if (!Horses.upTo(runners).containsAll(withdrawn)) {
            throw new IllegalArgumentException("withdrawn horses must be from 1 to " + runners + ", not " + withdrawn);
        }
    }

    /**
     * {@return a field of this many horses in the standard brackets, none withdrawn}
     *
     * @param runners the number of declared horses, 2 to 28
     * @throws IllegalArgumentException if the number of runners is outside 2 to 28
     */
    public static Field of(int runners) {
        return new Field(runners, Brackets.standard(runners), Horses.NONE);
    }

    /**
     * {@return the same field with these horses withdrawn, in addition to those that are}
     *
     * @param horses declared horses; those that are withdrawn already stay withdrawn
     * @throws IllegalArgumentException if one of them was not declared
     */
    public Field withdraw(Horses horses) {
        return new Field(runners, brackets, withdrawn.plus(horses));
    }

    /** {@return all declared horses, withdrawn ones included} */
    public Horses declared() {
        return Horses.upTo(runners);
    }

    /** {@return the horses that are sold: declared and not withdrawn} */
    public Horses entered() {
        return declared().minus(withdrawn);
    }

    /** {@return how many horses are due to start when sales start} */
    public int entries() {
        return entered().size();
    }

    /**
     * {@return the horses of a bracket that are sold}
     *
     * @param bracket the number of the bracket, 1 to 8
     * @throws IllegalArgumentException if the bracket is outside 1 to 8
     */
    public Horses enteredIn(int bracket) {
        return brackets.horsesIn(bracket).minus(withdrawn);
    }

    static void requireHorseNumber(int number) {
        if (number < 1 || number > Horses.MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "a horse number must be from 1 to " + Horses.MAX_NUMBER + ", not " + number);
        }
    }
}
