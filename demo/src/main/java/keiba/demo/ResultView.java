package keiba.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import keiba.domain.bet.BetType;
import keiba.domain.race.Horses;

/** The summary of a race: result, dividends, amounts. */
final class ResultView {
    private static final int TYPE = 24;
    private static final int PLACINGS = 3;

    private final PlannedRace race;
    private final int width;
    private final Paint paint;

    ResultView(PlannedRace race, int width, Paint paint) {
        this.race = race;
        this.width = width;
        this.paint = paint;
    }

    /** Returns the horses that are placed, and those that met with something. */
    List<String> result(Finish finish, RaceAudit audit) {
        List<String> lines = new ArrayList<>();
        int ahead = 0;
        for (Horses group : finish.groups()) {
            if (ahead >= PLACINGS) {
                break;
            }
            String placing = ahead + 1 + (group.size() > 1 ? "=" : " ");
            group.stream().forEach(horse -> lines.add(horse(placing, horse, audit)));
            ahead += group.size();
        }
        if (finish.hasDeadHeat()) {
            lines.add("  " + paint.warm("同着  dead heat"));
        }
        incident(lines, finish.result().pulledUp(), "競走中止  pulled up: ");
        incident(lines, finish.result().disqualified(), "失格  disqualified: ");
        return lines;
    }

    private String horse(String placing, int horse, RaceAudit audit) {
        String cap =
                paint.cap(race.field().brackets().bracketOf(horse), Columns.right(Integer.toString(horse), 2) + " ");
        return "  " + paint.strong(placing) + " " + cap + "  "
                + Columns.left(race.runner(horse).name(), 24)
                + Columns.left(race.runner(horse).jockey(), 18)
                + paint.faint(audit.win(horse).orElse(""));
    }

    private void incident(List<String> lines, Horses horses, String what) {
        if (!horses.isEmpty()) {
            lines.add("  " + paint.warm(what)
                    + horses.stream().mapToObj(race::horse).collect(Collectors.joining(", ")));
        }
    }

    /** Returns the dividends per 100 yen, by bet type. */
    List<String> dividends(Declared declared) {
        List<String> lines = new ArrayList<>();
        lines.add(paint.faint("  what 100円 pay"));
        declared.outcomes().forEach((type, outcome) -> {
            String text = switch (outcome) {
                case "DIVIDEND" -> paid(declared.dividends().getOrDefault(type, Map.of()));
                case "SPECIAL" ->
                    "no ticket had it; every 100円 get "
                            + Texts.yen(declared.specials().getOrDefault(type, 0L));
                case "VOID" -> "refunded";
                default -> "not sold";
            };
            lines.add(Columns.clip("  " + Columns.left(name(type), TYPE) + text, width));
        });
        return lines;
    }

    private String paid(Map<String, Long> dividends) {
        return dividends.entrySet().stream()
                .map(dividend -> Columns.left(dividend.getKey(), 0) + " " + paint.good(Texts.yen(dividend.getValue())))
                .collect(Collectors.joining("   "));
    }

    private String name(BetType type) {
        return Columns.left(race.market().rules().terms(type).japaneseName(), 7) + type.englishName();
    }

    /** Where the money went, by type. */
    List<String> books(Report report) {
        List<String> lines = new ArrayList<>();
        List<String> head = List.of("sales", "refunds", "payouts", "takeout", "breakage", "top-ups");
        int column = Math.max(9, Texts.count(report.total().sales()).length() + 1);
        lines.add(paint.faint("  " + Columns.left("", TYPE - 7) + row(head, column)));
        report.types()
                .forEach((type, line) ->
                        lines.add("  " + Columns.left(type.englishName(), TYPE - 7) + row(cells(line), column)));
        lines.add(paint.strong("  " + Columns.left("all", TYPE - 7) + row(cells(report.total()), column)));
        return lines;
    }

    private static List<String> cells(Report.Line line) {
        return List.of(
                Texts.count(line.sales()),
                Texts.count(line.refunds()),
                Texts.count(line.payouts()),
                Texts.count(line.takeout()),
                Texts.count(line.breakage()),
                Texts.count(line.topUps()));
    }

    private static String row(List<String> cells, int column) {
        return cells.stream().map(cell -> Columns.right(cell, column)).collect(Collectors.joining());
    }
}
