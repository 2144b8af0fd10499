package keiba.application.race;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.pool.Market;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.Course;
import keiba.domain.race.Horses;
import keiba.domain.race.Race;
import keiba.domain.race.RaceState;
import keiba.domain.race.Weather;
import keiba.domain.rule.RuleBook;

/**
 * A race as it is stored in the books: its declaration and its current state.
 *
 * @param declared the accepted declaration, as it was first made
 * @param day the race day in Japan: the day of the post time; it follows the post time until sales open, and never changes after that
 * @param postTime when it is due to start
 * @param deadline when sales end
 * @param expiresOn the last day on which its payouts can be claimed, in Japan
 * @param race its state, who is out, its result
 * @param openedAt when sales opened for the first time, by the clock of the books: no purchase was accepted before; empty for a race that is
 *     not open yet, and for one that was opened before this was noted
 * @param closing how sales ended; empty before
 * @param posting who answers for the posted result; empty before
 * @param announced what was announced since the declaration
 * @param version rises with every change; an older card never replaces a newer
 */
public record RaceCard(
        RaceProposal declared,
        LocalDate day,
        Instant postTime,
        Instant deadline,
        LocalDate expiresOn,
        Race race,
        Optional<Instant> openedAt,
        Optional<Closing> closing,
        Optional<Posting> posting,
        Announced announced,
        long version) {

    /** How long payouts can be claimed, counted from the race day. Source: Horse Racing Act art. 11. */
    private static final int CLAIM_DAYS = 60;

    /** Returns a race of which it is not noted when it opened, and of which nothing was announced. */
    public RaceCard(
            RaceProposal declared,
            LocalDate day,
            Instant postTime,
            Instant deadline,
            LocalDate expiresOn,
            Race race,
            Optional<Closing> closing,
            Optional<Posting> posting,
            long version) {
        this(
                declared,
                day,
                postTime,
                deadline,
                expiresOn,
                race,
                Optional.empty(),
                closing,
                posting,
                Announced.NOTHING,
                version);
    }

    /** Returns a race as it is entered. */
    public static RaceCard entered(RaceProposal declared, Instant deadline, Race race) {
        return new RaceCard(
                declared,
                declared.day(),
                declared.postTime(),
                deadline,
                declared.day().plusDays(CLAIM_DAYS),
                race,
                Optional.empty(),
                Optional.empty(),
                1);
    }

    public RaceId id() {
        return new RaceId(declared.raceId());
    }

    public RaceState state() {
        return race.state();
    }

    /** Returns the same race in another state, one version on. */
    public RaceCard with(Race changed) {
        return with(changed, openedAt, closing, posting, announced, version + 1);
    }

    private RaceCard with(
            Race newRace,
            Optional<Instant> newOpenedAt,
            Optional<Closing> newClosing,
            Optional<Posting> newPosting,
            Announced newAnnounced,
            long newVersion) {
        return new RaceCard(
                declared,
                day,
                postTime,
                deadline,
                expiresOn,
                newRace,
                newOpenedAt,
                newClosing,
                newPosting,
                newAnnounced,
                newVersion);
    }

    /** Returns the same change with this closing. */
    public RaceCard closing(Closing changed) {
        return with(race, openedAt, Optional.of(changed), posting, announced, version);
    }

    /** Returns the same change of a race that opens now, unless it opened before. */
    RaceCard openedAt(Instant now) {
        return openedAt.isPresent() ? this : with(race, Optional.of(now), closing, posting, announced, version);
    }

    /** Returns the same change with this posting. */
    RaceCard posting(Posting changed) {
        return with(race, openedAt, closing, Optional.of(changed), announced, version);
    }

    /** Returns the same race at other times, one version on. The race day follows the post time, and the claim period the race day. */
    RaceCard at(Instant newPostTime, Instant newDeadline) {
        LocalDate newDay = RaceTimes.dayInJapan(newPostTime);
        LocalDate newExpiresOn = expiresOn.plusDays(newDay.toEpochDay() - day.toEpochDay());
        return new RaceCard(
                declared,
                newDay,
                newPostTime,
                newDeadline,
                newExpiresOn,
                race,
                openedAt,
                closing,
                posting,
                announced.next(),
                version + 1);
    }

    /** Returns the same race after an announcement, one version on. */
    public RaceCard announcing(Announcement announcement) {
        return with(race, openedAt, closing, posting, announced.with(announcement), version + 1);
    }

    /** Returns the same change as an announcement: of a runner that is taken out. */
    public RaceCard announcing() {
        return with(race, openedAt, closing, posting, announced.next(), version);
    }

    /** Returns the course, as far as it was declared or announced. */
    public Course course() {
        return declared.course().with(announced.facts().course());
    }

    /** Returns the weather, once it was announced. */
    public Optional<Weather> weather() {
        return announced.facts().weather();
    }

    /** Returns the jockey of a declared horse, as declared or announced; empty if no jockey is named. */
    public String jockeyOf(int horse) {
        return announced
                .facts()
                .jockeys()
                .getOrDefault(horse, declared.runners().get(horse - 1).jockey());
    }

    /** Returns the announced body weight of a declared horse; empty if none was announced. */
    public Optional<BodyWeight> bodyWeightOf(int horse) {
        return Optional.ofNullable(announced.facts().bodyWeights().get(horse));
    }

    /** Returns whether a declared horse was withdrawn, scratched or excluded. */
    public boolean isOut(int horse) {
        return !race.live().contains(horse);
    }

    /** Returns the same race with another last day to claim its payouts, one version on. */
    public RaceCard claimableThrough(LocalDate lastDay) {
        return new RaceCard(
                declared, day, postTime, deadline, lastDay, race, openedAt, closing, posting, announced, version + 1);
    }

    /** Returns the same race with its closing one phase on, one version on. */
    public RaceCard in(Closing.Phase phase) {
        Closing begun = closing.orElseThrow(() -> new IllegalStateException("race " + id() + " is not closing"));
        return with(race).closing(begun.in(phase));
    }

    /** Returns the same race with the bet types whose totals differ from their tickets, one version on. */
    public RaceCard blockedBy(Set<BetType> differing) {
        Closing begun = closing.orElseThrow(() -> new IllegalStateException("race " + id() + " is not closing"));
        return with(race).closing(begun.blockedBy(differing));
    }

    /** Returns whether sales have ended and their closing has come exactly this far. A void race has nothing more to come. */
    public boolean isIn(Closing.Phase phase) {
        return state() != RaceState.VOID
                && closing.filter(begun -> begun.phase() == phase).isPresent();
    }

    /** Returns whether a purchase from the queue can still become a ticket: the race is on sale, or closing after it was. */
    public boolean takesQueued() {
        boolean stillClosing = isIn(Closing.Phase.CLOSING)
                && closing.filter(Closing::wasSelling).isPresent();
        return stillClosing || state() == RaceState.OPEN;
    }

    /**
     * Returns whether no purchase can become a ticket any more, whatever the queue still holds: the race is void, or sales have ended and the
     * close marker has been passed. Once true, it stays true.
     */
    public boolean takesNothingMore() {
        return switch (state()) {
            case DECLARED, OPEN, SUSPENDED -> false;
            case CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, PAYABLE, EXPIRED, VOID -> !takesQueued();
        };
    }

    /**
     * Returns the latest moment at which the queue may have received a purchase.
     *
     * @param grace how long the way into the queue may take
     */
    public Instant lastCall(Duration grace) {
        Instant end = closing.map(Closing::at).filter(deadline::isAfter).orElse(deadline);
        return end.plus(grace);
    }

    /** Returns the rule book with this race's own rates. */
    public RuleBook rules() {
        RuleBook book = declared.rules()
                .on(day)
                .orElseThrow(() -> new IllegalStateException(
                        "no rule book " + declared.rules().name() + " on " + day));
        for (Map.Entry<BetType, Integer> rate : declared.paybackPerMille().entrySet()) {
            book = book.withPayback(rate.getKey(), PerMille.of(rate.getValue()));
        }
        for (Map.Entry<BetType, Integer> rate : declared.premiumPerMille().entrySet()) {
            book = book.withPremium(rate.getKey(), PerMille.of(rate.getValue()));
        }
        return book;
    }

    /** Returns the market of this race: the bet types on sale, the rules and the scratched horses. Takes tens of microseconds, so keep the result. */
    public Market market() {
        Market market = Market.open(rules(), race.field());
        Horses out = race.nonStarters();
        return out.isEmpty() ? market : market.scratch(out);
    }
}
