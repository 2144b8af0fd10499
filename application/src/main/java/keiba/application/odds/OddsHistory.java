package keiba.application.odds;

import java.time.Instant;
import java.util.List;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;

/**
 * The odds of some combinations of a board over time.
 *
 * @param step the interval between the kept points
 * @param version the current version of the board, also if the last point is older
 * @param combinations in numeric order
 * @param points in order of time; the last one is the current board, unless the request ended the period before it
 */
public record OddsHistory(
        BoardId board, HistoryStep step, long version, List<Combination> combinations, List<OddsHistory.Point> points) {

    /**
     * The odds at one moment.
     *
     * @param asOf the time at which the pool was read
     * @param version the version of the board
     * @param lowTenths the odds in tenths, or their lower end, for each combination; 0 for none
     * @param highTenths the upper end in tenths; 0 for none
     */
    public record Point(
            Instant asOf,
            long version,
            OddsSheet.SheetKind kind,
            Yen sales,
            List<Integer> lowTenths,
            List<Integer> highTenths) {
        public Point {
            lowTenths = List.copyOf(lowTenths);
            highTenths = List.copyOf(highTenths);
        }

        /** Returns the point for some lines of a sheet. */
        public static Point of(OddsSheet sheet, List<Integer> lines) {
            OddsColumns columns = sheet.columns();
            return new Point(
                    sheet.asOf(),
                    sheet.version(),
                    sheet.kind(),
                    sheet.sales(),
                    lines.stream()
                            .map(line -> Math.toIntExact(columns.lowTenths(line)))
                            .toList(),
                    lines.stream()
                            .map(line -> Math.toIntExact(columns.highTenths(line)))
                            .toList());
        }
    }

    public OddsHistory {
        combinations = List.copyOf(combinations);
        points = List.copyOf(points);
    }
}
