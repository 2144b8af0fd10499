package keiba.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import keiba.application.purchase.Bet;

/** The summary at the end of the day. */
final class SummaryView {
    private final Paint paint;

    SummaryView(Paint paint) {
        this.paint = paint;
    }

    /**
     * Returns the day in a few lines.
     *
     * @param books whether the servers were found in order; empty where they were not checked
     */
    List<String> lines(int races, Tally tally, Findings findings, Optional<Boolean> books) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(paint.strong("The day"));
        lines.add("  " + Texts.counted(races, "race") + ", " + Texts.counted(tally.tickets(), "ticket") + ", "
                + Texts.yen(tally.salesYen()) + " staked, " + Texts.yen(tally.refundsYen()) + " refunded, "
                + Texts.yen(tally.payoutsYen()) + " paid out");
        if (!tally.refusals().isEmpty()) {
            lines.add("  refused: "
                    + tally.refusals().entrySet().stream()
                            .map(reason -> Texts.count(reason.getValue()) + " " + reason.getKey())
                            .collect(Collectors.joining(", ")));
        }
        tally.luck().ifPresent(luck -> lines.add("  " + lucky(luck)));
        lines.add("  " + Texts.count(findings.checks()) + " checks: "
                + (findings.isSound() ? paint.good("all hold") : paint.bad("NOT ALL HOLD")));
        books.ifPresent(sound -> lines.add(
                "  PostgreSQL and Redis: " + (sound ? paint.good("no difference") : paint.bad("DIFFERENCES"))));
        findings.lines().forEach(line -> lines.add("  " + paint.bad("✗ ") + line));
        return lines;
    }

    private static String lucky(Tally.Luck luck) {
        Order order = luck.ticket().order();
        Bet bet = order.bet();
        return "luckiest: bettor " + luck.ticket().guest().bettor().number() + " made "
                + Texts.yen(luck.payoutYen()) + " of " + Texts.yen(order.total().value()) + " ("
                + String.format(Locale.ROOT, "%,.1f", luck.times()) + " times) with a "
                + bet.type().englishName() + " " + method(bet) + " in race "
                + luck.race().number();
    }

    private static String method(Bet bet) {
        return bet.selection().getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
