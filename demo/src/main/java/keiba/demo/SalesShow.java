package keiba.demo;

import java.time.Duration;
import java.time.Instant;

/** Shows a race on sale: as a picture that changes, or as a line now and then. Looks at no odds where nothing is shown. */
final class SalesShow {
    private static final int LINES_WITHOUT_PICTURES = 4;

    private final Screen screen;
    private final OddsWatch odds;
    private final SalesView view;
    private final Duration betweenLines;
    private Instant line;

    SalesShow(Stage stage, PlannedRace race, BoxOffice office, SaleTimes times) {
        this.screen = stage.screen();
        this.odds = new OddsWatch(stage, race);
        this.view = new SalesView(race, odds, office, times.opening(), times.deadline());
        this.betweenLines = times.sales().dividedBy(LINES_WITHOUT_PICTURES);
        this.line = times.opening().plus(betweenLines);
    }

    /** Looks at the odds. */
    void look() throws InterruptedException {
        if (screen.isSeen()) {
            odds.look();
        }
    }

    /** Shows the race as it was at the last look. */
    void show(Instant now) {
        if (screen.isLive()) {
            screen.show(view.picture(now, screen.width(), screen.height(), screen.paint()));
        } else if (screen.isSeen() && !now.isBefore(line)) {
            line = line.plus(betweenLines);
            screen.say(view.line(now));
        }
    }

    /** Tells that a horse is out. */
    void scratched(int horse, String news) {
        view.scratched(horse, news);
    }
}
