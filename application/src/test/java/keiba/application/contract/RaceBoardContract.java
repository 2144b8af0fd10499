package keiba.application.contract;

import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import keiba.application.fake.Samples;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every {@link RaceBoard} must pass, the fake and the real adapter alike. */
public abstract class RaceBoardContract {
    private RaceBoard board;

    @SuppressWarnings("NullAway.Init") // set before each test
    protected RaceBoardContract() {}

    /** Returns a board without data; called once before each test. */
    protected abstract RaceBoard emptyBoard() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        board = emptyBoard();
    }

    @Test
    void returns_no_race_that_was_not_shown() {
        assertThat(board.find(RACE)).isEmpty();
    }

    @Test
    void returns_a_race_as_it_was_shown() {
        RaceCard card = Samples.open(RACE);
        board.show(card);
        assertThat(board.find(RACE)).contains(card);
        assertThat(board.find(new RaceId(101))).isEmpty();
    }

    @Test
    void shows_a_race_with_a_rule_book_of_its_own() {
        RaceCard card = Samples.declaredUnder(Samples.OWN_RULES, RACE);
        board.show(card);
        assertThat(board.find(RACE)).contains(card);
    }

    @Test
    void shows_an_excluded_horse() {
        RaceCard card = Samples.after(Samples.open(RACE), new RaceCommand.Scratch(4, ScratchKind.EXCLUDED));
        board.show(card);
        assertThat(board.find(RACE)).contains(card);
    }

    @Test
    void shows_a_rescheduled_race_with_the_bet_types_that_block_its_final_odds() {
        RaceCard open = Samples.open(RACE);
        Closing closing =
                new Closing(new CloseId(new UUID(1, 2)), Samples.NOW, true, Closing.Phase.FENCED, Set.of(BetType.WIN));
        RaceCard card = new RaceCard(
                open.declared(),
                Samples.DAY.plusDays(6),
                open.postTime().plus(Duration.ofDays(6)),
                open.deadline().plus(Duration.ofDays(6)),
                Samples.DAY.plusDays(66),
                Samples.after(open, new RaceCommand.Close()).race(),
                Optional.of(closing),
                Optional.empty(),
                open.version() + 1);
        board.show(card);
        assertThat(board.find(RACE)).contains(card);
    }

    @Test
    void replaces_a_race_by_a_newer_version() {
        RaceCard closed = Samples.after(Samples.open(RACE), new RaceCommand.Close());
        board.show(Samples.open(RACE));
        board.show(closed);
        assertThat(board.find(RACE)).contains(closed);
    }

    @Test
    void never_replaces_a_race_by_an_older_version() {
        RaceCard closed = Samples.after(Samples.open(RACE), new RaceCommand.Close());
        board.show(closed);
        board.show(Samples.open(RACE));
        board.show(Samples.declared(RACE));
        assertThat(board.find(RACE)).contains(closed);
    }

    @Test
    void compares_versions_as_numbers_not_as_text() {
        RaceCard ninth = version(9);
        RaceCard tenth = version(10);
        board.show(tenth);
        board.show(ninth);
        assertThat(board.find(RACE)).contains(tenth);
        board.show(version(11));
        assertThat(board.find(RACE)).contains(version(11));
    }

    private static RaceCard version(long version) {
        RaceCard card = Samples.open(RACE);
        while (card.version() < version) {
            card = card.with(card.race());
        }
        return card;
    }

    @Test
    void returns_the_versions_of_the_requested_races() {
        RaceId other = new RaceId(101);
        assertThat(board.versions(List.of(RACE, other))).isEmpty();
        board.show(version(10));
        board.show(Samples.open(other));
        assertThat(board.versions(List.of(RACE, other, new RaceId(102))))
                .isEqualTo(Map.of(RACE, 10L, other, Samples.open(other).version()));
        assertThat(board.versions(List.of(RACE))).isEqualTo(Map.of(RACE, 10L));
        assertThat(board.versions(List.of())).isEmpty();
    }

    @Test
    void accepts_the_same_version_twice() {
        board.show(Samples.open(RACE));
        board.show(Samples.open(RACE));
        assertThat(board.find(RACE)).contains(Samples.open(RACE));
    }
}
