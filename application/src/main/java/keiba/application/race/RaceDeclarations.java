package keiba.application.race;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import keiba.application.caller.Actor;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.Race;
import keiba.domain.rule.BetTerms;
import keiba.domain.rule.PaybackBand;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBookRegistry;
import keiba.domain.rule.RuleBookText.DatedBook;
import keiba.domain.rule.RuleBooks;

/** Checks declarations and enters them. */
final class RaceDeclarations implements DeclareRace {
    private static final PaybackBand LEGAL_PREMIUMS = new PaybackBand(PerMille.ZERO, BetTerms.MAX_PREMIUM);

    /** The largest number of rule book names that a refusal lists. */
    private static final int MOST_NAMES = 50;

    private final RaceBook book;
    private final RaceBoard board;
    private final RuleBookRegistry ruleBooks;

    RaceDeclarations(RaceBook book, RaceBoard board, RuleBookRegistry ruleBooks) {
        this.book = book;
        this.board = board;
        this.ruleBooks = ruleBooks;
    }

    @Override
    public DeclarationOutcome declare(RaceProposal proposal, Actor actor) {
        Optional<InvalidDeclaration> invalid = check(proposal);
        if (invalid.isPresent()) {
            return declaredBefore(proposal).orElse(invalid.get());
        }
        RaceCard card = card(proposal);
        Optional<RaceCard> existing = book.enter(card, actor);
        if (existing.isPresent()) {
            RaceCard there = existing.get();
            return isSame(there, proposal) ? new AlreadyDeclared(there) : new Conflict(there);
        }
        board.tryToShow(card);
        return new Declared(card);
    }

    /** Finds the race of an equal declaration that was accepted before its own rule book was changed or removed. */
    private Optional<DeclarationOutcome> declaredBefore(RaceProposal proposal) {
        boolean isOwnBook =
                RuleBooks.find(proposal.rules().name(), proposal.day()).isEmpty();
        if (!isOwnBook || !RaceId.isPossible(proposal.raceId())) {
            return Optional.empty();
        }
        return book.find(new RaceId(proposal.raceId()))
                .filter(there -> isSame(there, proposal))
                .map(AlreadyDeclared::new);
    }

    private static boolean isSame(RaceCard there, RaceProposal proposal) {
        return there.declared().asAsked().equals(proposal.asAsked());
    }

    private RaceCard card(RaceProposal proposal) {
        DatedBook rules = rules(proposal).orElseThrow();
        Instant deadline = proposal.deadline().orElseGet(() -> RaceTimes.deadline(rules.book(), proposal.postTime()));
        RaceProposal accepted = proposal.under(RaceRules.of(rules, proposal.day()));
        return RaceCard.entered(accepted, deadline, Race.declared(field(proposal)));
    }

