package keiba.application.purchase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of {@code docs/purchases.md}: one row for every combination of the values in its cells, the answer in the last cell. Tests run
 * in the directory of their module.
 *
 * @param columns the names of the columns, without the answer
 */
record AnswerTable(List<String> columns, List<Row> rows) {
    private static final Path DOCUMENT = Path.of("..", "docs", "purchases.md");

    /** A row; a cell holds one value or several, or {@code *} for any. */
    record Row(List<List<String>> cells, String answer) {
        private boolean covers(List<String> combination) {
            for (int column = 0; column < cells.size(); column++) {
                List<String> cell = cells.get(column);
                if (!cell.contains("*") && !cell.contains(combination.get(column))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The table behind {@code <!-- table: name -->}. */
    static AnswerTable read(String name) {
        try {
            List<String> lines = Files.readAllLines(DOCUMENT);
            int mark = lines.indexOf("<!-- table: " + name + " -->");
            List<List<String>> cells = lines.subList(mark + 1, lines.size()).stream()
                    .dropWhile(String::isBlank)
                    .takeWhile(line -> line.startsWith("|"))
                    .map(AnswerTable::cells)
                    .toList();
            List<String> header = cells.get(0);
            return new AnswerTable(
                    header.subList(0, header.size() - 1),
                    cells.stream().skip(2).map(AnswerTable::row).toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    private static Row row(List<String> cells) {
        return new Row(
                cells.subList(0, cells.size() - 1).stream()
                        .map(cell -> List.of(cell.split(", ", -1)))
                        .toList(),
                cells.get(cells.size() - 1));
    }

    /** The answers of all rows that cover a combination: exactly one, if the table is complete and has no contradiction. */
    List<String> answersTo(List<String> combination) {
        return rows.stream()
                .filter(row -> row.covers(combination))
                .map(Row::answer)
                .toList();
    }

    /** Every value of a column. */
    List<String> valuesOf(int column) {
        return rows.stream()
                .flatMap(row -> row.cells().get(column).stream())
                .filter(value -> !value.equals("*"))
                .distinct()
                .toList();
    }

    /** Every combination of values, one of each list. */
    static List<List<String>> combinations(Map<String, List<String>> values) {
        List<List<String>> combinations = new ArrayList<>(List.of(List.of()));
        for (List<String> column : new LinkedHashMap<>(values).values()) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> shorter : combinations) {
                for (String value : column) {
                    List<String> combination = new ArrayList<>(shorter);
                    combination.add(value);
                    longer.add(List.copyOf(combination));
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
