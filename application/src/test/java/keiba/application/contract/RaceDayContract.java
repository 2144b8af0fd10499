package keiba.application.contract;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import keiba.application.caller.UserId;
import keiba.application.failure.FailureListener;
import keiba.application.fake.FakeOddsBoard;
import keiba.application.fake.FakeRaceBoard;
import keiba.application.fake.HandClock;
import keiba.application.fake.Samples;
import keiba.application.odds.DirtyBoards;
import keiba.application.odds.OddsUseCases;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.CommandRace;
import keiba.application.race.ConfirmResult;
import keiba.application.race.PostResult;
import keiba.application.race.RaceBook.Decision;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceUseCases;
import keiba.application.settlement.PayoutBook;
import keiba.application.settlement.PayoutJudge;
import keiba.application.settlement.Progress;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.money.Yen;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.ScratchKind;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RaceSettlement;
import org.junit.jupiter.api.BeforeEach;

/** The common part of the contract tests of races after sales: methods that bring a race into a later state. */
abstract class RaceDayContract extends BooksContract {
    static final RaceId RACE = Samples.RACE;
    static final RaceId OTHER_RACE = new RaceId(101);
    static final UserId CAROL = new UserId(3);
    static final LocalDate NEVER = LocalDate.of(2999, 12, 31);
    static final LocalDate LONG_AGO = LocalDate.of(2001, 1, 1);
    static final PayoutJudge JUDGE = PayoutJudge.byClaimRules();
    static final long DEPOSIT = 1_000_000;

    private static final UserId SECOND_OPERATOR = new UserId(9);

    private long offset;
    private long number;

    @BeforeEach
    void openRacesAndFillAccounts() {
        openRace(RACE);
        openRace(OTHER_RACE);
        claimableThrough(RACE, NEVER);
        claimableThrough(OTHER_RACE, NEVER);
        List.of(ALICE, BOB, CAROL).forEach(user -> deposit(user, DEPOSIT));
        beginTopic();
    }

    final RaceCard card(RaceId race) {
        return books().races().find(race).orElseThrow();
    }

    /** Changes the last day on which the payouts of a race can be claimed. */
    final void claimableThrough(RaceId race, LocalDate day) {
        assertThat(books().races()
                        .decide(
                                race,
                                OPERATOR,
                                "test",
                                (card, now) -> Decision.changed(card.claimableThrough(day), "moved")))
                .isPresent();
    }

    /** Sells bets to a user, one ticket each. */
    final List<MessageId> buy(UserId user, RaceId race, Bet... bets) {
        List<MessageId> ids = new ArrayList<>();
        for (Bet bet : bets) {
            PurchaseMessage message = message(++number, user, race, bet);
            sell(offset++, message);
            ids.add(message.id());
        }
        return List.copyOf(ids);
    }

    final MessageId buy(UserId user, Bet bet) {
        return buy(user, RACE, bet).get(0);
    }

    /** Records a purchase of a race that is refused for each of these reasons. */
    final void refuse(RaceId race, RefusalReason... reasons) {
        for (RefusalReason reason : reasons) {
            record(
                    chunk(offset++, message(++number, ALICE, race, Samples.win(1, 100))),
                    facts -> new RecordingBook.Judgement(
                            facts.fresh().stream()
                                    .<RecordingBook.Verdict>map(bet -> new RecordingBook.RefusedPurchase(bet, reason))
                                    .toList(),
                            List.of()));
        }
    }

    /** Returns an id that no purchase has. */
    static MessageId unknown() {
        return id(404_404);
    }

    final Ticket ticket(MessageId id) {
        return ((Purchase.Completed) books().tickets().find(id).orElseThrow()).ticket();
    }

    final Yen balance(UserId user) {
        return books().accounts().balance(user);
    }

    private RaceUseCases useCases() {
        return RaceUseCases.of(
                books().races(),
                new FakeRaceBoard(),
                (race, close) -> () -> true,
                RuleBooks.registry(),
                true,
                () -> new CloseId(UUID.randomUUID()),
                FailureListener.NONE,
                new HandClock(Samples.NOW));
    }

    final RaceCard command(RaceId race, RaceCommand.OperatorCommand command) {
        CommandRace.CommandOutcome outcome = useCases().command().command(race, command, OPERATOR);
        assertThat(outcome).isInstanceOf(CommandRace.CommandDone.class);
        return ((CommandRace.CommandDone) outcome).card();
    }