    private static Field field(RaceProposal proposal) {
        int runners = proposal.runners().size();
        Brackets brackets = proposal.brackets().isEmpty()
                ? Brackets.standard(runners)
                : Brackets.of(proposal.brackets().values().stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
        return new Field(runners, brackets, Horses.of(proposal.withdrawn()));
    }

    private Optional<DatedBook> rules(RaceProposal proposal) {
        return ruleBooks.findDated(proposal.rules().name(), proposal.day());
    }

    private Optional<InvalidDeclaration> check(RaceProposal proposal) {
        return checkHead(proposal)
                .or(() -> checkRunners(proposal))
                .or(() -> checkBrackets(proposal))
                .or(() -> checkWithdrawn(proposal))
                .or(() -> checkRates(proposal));
    }

    private Optional<InvalidDeclaration> checkHead(RaceProposal proposal) {
        return require(
                        RaceId.isPossible(proposal.raceId()),
                        "race_id",
                        "must be from 1 to 2^53 - 1, not " + proposal.raceId())
                .or(() -> require(Names.isName(proposal.venue()), "venue", "must have 1 to 200 characters"))
                .or(() -> require(Names.isName(proposal.name()), "name", "must have 1 to 200 characters"))
                .or(() -> require(
                        proposal.raceNumber() >= 1 && proposal.raceNumber() <= 99,
                        "race_number",
                        "must be from 1 to 99, not " + proposal.raceNumber()))
                .or(() -> RaceTimes.check(proposal.postTime(), proposal.deadline())
                        .map(fault -> new InvalidDeclaration(fault.field(), fault.detail())))
                .or(() -> checkDay(proposal))
                .or(() -> checkRules(proposal));
    }

    private Optional<InvalidDeclaration> checkRules(RaceProposal proposal) {
        if (rules(proposal).isPresent()) {
            return Optional.empty();
        }
        List<String> known = ruleBooks.names(proposal.day());
        String more = known.size() > MOST_NAMES ? " and " + (known.size() - MOST_NAMES) + " more" : "";
        return invalid(
                "rules",
                "there is no rule book of this name on " + proposal.day() + "; "
                        + (known.isEmpty()
                                ? "there is none at all on that day"
                                : "known are "
                                        + String.join(", ", known.subList(0, Math.min(MOST_NAMES, known.size()))))
                        + more);
    }

    /** A race under an earlier day than its own would forfeit its winnings too early. */
    private static Optional<InvalidDeclaration> checkDay(RaceProposal proposal) {
        LocalDate day = RaceTimes.dayInJapan(proposal.postTime());
        return require(
                proposal.day().equals(day),
                "date",
                "the date " + proposal.day() + " is not the day of the post time " + proposal.postTime() + ", which is "
                        + day + " in Japan");
    }

    private static Optional<InvalidDeclaration> checkRunners(RaceProposal proposal) {
        List<RaceProposal.Entry> runners = proposal.runners();
        if (runners.size() < Field.MIN_RUNNERS || runners.size() > RaceProposal.MAX_RUNNERS) {
            return invalid(
                    "runners",
                    "the race has " + runners.size() + " horses; " + Field.MIN_RUNNERS + " to "
                            + RaceProposal.MAX_RUNNERS + " are allowed");
        }
        for (int i = 0; i < runners.size(); i++) {
            if (runners.get(i).horseNumber() != i + 1) {
                return invalid(
                        "runners",
                        "horses must be numbered 1, 2, … in order; horse number " + (i + 1) + " is expected, not "
                                + runners.get(i).horseNumber());
            }
            if (!Names.isName(runners.get(i).name())) {
                return invalid("runners", "the name of horse " + (i + 1) + " must have 1 to 200 characters");
            }
            if (!Names.isStorable(runners.get(i).jockey())) {
                return invalid("runners", "the jockey of horse " + (i + 1) + " must have at most 200 characters");
            }
        }
        return Optional.empty();
    }

    private static Optional<InvalidDeclaration> checkBrackets(RaceProposal proposal) {
        Map<Integer, Integer> brackets = proposal.brackets();
        if (brackets.isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> horses = new HashSet<>(
                IntStream.rangeClosed(1, proposal.runners().size()).boxed().toList());
        return require(brackets.keySet().equals(horses), "brackets", "each horse must have exactly one bracket")
                .or(() -> require(
                        brackets.values().stream().allMatch(bracket -> bracket >= 1 && bracket <= Brackets.COUNT),
                        "brackets",
                        "each bracket must be from 1 to " + Brackets.COUNT));
    }

    private static Optional<InvalidDeclaration> checkWithdrawn(RaceProposal proposal) {
        Predicate<Integer> declared =
                horse -> horse >= 1 && horse <= proposal.runners().size();
        return require(
                        proposal.withdrawn().stream().allMatch(declared),
                        "withdrawn",
                        "only declared horses can be withdrawn")
                .or(() -> require(
                        Set.copyOf(proposal.withdrawn()).size()
                                == proposal.withdrawn().size(),
                        "withdrawn",
                        "each horse may be listed only once"));
    }

    private Optional<InvalidDeclaration> checkRates(RaceProposal proposal) {
        RuleBook rules = rules(proposal).orElseThrow().book();
        return checkRates("payback_per_mille", proposal.paybackPerMille(), rules, rules::paybackBand)
                .or(() -> checkRates("premium_per_mille", proposal.premiumPerMille(), rules, type -> LEGAL_PREMIUMS));
    }

    /** A rate outside its band is a typing error, such as percent for per mille, and would cost bettors money. */
    private static Optional<InvalidDeclaration> checkRates(
            String field, Map<BetType, Integer> rates, RuleBook rules, Function<BetType, PaybackBand> bands) {
        for (Map.Entry<BetType, Integer> rate : rates.entrySet()) {
            BetType type = rate.getKey();
            if (!rules.types().contains(type)) {
                return invalid(field, type + " is not sold under the rule book " + rules.name());
            }
            PaybackBand band = bands.apply(type);
            int perMille = rate.getValue();
            if (perMille < band.floor().value() || perMille > band.ceiling().value()) {
                return invalid(
                        field, "the rate of " + type + " is " + perMille + " per mille; the legal band is " + band);
            }
        }
        return Optional.empty();
    }

    private static Optional<InvalidDeclaration> require(boolean holds, String field, String detail) {
        return holds ? Optional.empty() : invalid(field, detail);
    }

    private static Optional<InvalidDeclaration> invalid(String field, String detail) {
        return Optional.of(new InvalidDeclaration(field, detail));
    }
}
