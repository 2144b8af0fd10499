package keiba.application.race;

import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keiba.application.failure.FailureListener;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.race.DeclareRace.AlreadyDeclared;
import keiba.application.race.DeclareRace.Conflict;
import keiba.application.race.DeclareRace.DeclarationOutcome;
import keiba.application.race.DeclareRace.Declared;
import keiba.application.race.DeclareRace.InvalidDeclaration;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.race.Horses;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBookRegistry;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclareRaceTest {
    private final FakeWorld world = new FakeWorld();

    private DeclarationOutcome declare(RaceProposal proposal) {
        return world.useCases().races().declare().declare(proposal, OPERATOR);
    }

    private DeclarationOutcome declare(Consumer<ProposalDraft> change) {
        ProposalDraft draft = new ProposalDraft();
        change.accept(draft);
        return declare(draft.proposal());
    }

    private static Consumer<ProposalDraft> change(Consumer<ProposalDraft> change) {
        return change;
    }

    @Test
    void enters_a_race_and_shows_it() {
        RaceProposal proposal = Samples.proposal(RACE);
        DeclarationOutcome outcome = declare(proposal);
        RaceCard card = world.books().races().find(RACE).orElseThrow();
        assertThat(outcome).isEqualTo(new Declared(card));
        assertThat(card.state()).isEqualTo(RaceState.DECLARED);
        assertThat(card.declared()).isEqualTo(proposal);
        assertThat(card.version()).isEqualTo(1);
        assertThat(world.raceBoard().find(RACE)).contains(card);
        assertThat(world.books().races().trail()).containsExactly("7 Declare 100");
    }

    @Test
    void sets_the_deadline_by_the_rule_book_unless_it_is_given() {
        assertThat(declare(draft -> {})).isInstanceOf(Declared.class);
        assertThat(world.books().races().find(RACE).orElseThrow().deadline())
                .isEqualTo(Samples.POST_TIME.minusSeconds(60));
        declare(draft -> {
            draft.raceId = 101;
            draft.rules = "NAR-OI";
        });
        assertThat(world.books().races().find(new RaceId(101)).orElseThrow().deadline())
                .isEqualTo(Samples.POST_TIME.minusSeconds(120));
        declare(draft -> {
            draft.raceId = 102;
            draft.deadline = Optional.of(Samples.POST_TIME);
        });
        assertThat(world.books().races().find(new RaceId(102)).orElseThrow().deadline())
                .isEqualTo(Samples.POST_TIME);
    }

    @Test
    void stores_declared_brackets_and_withdrawn_horses() {
        declare(draft -> {
            draft.horses(3);
            draft.brackets = new TreeMap<>(Map.of(1, 8, 2, 1, 3, 1));
            draft.withdrawn = List.of(3, 1);
        });
        var field = world.books().races().find(RACE).orElseThrow().race().field();
        assertThat(field.brackets().horsesIn(1)).isEqualTo(Horses.of(2, 3));
        assertThat(field.withdrawn()).isEqualTo(Horses.of(1, 3));
    }

    @Test
    void answers_the_same_declaration_with_the_current_race() {
        declare(Samples.proposal(RACE));
        world.useCases().races().command().command(RACE, new RaceCommand.Open(), OPERATOR);
        RaceCard open = world.books().races().find(RACE).orElseThrow();
        assertThat(declare(Samples.proposal(RACE))).isEqualTo(new AlreadyDeclared(open));
        assertThat(world.books().races().find(RACE)).contains(open);
    }

    @Test
    void refuses_another_declaration_of_the_same_id() {
        declare(Samples.proposal(RACE));
        RaceCard first = world.books().races().find(RACE).orElseThrow();
        assertThat(declare(Samples.proposal(RACE, 9))).isEqualTo(new Conflict(first));
        assertThat(world.books().races().find(RACE)).contains(first);
    }

    @Test
    void enters_a_race_while_the_board_is_unavailable() {
        world.raceBoard().faults().away();
        assertThat(declare(Samples.proposal(RACE))).isInstanceOf(Declared.class);
    }

    @Test
    void a_declaration_can_be_repeated_after_its_answer_was_lost() {
        world.books().races().faults().loseAnswerOf(1);
        RaceProposal proposal = Samples.proposal(RACE);
        assertThatThrownBy(() -> declare(proposal)).isInstanceOf(TemporaryFailure.class);
        assertThat(declare(proposal)).isInstanceOf(AlreadyDeclared.class);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of("race_id", change(draft -> draft.raceId = 0)),
                Arguments.of("race_id", change(draft -> draft.raceId = -1)),
                Arguments.of("race_id", change(draft -> draft.raceId = 1L << 53)),
                Arguments.of("date", change(draft -> draft.day = LocalDate.MAX)),
                Arguments.of("date", change(draft -> draft.day = LocalDate.MIN)),
                Arguments.of("date", change(draft -> draft.day = Samples.DAY.minusYears(1))),
                Arguments.of("date", change(draft -> draft.day = Samples.DAY.plusDays(1))),
                Arguments.of("date", change(draft -> draft.postTime = Instant.parse("2026-11-22T15:00:00Z"))),
                Arguments.of("date", change(draft -> draft.postTime = Instant.parse("2026-11-21T14:59:59Z"))),
                Arguments.of("venue", change(draft -> draft.venue = "")),
                Arguments.of("venue", change(draft -> draft.venue = " \t")),
                Arguments.of("venue", change(draft -> draft.venue = "x".repeat(201))),
                Arguments.of("venue", change(draft -> draft.venue = "a\0b")),
                Arguments.of("name", change(draft -> draft.name = "")),
                Arguments.of("name", change(draft -> draft.name = "half of a horse: \ud83c")),
                Arguments.of("race_number", change(draft -> draft.raceNumber = 0)),
                Arguments.of("race_number", change(draft -> draft.raceNumber = 100)),
                Arguments.of("rules", change(draft -> draft.rules = "jra")),
                Arguments.of("rules", change(draft -> draft.at("2014-06-06T14:59:59Z"))),
                Arguments.of("post_time", change(draft -> draft.at("9999-12-30T00:00:00.000000001Z"))),
                Arguments.of("post_time", change(draft -> draft.postTime = Instant.MAX)),
                Arguments.of("post_time", change(draft -> draft.postTime = Instant.MIN)),
                Arguments.of("deadline", change(draft -> draft.deadline = Optional.of(Instant.MIN))),
                Arguments.of("deadline", change(draft -> draft.deadline = Optional.of(Samples.POST_TIME.plusNanos(1)))),
                Arguments.of("runners", change(draft -> draft.horses(0))),
                Arguments.of("runners", change(draft -> draft.horses(1))),
                Arguments.of("runners", change(draft -> draft.horses(19))),
                Arguments.of("runners", change(draft -> draft.runners.remove(0))),
                Arguments.of("runners", change(draft -> draft.runners.add(draft.runners.get(0)))),
                Arguments.of("runners", change(draft -> draft.horse(3, " ", "Jockey"))),
                Arguments.of("runners", change(draft -> draft.horse(3, "x".repeat(201), "Jockey"))),
                Arguments.of("runners", change(draft -> draft.horse(3, "Horse", "x".repeat(201)))),
                Arguments.of("runners", change(draft -> draft.horse(3, "Horse", "a\0b"))),
                Arguments.of("runners", change(draft -> draft.horse(3, "Horse", "\udc00"))),
                Arguments.of("brackets", change(draft -> draft.brackets.put(1, 1))),
                Arguments.of("brackets", change(draft -> brackets(draft, 1, 10))),
                Arguments.of("brackets", change(draft -> brackets(draft, 0, 9))),
                Arguments.of("brackets", change(draft -> brackets(draft, 9, 9))),
                Arguments.of("withdrawn", change(draft -> draft.withdrawn = List.of(10))),
                Arguments.of("withdrawn", change(draft -> draft.withdrawn = List.of(0))),
                Arguments.of("withdrawn", change(draft -> draft.withdrawn = List.of(3, 3))),
                Arguments.of("payback_per_mille", change(draft -> draft.payback = Map.of(BetType.BRACKET_EXACTA, 700))),
                Arguments.of("payback_per_mille", change(draft -> draft.payback = Map.of(BetType.WIN, 1001))),
                Arguments.of("payback_per_mille", change(draft -> draft.payback = Map.of(BetType.WIN, 801))),
                Arguments.of("payback_per_mille", change(draft -> draft.payback = Map.of(BetType.TRIFECTA, 699))),
                Arguments.of("payback_per_mille", change(draft -> draft.payback = Map.of(BetType.WIN, 80))),
                Arguments.of("payback_per_mille", change(draft -> draft.payback = Map.of(BetType.WIN, 8))),
                Arguments.of("payback_per_mille", change(draft -> draft.payback = Map.of(BetType.WIN, 0))),
                Arguments.of(
                        "payback_per_mille",
                        change(draft -> draft.payback = Map.of(BetType.WIN, 800, BetType.PLACE, 80))),
                Arguments.of("payback_per_mille", change(draft -> draft.payback = Map.of(BetType.WIN, -1))),
                Arguments.of("premium_per_mille", change(draft -> draft.premium = Map.of(BetType.WIN, 51))),
                Arguments.of("premium_per_mille", change(draft -> draft.premium = Map.of(BetType.WIN, -1))));
    }

    /** Declares a race in a process that is configured with these rule books. */
    private DeclarationOutcome declareUnderOwn(RuleBookRegistry books, Consumer<ProposalDraft> change) {
        ProposalDraft draft = new ProposalDraft();
        draft.rules = Samples.OWN_BOOK.name();
        change.accept(draft);
        return RaceUseCases.of(
                        world.books().races(),
                        world.raceBoard(),
                        (race, close) -> () -> true,
                        books,
                        true,
                        () -> new CloseId(new UUID(1, 2)),
                        FailureListener.NONE,
                        world.clock())
                .declare()
                .declare(draft.proposal(), OPERATOR);
    }

    private static RuleBookRegistry withOwn() {
        return RuleBooks.registry().with(Samples.OWN_BOOK, Samples.OWN_FROM);
    }

    @Test
    void stores_the_whole_own_rule_book_with_the_race() {
        assertThat(declareUnderOwn(withOwn(), draft -> {})).isInstanceOf(Declared.class);
        RaceCard card = world.books().races().find(RACE).orElseThrow();
        assertThat(card.declared().rules()).isEqualTo(Samples.OWN_RULES);
        assertThat(card.rules()).isEqualTo(Samples.OWN_BOOK);
        assertThat(card.deadline()).isEqualTo(Samples.POST_TIME.minusSeconds(300));
        assertThat(card.market().offering().types()).containsExactly(BetType.WIN, BetType.TRIFECTA);
        assertThat(world.raceBoard().find(RACE)).contains(card);
    }

    @Test
    void keeps_the_rule_book_of_a_race_when_its_file_changes_or_is_removed() {
        Consumer<ProposalDraft> rate = draft -> draft.payback = Map.of(BetType.WIN, 790);
        declareUnderOwn(withOwn(), rate);
        RaceCard first = world.books().races().find(RACE).orElseThrow();
        RuleBook changed = RuleBook.builder(Samples.OWN_BOOK.name())
                .sell(BetType.PLACE, PerMille.of(700))
                .build();
        RuleBookRegistry edited = RuleBooks.registry().with(changed, Samples.OWN_FROM);

        assertThat(declareUnderOwn(edited, rate)).isEqualTo(new AlreadyDeclared(first));
        assertThat(declareUnderOwn(RuleBooks.registry(), rate)).isEqualTo(new AlreadyDeclared(first));
        assertThat(declareUnderOwn(edited, draft -> {})).isEqualTo(new Conflict(first));
        assertThat(declareUnderOwn(RuleBooks.registry(), draft -> {})).isInstanceOf(InvalidDeclaration.class);
        assertThat(declare(draft -> draft.payback = Map.of(BetType.WIN, 790))).isEqualTo(new Conflict(first));
        assertThat(world.books().races().find(RACE)).contains(first);
    }

    @Test
    void stores_a_known_rule_book_by_its_name_even_if_the_operator_has_a_file_of_it() {
        RuleBookRegistry books = RuleBooks.registry().with(RuleBooks.NAR, Samples.OWN_FROM);
        declareUnderOwn(books, draft -> draft.rules = "NAR");
        assertThat(world.books().races().find(RACE).orElseThrow().declared().rules())
                .isEqualTo(RaceRules.named("NAR"));
    }

    @Test
    void refuses_a_rule_book_not_valid_on_the_day_and_lists_the_valid_ones() {
        Consumer<ProposalDraft> dayBefore = draft -> draft.at("2026-03-31T06:40:00Z");
        assertThat(declareUnderOwn(withOwn(), dayBefore)).isInstanceOfSatisfying(InvalidDeclaration.class, invalid -> {
            assertThat(invalid.field()).isEqualTo("rules");
            assertThat(invalid.detail())
                    .isEqualTo("there is no rule book of this name on 2026-03-31; known are "
                            + String.join(", ", RuleBooks.names()));
        });
        assertThat(declareUnderOwn(withOwn(), draft -> draft.rules = "nar-own"))
                .isInstanceOfSatisfying(
                        InvalidDeclaration.class,
                        invalid -> assertThat(invalid.detail()).endsWith(", NAR-HYOGO, NAR-OWN №1"));
        assertThat(declareUnderOwn(withOwn(), draft -> draft.at("2014-01-01T06:40:00Z")))
                .isInstanceOfSatisfying(
                        InvalidDeclaration.class,
                        invalid -> assertThat(invalid.detail()).endsWith("there is none at all on that day"));
    }

    @Test
    void lists_no_more_than_50_rule_books_in_a_refusal() {
        RuleBookRegistry books = withOwn();
        for (int i = 0; i < 50; i++) {
            books = books.with(Samples.OWN_BOOK.toBuilder("BOOK-" + i).build(), Samples.OWN_FROM);
        }
        int more = books.names().size() - 50;
        assertThat(declareUnderOwn(books, draft -> draft.rules = "none"))
                .isInstanceOfSatisfying(
                        InvalidDeclaration.class,
                        invalid -> assertThat(invalid.detail()).endsWith(" and " + more + " more"));
    }

    @Test
    void refuses_a_rate_outside_the_band_of_the_own_book() {
        assertThat(declareUnderOwn(withOwn(), draft -> draft.payback = Map.of(BetType.PLACE, 750)))
                .isEqualTo(new InvalidDeclaration(
                        "payback_per_mille", "PLACE is not sold under the rule book " + Samples.OWN_BOOK.name()));
        assertThat(declareUnderOwn(withOwn(), draft -> draft.payback = Map.of(BetType.WIN, 801)))
                .isInstanceOf(InvalidDeclaration.class);
    }

    private static void brackets(ProposalDraft draft, int bracket, int horses) {
        for (int horse = 1; horse <= horses; horse++) {
            draft.brackets.put(horse, bracket);
        }
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refuses_an_invalid_declaration_and_names_the_field(String field, Consumer<ProposalDraft> spoil) {
        assertThat(declare(spoil))
                .isInstanceOfSatisfying(
                        InvalidDeclaration.class,
                        invalid -> assertThat(invalid.field()).isEqualTo(field));
        assertThat(world.books().races().current()).isEmpty();
        assertThat(world.books().races().trail()).isEmpty();
    }

    static Stream<Consumer<ProposalDraft>> extreme() {
        return Stream.of(
                draft -> draft.raceId = RaceId.MAX,
                draft -> draft.horses(2),
                draft -> draft.horses(18),
                draft -> brackets(draft, 8, 9),
                draft -> draft.withdrawn = List.of(1, 2, 3, 4, 5, 6, 7),
                draft -> draft.at("2014-06-06T15:00:00Z"),
                draft -> draft.at("9999-12-30T00:00:00Z"),
                draft -> draft.postTime = Instant.parse("2026-11-21T15:00:00Z"),
                draft -> draft.postTime = Instant.parse("2026-11-22T14:59:59Z"),
                draft -> draft.horse(1, "🏇".repeat(100), ""),
                draft -> draft.payback = Map.of(BetType.WIN, 700, BetType.PLACE, 800),
                draft -> {
                    draft.payback = Map.of(BetType.WIN, 800);
                    draft.premium = Map.of(BetType.WIN, 50, BetType.TRIFECTA, 0);
                });
    }

    @ParameterizedTest
    @MethodSource("extreme")
    void accepts_declarations_at_the_limits_of_what_is_valid(Consumer<ProposalDraft> change) {
        assertThat(declare(change)).isInstanceOfSatisfying(Declared.class, declared -> {
            RaceCard open = Samples.after(declared.card(), new RaceCommand.Open());
            assertThat(open.state()).isEqualTo(RaceState.OPEN);
            assertThat(open.market().offering().sells(BetType.WIN)).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void enters_a_race_that_cannot_be_opened_yet(int entered) {
        declare(draft -> {
            draft.horses(3);
            draft.withdrawn = entered == 1 ? List.of(1, 2) : List.of(1);
        });
        var outcome = world.useCases().races().command().command(RACE, new RaceCommand.Open(), OPERATOR);
        assertThat(outcome)
                .isInstanceOf(entered == 1 ? CommandRace.CommandRefused.class : CommandRace.CommandDone.class);
    }

    @Test
    void names_both_days_if_the_date_differs_from_the_post_time() {
        assertThat(declare(draft -> draft.day = Samples.DAY.minusYears(1)))
                .isInstanceOfSatisfying(
                        InvalidDeclaration.class,
                        invalid -> assertThat(invalid.detail()).contains("2025-11-22", "2026-11-22 in Japan"));
    }

    @Test
    void names_a_rate_outside_the_legal_band_and_the_band() {
        assertThat(declare(draft -> draft.payback = Map.of(BetType.WIN, 80)))
                .isInstanceOfSatisfying(
                        InvalidDeclaration.class,
                        invalid -> assertThat(invalid.detail())
                                .isEqualTo("the rate of WIN is 80 per mille; the legal band is 700 to 800 per mille"));
        assertThat(declare(draft -> draft.premium = Map.of(BetType.WIN, 500)))
                .isInstanceOfSatisfying(
                        InvalidDeclaration.class,
                        invalid -> assertThat(invalid.detail())
                                .isEqualTo("the rate of WIN is 500 per mille; the legal band is 0 to 50 per mille"));
    }

    @Test
    void recognises_the_same_declaration_after_the_race_was_rescheduled() {
        declare(Samples.proposal(RACE));
        world.useCases()
                .races()
                .reschedule()
                .reschedule(RACE, Samples.POST_TIME.plusSeconds(86_400), Optional.empty(), OPERATOR);
        RaceCard moved = world.books().card(RACE);
        assertThat(declare(Samples.proposal(RACE))).isEqualTo(new AlreadyDeclared(moved));
        assertThat(declare(draft -> {
                    draft.horses(8);
                    draft.at(Samples.POST_TIME.plusSeconds(86_400).toString());
                }))
                .isEqualTo(new Conflict(moved));
        assertThat(world.books().card(RACE)).isEqualTo(moved);
    }

    @Test
    void a_race_declared_in_the_past_opens_only_after_rescheduling() {
        assertThat(declare(draft -> draft.at("2025-11-22T06:40:00Z"))).isInstanceOf(Declared.class);
        CommandRace command = world.useCases().races().command();
        RaceCard past = world.books().card(RACE);
        assertThat(command.command(RACE, new RaceCommand.Open(), OPERATOR))
                .isEqualTo(new CommandRace.DeadlinePassed(past));
        assertThat(world.books().card(RACE)).isEqualTo(past);
        world.useCases().races().reschedule().reschedule(RACE, Samples.POST_TIME, Optional.empty(), OPERATOR);
        assertThat(command.command(RACE, new RaceCommand.Open(), OPERATOR)).isInstanceOf(CommandRace.CommandDone.class);
        assertThat(world.books().card(RACE).day()).isEqualTo(Samples.DAY);
        assertThat(world.books().card(RACE).expiresOn()).isEqualTo(Samples.DAY.plusDays(60));
    }
}