    final void scratch(RaceId race, int horse) {
        command(race, new RaceCommand.Scratch(horse, ScratchKind.SCRATCHED));
    }

    /** Ends sales and records the close marker. */
    final void close(RaceId race) {
        RaceCard closing = command(race, new RaceCommand.Close());
        passMarker(race, closing.closing().orElseThrow().id());
        assertThat(card(race).isIn(Closing.Phase.FENCED)).isTrue();
    }

    private void passMarker(RaceId race, CloseId close) {
        QueueChunk.CloseMarker marker = new QueueChunk.CloseMarker(offset, appendedAt(offset), race, close);
        record(
                chunk(offset++, List.of(marker)),
                facts -> new RecordingBook.Judgement(
                        List.of(),
                        Optional.ofNullable(facts.races().get(race)).map(card -> card.in(Closing.Phase.FENCED)).stream()
                                .toList()));
    }

    final void declareFinalOdds() {
        OddsUseCases.of(
                        books().races(),
                        new FakeRaceBoard(),
                        useCases().view(),
                        books().pools(),
                        books().finalOdds(),
                        books().oddsHistory(),
                        new FakeOddsBoard(),
                        new DirtyBoards(),
                        FailureListener.NONE,
                        new HandClock(Samples.NOW))
                .declareFinal()
                .declareDue();
    }

    /** Leads a race on sale to an official result: these horses in this order, all others behind. */
    final RaceCard makeOfficial(RaceId race, Integer... firstHorses) {
        close(race);
        declareFinalOdds();
        List<Integer> order = new ArrayList<>(List.of(firstHorses));
        card(race).race().live().stream()
                .filter(horse -> !order.contains(horse))
                .forEach(order::add);
        return confirm(
                race,
                RaceResult.of(OrderOfFinish.of(
                        order.stream().mapToInt(Integer::intValue).toArray())));
    }

    final RaceCard confirm(RaceId race, RaceResult result) {
        RaceUseCases cases = useCases();
        UserId first = OPERATOR.user().orElseThrow();
        assertThat(cases.post().post(race, result, first)).isInstanceOf(PostResult.Posted.class);
        long version = card(race).posting().orElseThrow().version();
        assertThat(cases.confirm().confirm(race, version, SECOND_OPERATOR)).isInstanceOf(ConfirmResult.Confirmed.class);
        return card(race);
    }

    /** How the domain settles a race. */
    final RaceSettlement settlement(RaceId race) {
        PayoutBook.Basis basis = books().payouts().basis(race).orElseThrow();
        OrderOfFinish order = basis.card().race().result().orElseThrow().official();
        return RaceSettlement.of(basis.card().market(), basis.pools(), order);
    }

    /** Begins the calculation of an official race. */
    final List<TypeSettlement> begin(RaceId race) {
        List<TypeSettlement> types =
                settlement(race).all().stream().map(TypeSettlement::of).toList();
        books().payouts().begin(card(race), types);
        return types;
    }

    /** Makes an official race PAYABLE. */
    final RaceCard settle(RaceId race) {
        begin(race);
        calculateAll(race);
        refundAll(race);
        return books().payouts().finish(race).orElseThrow();
    }

    /** Leads a race on sale to PAYABLE. */
    final RaceCard pay(RaceId race, Integer... firstHorses) {
        makeOfficial(race, firstHorses);
        return settle(race);
    }

    final void calculateAll(RaceId race) {
        untilDone(() -> books().payouts().calculate(race, 1_000));
    }

    final void refundAll(RaceId race) {
        untilDone(() -> books().refunds().refund(race, 1_000));
    }

    /** Repeats a step until it is done, and returns how often it reported more work. */
    static int untilDone(Supplier<Progress> step) {
        int more = 0;
        for (Progress progress = step.get(); progress != Progress.DONE; progress = step.get()) {
            more += progress == Progress.MORE ? 1 : 0;
        }
        return more;
    }

    /** Runs the same call several times concurrently and returns the results. */
    static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        return together(Collections.nCopies(times, work));
    }

    /** Runs different calls concurrently and returns the results. */
    static <T> List<T> together(List<Callable<T>> works) throws Exception {
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(works.size())) {
            for (Future<T> answer : threads.invokeAll(works)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
