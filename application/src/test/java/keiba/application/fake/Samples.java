package keiba.application.fake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import keiba.application.race.RaceRules;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.race.Course;
import keiba.domain.race.Field;
import keiba.domain.race.Race;
import keiba.domain.race.RaceCommand;
import keiba.domain.rule.RuleBook;

/** Races and bets that tests begin with. */
public final class Samples {
    public static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    /** Ten minutes before {@link #DEADLINE}. */
    public static final Instant NOW = Instant.parse("2026-11-22T06:29:00Z");

    public static final Instant DEADLINE = Instant.parse("2026-11-22T06:39:00Z");
    public static final Instant POST_TIME = Instant.parse("2026-11-22T06:40:00Z");
    public static final RaceId RACE = new RaceId(100);
    public static final UserId ALICE = new UserId(12_345);
    public static final UserId BOB = new UserId(67_890);
    public static final Actor OPERATOR = Actor.of(new UserId(7));
    public static final Actor CASHIER = Actor.of(new UserId(8));

    /** A rule book that is not built in. Its dividends are multiples of 20 yen and at least 120 yen. */
    public static final RuleBook OWN_BOOK = RuleBook.builder("NAR-OWN №1")
            .sell(BetType.WIN, PerMille.of(780))
            .sell(BetType.TRIFECTA, PerMille.of(700))
            .dividendStep(Yen.of(20))
            .minimumDividend(Yen.of(120))
            .plus10(true)
            .deadlineMinutes(5)
            .build();

    public static final LocalDate OWN_FROM = LocalDate.of(2026, 4, 1);
    public static final RaceRules OWN_RULES = new RaceRules.Recorded(OWN_BOOK, OWN_FROM);

    private Samples() {}

    /** A JRA race of eight horses in the standard brackets, none withdrawn. */
    public static RaceProposal proposal(RaceId id) {
        return proposal(id, 8);
    }

    public static RaceProposal proposal(RaceId id, int runners) {
        return proposal(id, runners, RaceRules.named("JRA"));
    }

    private static RaceProposal proposal(RaceId id, int runners, RaceRules rules) {
        return new RaceProposal(
                id.value(),
                DAY,
                "Sapporo",
                11,
                "Keiba Cup",
                rules,
                POST_TIME,
                Optional.of(DEADLINE),
                IntStream.rangeClosed(1, runners)
                        .mapToObj(horse -> new RaceProposal.Entry(horse, "Horse " + horse, "Jockey " + horse))
                        .toList(),
                new TreeMap<>(),
                List.of(),
                Map.of(),
                Map.of(),
                Course.UNKNOWN);
    }

    /** Returns the same race under these rules. */
    public static RaceProposal proposal(RaceId id, RaceRules rules) {
        return proposal(id, 8, rules);
    }

    /** The card of a race of eight horses under these rules, just declared. */
    public static RaceCard declaredUnder(RaceRules rules, RaceId id) {
        return RaceCard.entered(proposal(id, rules), DEADLINE, Race.declared(Field.of(8)));
    }

    /** The card of {@link #proposal(RaceId)}, just declared. */
    public static RaceCard declared(RaceId id) {
        return RaceCard.entered(proposal(id), DEADLINE, Race.declared(Field.of(8)));
    }

    /** The same card after a command, one version on. */
    public static RaceCard after(RaceCard card, RaceCommand command) {
        return card.with(card.race().apply(command).race());
    }

    /** The card of {@link #proposal(RaceId)}, on sale. */
    public static RaceCard open(RaceId id) {
        return after(declared(id), new RaceCommand.Open());
    }

    /** A stake on one horse to win. */
    public static Bet win(int horse, long yen) {
        return new Bet(BetType.WIN, Selection.Straight.of(horse), Yen.of(yen));
    }

    /** A stake on each combination of a box. */
    public static Bet box(BetType type, long yen, int... numbers) {
        return new Bet(type, Selection.Box.of(numbers), Yen.of(yen));
    }
}
