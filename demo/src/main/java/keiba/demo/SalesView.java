package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.race.Horses;

/** A race on sale: time left, purchases, and the odds as they move. */
final class SalesView {
    private static final int LINES_BESIDE_RUNNERS = 8;
    private static final int NAME = 24;
    private static final int JOCKEY = 17;
    private static final int BESIDE_BAR = 66;
    private static final Comparator<Shown> BY_POPULARITY = Comparator.<Shown>comparingInt(Shown::rank)
            .thenComparingInt(shown -> shown.runner().number());

    private final PlannedRace race;
    private final OddsWatch odds;
    private final BoxOffice office;
    private final Instant opening;
    private final Instant deadline;
    private final Rate rate = new Rate();
    private Horses out = Horses.NONE;
    private String news = "";

    SalesView(PlannedRace race, OddsWatch odds, BoxOffice office, Instant opening, Instant deadline) {
        this.race = race;
        this.odds = odds;
        this.office = office;
        this.opening = opening;
        this.deadline = deadline;
        race.field().withdrawn().stream().forEach(horse -> out = out.plus(horse));
    }

    private record Shown(Runner runner, Optional<OddsSheet.Line> win) {
        int rank() {
            return win.map(line -> line.popularity().orElse(99)).orElse(99);
        }
    }

    /** Tells that a horse is out. */
    void scratched(int horse, String text) {
        out = out.plus(horse);
        news = text;
    }

    /** One line for those who see no pictures. */
    String line(Instant now) {
        String favourites = runners().stream()
                .filter(shown -> shown.rank() < 99)
                .limit(3)
                .map(shown -> race.horse(shown.runner().number()) + " " + low(shown.win()))
                .collect(Collectors.joining(", "));
        return "  " + Columns.right(Texts.seconds(left(now)), 6) + " to the deadline: " + purchases(now)
                + (favourites.isEmpty() ? "" : "; " + favourites);
    }

    List<String> picture(Instant now, int width, int height, Paint paint) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(Columns.ends(
                paint.strong("Race " + race.number() + "  " + race.name()) + "  " + race.venue() + ", "
                        + race.field().entries() + " runners, " + race.rules(),
                paint.good("on sale"),
                width));
        lines.add(clock(now, width, paint));
        lines.add(" " + purchases(now) + (news.isEmpty() ? "" : "   " + paint.bad(news)));
        lines.add(paint.faint(Columns.left("", 6 + NAME + JOCKEY) + "   win   place"));
        runners().stream()
                .limit(Math.max(3, height - LINES_BESIDE_RUNNERS))
                .forEach(shown -> lines.add(runner(shown, width, paint)));
        lines.add(paint.faint("quinella ")
                + favourites(BetType.QUINELLA)
                + paint.faint("   trio ")
                + favourites(BetType.TRIO));
        return lines;
    }

    private String clock(Instant now, int width, Paint paint) {
        String text = Columns.right(Texts.seconds(left(now)), 7) + " left";
        int bar = Math.max(10, width - text.length() - 1);
        double passed = Math.clamp(
                Duration.between(opening, now).toMillis()
                        / (double) Duration.between(opening, deadline).toMillis(),
                0,
                1);
        int filled = (int) (bar * passed);
        return paint.cool("━".repeat(filled)) + paint.faint("╌".repeat(bar - filled)) + text;
    }

    private Duration left(Instant now) {
        return Duration.between(now, deadline);
    }

    private String purchases(Instant now) {
        int count = office.count();
        long away =
                office.turnedAway().values().stream().mapToLong(Long::longValue).sum();
        return Texts.count(count) + " purchases, " + Texts.count(rate.perSecond(now, count)) + "/s, "
                + Texts.yen(office.stakesYen()) + (away == 0 ? "" : ", " + Texts.count(away) + " turned away");
    }

    private List<Shown> runners() {
        return race.runners().stream()
                .map(runner -> new Shown(runner, odds.line(BetType.WIN, runner.number())))
                .sorted(BY_POPULARITY)
                .toList();
    }

    private String runner(Shown shown, int width, Paint paint) {
        int number = shown.runner().number();
        String cap =
                paint.cap(race.field().brackets().bracketOf(number), Columns.right(Integer.toString(number), 2) + " ");
        String name = Columns.left(shown.runner().name(), NAME)
                + Columns.left(shown.runner().jockey(), JOCKEY);
        if (out.contains(number)) {
            boolean withdrawn = race.field().withdrawn().contains(number);
            return " " + cap + "  " + paint.faint(name + (withdrawn ? "withdrawn" : "out"));
        }
        Optional<OddsSheet.Line> place = odds.line(BetType.PLACE, number);
        return " " + cap + "  " + name + Columns.right(low(shown.win()), 6) + " " + arrow(number, paint) + " "
                + paint.faint(Columns.left(range(place), 11)) + bar(shown, width, paint);
    }

    private String arrow(int horse, Paint paint) {
        return switch (odds.move(horse)) {
            case 1 -> paint.bad("▲");
            case -1 -> paint.good("▼");
            default -> " ";
        };
    }

    /** Returns how much is on this horse to win, beside the horse that most is on. */
    private String bar(Shown shown, int width, Paint paint) {
        long most = race.field().entered().stream()
                .filter(horse -> !out.contains(horse))
                .mapToLong(horse -> odds.line(BetType.WIN, horse)
                        .map(line -> line.stake().value())
                        .orElse(0L))
                .max()
                .orElse(0);
        long stake = shown.win().map(line -> line.stake().value()).orElse(0L);
        int room = Math.clamp(width - BESIDE_BAR, 0, 40);
        return most == 0 ? "" : paint.warm("█".repeat((int) (room * stake / most)));
    }

    private static String low(Optional<OddsSheet.Line> line) {
        return line.flatMap(OddsSheet.Line::low).map(Odds::toString).orElse("-");
    }

    private static String range(Optional<OddsSheet.Line> line) {
        return line.flatMap(odds -> odds.low().flatMap(low -> odds.high().map(high -> low + "-" + high)))
                .orElse("");
    }

    private String favourites(BetType type) {
        return odds.favourites(type, 3).entrySet().stream()
                .map(favourite -> favourite.getKey() + " " + favourite.getValue())
                .collect(Collectors.joining("  "));
    }
}
