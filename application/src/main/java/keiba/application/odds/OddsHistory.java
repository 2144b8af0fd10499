package keiba.application.odds;

import java.time.Instant;
import java.util.List;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;

/**
 * The odds of some combinations of a board over time.
 *
 * @param step how far apart the kept points are
 * @param version of the board as it is now, whether or not the points reach so far
 * @param combinations in numeric order
 * @param points in order of time; the last one is the board as it is now, unless another period was asked for
 */
public record OddsHistory(
        BoardId board, HistoryStep step, long version, List<Combination> combinations, List<OddsHistory.Point> points) {

    /**
     * The odds at one moment.
     *
     * @param asOf when the pool was read
     * @param version of the board
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

        /** Returns the point that a sheet gives for some of its lines. */
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
