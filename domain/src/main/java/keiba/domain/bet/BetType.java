package keiba.domain.bet;

/**
 * The bet types of one race. Their order is that of every list and report.
 *
 * <p>Source: Enforcement Regulation art. 6–7 (what wins); rules A.1 and A.9. The English names are in common use and not official.
 */
public enum BetType {
    /** The winner. */
    WIN(1, false, false, "Win", "単勝", "単勝式"),
    /** A horse among the places paid. */
    PLACE(1, false, false, "Place", "複勝", "複勝式"),
    /** The brackets of the first two, in either order. */
    BRACKET_QUINELLA(2, false, true, "Bracket Quinella", "枠連", "枠番号二連勝複式"),
    /** The first two, in either order. */
    QUINELLA(2, false, false, "Quinella", "馬連", "普通馬番号二連勝複式"),
    /** Two of the first three. */
    WIDE(2, false, false, "Quinella Place", "ワイド", "拡大馬番号二連勝複式"),
    /** The first two, in order. */
    EXACTA(2, true, false, "Exacta", "馬単", "馬番号二連勝単式"),
    /** The first three, in any order. */
    TRIO(3, false, false, "Trio", "3連複", "馬番号三連勝複式"),
    /** The first three, in order. */
    TRIFECTA(3, true, false, "Trifecta", "3連単", "馬番号三連勝単式"),
    /** The brackets of the first two, in order. Sold by some NAR organisers only. */
    BRACKET_EXACTA(2, true, true, "Bracket Exacta", "枠単", "枠番号二連勝単式");

    private final int places;
    private final boolean ordered;
    private final boolean onBrackets;
    private final String englishName;
    private final String japaneseName;
    private final String statutoryName;

    BetType(
            int places,
            boolean ordered,
            boolean onBrackets,
            String englishName,
            String japaneseName,
            String statutoryName) {
        this.places = places;
        this.ordered = ordered;
        this.onBrackets = onBrackets;
        this.englishName = englishName;
        this.japaneseName = japaneseName;
        this.statutoryName = statutoryName;
    }

    /** {@return how many numbers a combination has: 1 to 3} */
    public int places() {
        return places;
    }

    /** {@return whether the order of the numbers matters, so that 3-7 and 7-3 are different bets} */
    public boolean ordered() {
        return ordered;
    }

    /** {@return whether the numbers are brackets, so that a number may occur twice} */
    public boolean onBrackets() {
        return onBrackets;
    }

    /** {@return whether several combinations always win together, so that odds are a range: PLACE and WIDE} */
    public boolean hasRange() {
        return this == PLACE || this == WIDE;
    }

    /** {@return the English name: {@code "Quinella Place"} for WIDE} The English names are in common use and not official. */
    public String englishName() {
        return englishName;
    }

    /** {@return the short name as JRA prints it: {@code "馬連"}} Organisers with another name define it in their rule book. */
    public String japaneseName() {
        return japaneseName;
    }

    /** {@return the name in the Act's regulation: {@code "普通馬番号二連勝複式"}} */
    public String statutoryName() {
        return statutoryName;
    }

    /** {@return the character between the numbers of a combination: {@code '>'} when their order counts, otherwise {@code '-'}} */
    public char separator() {
        return ordered ? '>' : '-';
    }
}
