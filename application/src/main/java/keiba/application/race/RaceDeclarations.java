package keiba.application.race;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import keiba.application.account.Actor;
import keiba.domain.bet.BetType;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.Race;
import keiba.domain.rule.BetTerms;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;

/** Checks declarations and enters them. */
final class RaceDeclarations implements DeclareRace {
    private static final int MAX_TEXT = 200;

    /** The last day that every reader and every database can hold. */
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private final RaceBook book;
    private final RaceBoard board;

    RaceDeclarations(RaceBook book, RaceBoard board) {
        this.book = book;
        this.board = board;
    }

    @Override
    public Outcome declare(RaceProposal proposal, Actor actor) {
        Optional<Invalid> invalid = check(proposal);
        if (invalid.isPresent()) {
            return invalid.get();
        }
        RaceCard card = card(proposal);
        Optional<RaceCard> existing = book.enter(card, actor);
        if (existing.isPresent()) {
            RaceCard there = existing.get();
            return there.declared().equals(proposal) ? new AlreadyDeclared(there) : new Conflict(there);
        }
        Boards.show(board, card);
        return new Declared(card);
    }

    private static RaceCard card(RaceProposal proposal) {
        Instant deadline = proposal.deadline()
                .orElseGet(() -> RaceTimes.deadline(rules(proposal).orElseThrow(), proposal.postTime()));
        return RaceCard.entered(proposal, deadline, Race.declared(field(proposal)));
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

    private static Optional<RuleBook> rules(RaceProposal proposal) {
        return RuleBooks.find(proposal.rules(), proposal.day());
    }

    private static Optional<Invalid> check(RaceProposal proposal) {
        return checkHead(proposal)
                .or(() -> checkRunners(proposal))
                .or(() -> checkBrackets(proposal))
                .or(() -> checkWithdrawn(proposal))
                .or(() -> checkRates(proposal));
    }

    private static Optional<Invalid> checkHead(RaceProposal proposal) {
        return require(RaceId.isPossible(proposal.raceId()), "race_id", "a race id is 1 to 2^53 - 1")
                .or(() -> require(isText(proposal.venue()), "venue", "1 to 200 characters"))
                .or(() -> require(isText(proposal.name()), "name", "1 to 200 characters"))
                .or(() -> require(proposal.raceNumber() >= 1 && proposal.raceNumber() <= 99, "race_number", "1 to 99"))
                .or(() -> require(!proposal.day().isAfter(LAST_DAY), "date", "not after " + LAST_DAY))
                .or(() -> require(rules(proposal).isPresent(), "rules", "no such rule book on that day"))
                .or(() -> RaceTimes.check(proposal.postTime(), proposal.deadline())
                        .map(fault -> new Invalid(fault.field(), fault.detail())));
    }

    private static boolean isText(String text) {
        return !text.isBlank() && isStorable(text);
    }

    /** No name holds a control character; neither PostgreSQL's text nor UTF-8 can hold a NUL or half a surrogate pair. */
    private static boolean isStorable(String text) {
        return text.length() <= MAX_TEXT
                && text.chars().noneMatch(Character::isISOControl)
                && new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
    }

    private static Optional<Invalid> checkRunners(RaceProposal proposal) {
        List<RaceProposal.Entry> runners = proposal.runners();
        if (runners.size() < Field.MIN_RUNNERS || runners.size() > Field.MAX_RUNNERS) {
            return invalid("runners", Field.MIN_RUNNERS + " to " + Field.MAX_RUNNERS + " horses");
        }
        for (int i = 0; i < runners.size(); i++) {
            if (runners.get(i).horseNumber() != i + 1) {
                return invalid(
                        "runners",
                        "horses are numbered 1, 2, … in order; found "
                                + runners.get(i).horseNumber() + " in place of " + (i + 1));
            }
            if (!isText(runners.get(i).name())) {
                return invalid("runners", "horse " + (i + 1) + " needs a name of 1 to 200 characters");
            }
            if (!isStorable(runners.get(i).jockey())) {
                return invalid("runners", "the jockey of horse " + (i + 1) + " has at most 200 characters");
            }
        }
        return Optional.empty();
    }

    private static Optional<Invalid> checkBrackets(RaceProposal proposal) {
        Map<Integer, Integer> brackets = proposal.brackets();
        if (brackets.isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> horses = new HashSet<>(
                IntStream.rangeClosed(1, proposal.runners().size()).boxed().toList());
        return require(brackets.keySet().equals(horses), "brackets", "every horse has one bracket")
                .or(() -> require(
                        brackets.values().stream().allMatch(bracket -> bracket >= 1 && bracket <= Brackets.COUNT),
                        "brackets",
                        "brackets are 1 to " + Brackets.COUNT));
    }

    private static Optional<Invalid> checkWithdrawn(RaceProposal proposal) {
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
                        "a horse stands twice"));
    }

    private static Optional<Invalid> checkRates(RaceProposal proposal) {
        Set<BetType> sold = rules(proposal).orElseThrow().types();
        return checkRates("payback_per_mille", proposal.paybackPerMille(), sold, 1000)
                .or(() -> checkRates(
                        "premium_per_mille", proposal.premiumPerMille(), sold, BetTerms.MAX_PREMIUM.value()));
    }

    private static Optional<Invalid> checkRates(String field, Map<BetType, Integer> rates, Set<BetType> sold, int max) {
        for (Map.Entry<BetType, Integer> rate : rates.entrySet()) {
            if (!sold.contains(rate.getKey())) {
                return invalid(field, rate.getKey() + " is not sold under this rule book");
            }
            if (rate.getValue() < 0 || rate.getValue() > max) {
                return invalid(field, rate.getKey() + " is 0 to " + max + ": " + rate.getValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<Invalid> require(boolean holds, String field, String detail) {
        return holds ? Optional.empty() : invalid(field, detail);
    }

    private static Optional<Invalid> invalid(String field, String detail) {
        return Optional.of(new Invalid(field, detail));
    }
}
