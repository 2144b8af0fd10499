/**
 * Reads dividends, votes and odds from JV-Data, the fixed-width feed of JRA-VAN, into values of the domain.
 *
 * <p>Start with {@link keiba.jvdata.JvDataReader}. The guide {@code docs/jvdata.md} shows a complete program.
 */
module keiba.jvdata {
    // Annotations, which no program needs at run time.
    requires static org.jspecify;
    requires transitive keiba.domain;

    exports keiba.jvdata;
}
