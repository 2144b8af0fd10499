package keiba.application.odds;

/** Sheets for the tests of other packages. */
public final class OddsSheets {
    private OddsSheets() {}

    public static OddsSheet of(PoolBook.PoolState state) {
        return OddsSheet.of(state);
    }
}
