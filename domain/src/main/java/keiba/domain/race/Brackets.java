package keiba.domain.race;

import java.util.Arrays;

/**
 * The allocation of the declared horses to the eight brackets (枠). It is fixed at declaration: a withdrawal or a
 * scratch does not change the bracket of any horse.
 *
 * <p>Source: standard allocation, Enforcement Regulation appendices 1–5 as retold by haizara.jp and love-spo (rules A.5).
 */
public final class Brackets {
    /** The number of brackets. */
    public static final int COUNT = 8;

    /** The largest field with brackets, 18: larger fields exist only abroad, where horses have no brackets. */
    public static final int MAX_RUNNERS = 18;

    private final int[] bracketOf;
    private final int[] horsesIn;

    private Brackets(int[] bracketOf) {
        this.bracketOf = bracketOf;
        this.horsesIn = new int[COUNT + 1];
        for (int horse = 1; horse < bracketOf.length; horse++) {
            horsesIn[bracketOf[horse]] |= 1 << horse;
        }
    }

    /**
     * {@return the standard allocation: one horse a bracket up to eight; beyond that the higher brackets hold one horse more than
     * the lower}
     *
     * @param runners declared horses, 1 to 30
     * @throws IllegalArgumentException if the number of runners is outside 1 to 30
     */
    public static Brackets standard(int runners) {
        Field.requireHorseNumber(runners);
        int[] bracketOf = new int[runners + 1];
        int small = runners / COUNT;
        int smallBrackets = COUNT - runners % COUNT;
        int inSmall = small * smallBrackets;
        for (int horse = 1; horse <= runners; horse++) {
            bracketOf[horse] = runners <= COUNT
                    ? horse
                    : horse <= inSmall
                            ? (horse - 1) / small + 1
                            : (horse - inSmall - 1) / (small + 1) + smallBrackets + 1;
        }
        return new Brackets(bracketOf);
    }

    /**
     * {@return the allocation with these brackets}
     *
     * @param brackets the bracket of horse 1, of horse 2, …
     * @throws IllegalArgumentException if a bracket is outside 1 to 8, or there are no horses or more than 30
     */
    public static Brackets of(int... brackets) {
        Field.requireHorseNumber(brackets.length);
        int[] bracketOf = new int[brackets.length + 1];
        for (int horse = 1; horse <= brackets.length; horse++) {
            bracketOf[horse] = requireBracket(brackets[horse - 1]);
        }
        return new Brackets(bracketOf);
    }

    /** {@return the number of declared horses, which is also the highest horse number} */
    public int runners() {
        return bracketOf.length - 1;
    }

    /**
     * {@return the bracket of a horse, 1 to 8}
     *
     * @param horse the number of a declared horse, 1 to {@link #runners}
     * @throws IllegalArgumentException if the horse was not declared
     */
    public int bracketOf(int horse) {
        if (horse < 1 || horse >= bracketOf.length) {
            throw new IllegalArgumentException("a horse number must be from 1 to " + runners() + ", not " + horse);
        }
        return bracketOf[horse];
    }

    /**
     * {@return the declared horses of a bracket}
     *
     * @param bracket the number of the bracket, 1 to 8; in a small field a bracket can be empty
     * @throws IllegalArgumentException if the bracket is outside 1 to 8
     */
    public Horses horsesIn(int bracket) {
        return new Horses(horsesIn[requireBracket(bracket)]);
    }

    private static int requireBracket(int bracket) {
        if (bracket < 1 || bracket > COUNT) {
            throw new IllegalArgumentException("a bracket must be from 1 to " + COUNT + ", not " + bracket);
        }
        return bracket;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Brackets that && Arrays.equals(bracketOf, that.bracketOf);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bracketOf);
    }

    /** {@return the brackets of horses 1, 2, … in order: {@code "[1, 2, 3, 3]"}} */
    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOfRange(bracketOf, 1, bracketOf.length));
    }
}
