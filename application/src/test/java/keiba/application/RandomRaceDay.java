package keiba.application;

import static keiba.application.fake.Samples.OPERATOR;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.CountingIds;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Faults;
import keiba.application.fake.Faults.Fault;
import keiba.application.fake.QueueReader;
import keiba.application.fake.Samples;
import keiba.application.odds.OddsSheet;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.Ticket;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.ConfirmResult;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.HoldPayouts;
import keiba.application.settlement.Payout;
import keiba.application.settlement.ViewSettlement;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Expansion;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;
import keiba.domain.settlement.RaceSettlement;
import keiba.domain.settlement.TicketSettlement;

/**
 * A race day from the first sale to the last claim, with everything that can get in between, decided by one seed: purchases, scratches,
 * closes, results, payouts, repeated and out of turn, while servers fail before and after every call. After each step the stored data are
 * consistent; at the end each ticket has been paid and refunded what the domain gives it.
 */
final class RandomRaceDay {
    private static final List<RaceId> RACES = List.of(new RaceId(201), new RaceId(202));
    private static final List<UserId> USERS = List.of(Samples.ALICE, Samples.BOB, new UserId(3));
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final UserId CLERK = new UserId(70);
    private static final UserId JUDGE = new UserId(71);
    private static final Instant LONG_AGO = Instant.EPOCH;

    private final long seed;
    private final Random random;
    private final UseCases.Policy policy;
    private final FakeWorld world;
    private UseCases application;
    private final int faultPerMille;
    private final StringBuilder story = new StringBuilder();
    private final List<String> differences = new ArrayList<>();
    private int messages;

    RandomRaceDay(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        this.policy = UseCases.Policy.DEFAULT.with(1 + random.nextInt(4));
        this.world = new FakeWorld(policy);
        this.application = world.useCases();
        this.faultPerMille = List.of(0, 20, 100, 300).get(random.nextInt(4));
    }

    long seed() {
        return seed;
    }

    String story() {
        return story.toString();
    }

    /** Plays the day to its end and returns the inconsistencies. */
    List<String> play() {
        begin();
        int steps = 20 + random.nextInt(50);
        for (int step = 0; step < steps && differences.isEmpty(); step++) {
            step();
            differences.addAll(world.books().audit());
        }
        if (differences.isEmpty()) {
            end();
        }
        return differences;
    }

    private void tell(Object what) {
        story.append(what).append('\n');
    }

    private void check(boolean holds, Supplier<String> difference) {
        if (!holds) {
            differences.add(difference.get());
        }
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private void begin() {
        for (RaceId race : RACES) {
            application.races().declare().declare(Samples.proposal(race, 2 + random.nextInt(9)), OPERATOR);
            application.races().command().command(race, new RaceCommand.Open(), OPERATOR);
        }
        USERS.forEach(user -> world.deposit(user, 1_000L * (1 + random.nextInt(40))));
        faults().forEach(faults -> faults.plan(call -> fault()));
        world.queue().behave(() -> random.nextInt(1_000) < faultPerMille ? any(List.of(Mode.values())) : Mode.TAKE);
    }

    private List<Faults> faults() {
        List<Faults> all = new ArrayList<>(world.books().faults());
        all.add(world.raceBoard().faults());
        all.add(world.statusBoard().faults());
        all.add(world.oddsBoard().faults());
        return all;
    }

    private Fault fault() {
        if (random.nextInt(1_000) >= faultPerMille) {
            return Fault.NONE;
        }
        return random.nextBoolean() ? Fault.BEFORE : Fault.AFTER;
    }

    private void step() {
        try {
            act();
        } catch (TemporaryFailure planned) {
            tell(planned);
        } catch (AssertionError planned) { // of one race: what an operator asked for fails
            tell(planned);
        }
    }

    private void act() {
        RaceId race = any(RACES);
        RaceState before = card(race).state();
        act(race);
        RaceState after = card(race).state();
        if (after != before) {
            tell(race + " is now " + after);
        }
    }

    private void act(RaceId race) {
        switch (random.nextInt(36)) {
            case 0, 1, 2, 3, 4, 5 -> buy(race);
            case 6, 7, 8 -> read();
            case 9, 10 -> command(race);
            case 11 -> reschedule(race);
            case 12, 13, 14 -> post(race);
            case 15, 16 -> confirm(race);
            case 17 -> tell(application.races().close().closeDue());
            case 18 -> tell(application.races().close().sendMarkers());
            case 19 -> tell(application.odds().declareFinal().declareDue().size());
            case 20 -> application.settlement().refund().refundDue();
            case 21 -> application.settlement().calculate().calculateDue();
            case 22 -> tell(application.settlement().calculate().calculate(race).getClass());
            case 23 -> executeOne();
            case 24 ->
                tell(application.settlement().execute().own(race, any(USERS)).getClass());
            case 25 ->
                tell(application.settlement().execute().all(race, OPERATOR).getClass());
            case 26 -> due();
            case 27 -> pass();
            case 28 -> stray(race);
            case 29 -> nuisance(race);
            default -> nudge(race);
        }
    }

    /** Gives the command that an operator would usually give next, so that the day proceeds. */
    private void nudge(RaceId race) {
        due();
        switch (card(race).state()) {
            case OPEN, SUSPENDED -> {
                if (oneIn(4)) {
                    application.races().command().command(race, new RaceCommand.Close(), OPERATOR);
                }
            }
            case CLOSED, RUNNING -> post(race);
            case UNOFFICIAL, INQUIRY, PLACED_TO_3 -> confirm(race);
            case PAYABLE -> executeOne();
            case DECLARED, OFFICIAL, EXPIRED, VOID -> {}
        }
    }

    private void buy(RaceId race) {
        MessageId id = CountingIds.id(1_000_000L + messages);
        messages += oneIn(8) ? 0 : 1; // now and then the same message comes again
        PurchaseMessage message = new PurchaseMessage(id, any(USERS), race, bet(race), LONG_AGO);
        if (oneIn(3)) {
            world.queue().append(message);
            return;
        }
        tell(application
                .purchases()
                .place()
                .place(message.user(), race, message.bet(), Optional.empty())
                .getClass());
    }

    private Bet bet(RaceId race) {
        int horses = runners(race);
        Yen yen = Yen.of(100L * (1 + random.nextInt(9)));
        BetType type = any(List.of(BetType.values()));
        List<Integer> numbers = new ArrayList<>();
        for (int number = 1; number <= (type.onBrackets() ? 8 : horses); number++) {
            numbers.add(number);
        }
        Collections.shuffle(numbers, random);
        int size = Math.min(numbers.size(), type.places() + (type.places() > 1 ? random.nextInt(3) : 0));
        int[] chosen =
                numbers.subList(0, size).stream().mapToInt(Integer::intValue).toArray();
        return new Bet(type, size > type.places() ? Selection.Box.of(chosen) : Selection.Straight.of(chosen), yen);
    }

    private int runners(RaceId race) {
        return card(race).race().field().runners();
    }

    /** Returns the stored race without a call that could fail. */
    private RaceCard card(RaceId race) {
        return world.books().card(race);
    }

    private void read() {
        int partition = random.nextInt(world.queue().partitions());
        tell(reader().read(partition, 1 + random.nextInt(8)));
    }

    private QueueReader reader() {
        return new QueueReader(
                world.queue(), world.books().queue(), application.purchases().record(), world.clock());
    }

    private void command(RaceId race) {
        RaceCommand.OperatorCommand command = any(List.of(
                new RaceCommand.Suspend(),
                new RaceCommand.Resume(),
                new RaceCommand.Resume(),
                new RaceCommand.Close(),
                new RaceCommand.Close(),
                new RaceCommand.Start(),
                new RaceCommand.Inquire(),
                new RaceCommand.Scratch(1 + random.nextInt(10), ScratchKind.SCRATCHED),
                new RaceCommand.Scratch(1 + random.nextInt(10), ScratchKind.EXCLUDED),
                oneIn(3) ? new RaceCommand.Cancel(CancelReason.CANCELLED) : new RaceCommand.Open()));
        tell(race + " " + command);
        tell(application
                .races()
                .command()
                .command(race, command, OPERATOR)
                .getClass()
                .getSimpleName());
    }

    private void reschedule(RaceId race) {
        Instant post = Samples.POST_TIME.plusSeconds(random.nextInt(600));
        tell(application
                .races()
                .reschedule()
                .reschedule(race, post, Optional.empty(), OPERATOR)
                .getClass());
    }

    private void post(RaceId race) {
        RaceResult result = result(card(race).race().live(), oneIn(6));
        tell(application.races().post().post(race, result, CLERK).getClass());
    }

    /** An order of finish with dead heats, and horses that do not finish. */
    private RaceResult result(Horses starters, boolean incomplete) {
        List<Integer> horses = new ArrayList<>(starters.stream().boxed().toList());
        Collections.shuffle(horses, random);
        if (incomplete && !horses.isEmpty()) {
            horses.removeLast();
        }
        List<Integer> pulledUp = new ArrayList<>();
        int out = oneIn(3) ? random.nextInt(horses.size() + 1) : 0;
        for (int i = 0; i < out; i++) {
            pulledUp.add(horses.removeLast());
        }
        List<Horses> groups = new ArrayList<>();
        for (int horse : horses) {
            if (!groups.isEmpty() && oneIn(5)) {
                groups.set(groups.size() - 1, groups.getLast().plus(Horses.of(horse)));
            } else {
                groups.add(Horses.of(horse));
            }
        }
        return RaceResult.of(new OrderOfFinish(groups))
                .withPulledUp(pulledUp.stream().mapToInt(Integer::intValue).toArray());
    }

    private void confirm(RaceId race) {
        long version = oneIn(5)
                ? random.nextInt(4)
                : card(race).posting().map(posting -> posting.version()).orElse(1L);
        UserId by = oneIn(5) ? CLERK : JUDGE;
        ConfirmResult confirm = application.races().confirm();
        boolean whole = !oneIn(3);
        tell((whole ? confirm.confirm(race, version, by) : confirm.confirmFirstThree(race, version, by)).getClass());
    }

    private void executeOne() {
        List<Ticket> tickets = world.books().ticketsOf(any(RACES));
        if (tickets.isEmpty()) {
            return;
        }
        Ticket ticket = any(tickets);
        MessageId id = ticket.id();
        UserId asking = oneIn(4) ? any(USERS) : ticket.user();
        ExecutionBook.One first = application.settlement().execute().one(id, asking);
        tell(first.getClass());
        if (first instanceof ExecutionBook.Paid paid) {
            check(
                    application.settlement().execute().one(id, asking).equals(paid),
                    () -> id + " was paid twice, or is answered otherwise now");
        }
    }

    private void due() {
        application.races().close().closeDue();
        application.races().close().sendMarkers();
        reader().readAll(3);
        application.odds().declareFinal().declareDue();
        application.settlement().refund().refundDue();
        application.settlement().calculate().calculateDue();
        application.settlement().execute().executeOrdered();
        application.settlement().execute().expireDue();
    }

    private void pass() {
        Duration time = any(List.of(
                Duration.ofMillis(1_500), Duration.ofSeconds(61), Duration.ofMinutes(5), Duration.ofMinutes(11)));
        world.clock().advance(oneIn(20) ? Duration.ofDays(62) : time);
        tell("wait " + time);
    }

    /** Sends invalid close markers: one of another closing, and this one again. */
    private void stray(RaceId race) {
        CloseId forged = new CloseId(CountingIds.id(999_999_999).value());
        world.queue()
                .appendMarker(
                        race,
                        card(race)
                                .closing()
                                .filter(closing -> closing.phase() != Closing.Phase.CLOSING)
                                .map(Closing::id)
                                .orElse(forged));
        tell("a stray marker");
    }

    private void nuisance(RaceId race) {
        switch (random.nextInt(7)) {
            case 0 -> world.boardsLose();
            case 1 -> application = world.restarted(policy);
            case 2 -> extend(race);
            case 3 -> breakRace(race);
            case 4 -> breakPartition(race);
            case 5 -> application.settlement().hold().hold(Optional.of(race), random.nextBoolean(), "test", OPERATOR);
            default -> application.settlement().hold().hold(Optional.empty(), random.nextBoolean(), "test", OPERATOR);
        }
    }

    /** Makes one of the servers fail for one race only, or work again. */
    private void breakRace(RaceId race) {
        if (faultPerMille == 0) {
            return;
        }
        Faults broken = any(faults());
        if (random.nextBoolean()) {
            broken.workFor(race);
            tell("race " + race + " works again");
        } else if (random.nextBoolean()) {
            broken.failFor(race);
            tell("race " + race + " fails");
        } else {
            broken.failFor(race, () -> new AssertionError("planned"));
            tell("race " + race + " fails with an Error");
        }
    }

    /** Makes one partition of the queue refuse everything, or accept everything again. */
    private void breakPartition(RaceId race) {
        Mode mode = faultPerMille > 0 && random.nextBoolean() ? Mode.REFUSE : Mode.TAKE;
        world.queue().be(world.queue().partitionOf(race), mode);
        tell("the partition of race " + race + ": " + mode);
    }

    /** Ends all failures and completes all pending work. */
    private void end() {
        faults().forEach(Faults::back);
        world.queue().be(Mode.TAKE);
        release(Optional.empty());
        world.clock().advance(Duration.ofMinutes(30));
        quiet();
        RACES.forEach(this::decide);
        quiet();
        RACES.forEach(this::auditQueue);
        RACES.forEach(this::auditRace);
        differences.addAll(world.books().audit());
    }

    /** Releases a hold; a race that would lapse gets a longer claim period first. */
    private void release(Optional<RaceId> hold) {
        LocalDate later = LocalDate.ofInstant(world.clock().instant(), JAPAN).plusDays(60);
        HoldPayouts holds = application.settlement().hold();
        while (holds.hold(hold, false, "the end", OPERATOR) instanceof HoldPayouts.WouldLapse lapse) {
            lapse.races().forEach(card -> tell(application.settlement().extend().extend(card.id(), later, OPERATOR)));
        }
    }

    /** Gives bettors up to a hundred days more, or tries to give them less. */
    private void extend(RaceId race) {
        LocalDate today = LocalDate.ofInstant(world.clock().instant(), JAPAN);
        LocalDate lastDay = today.plusDays(random.nextInt(100));
        tell(application.settlement().extend().extend(race, lastDay, OPERATOR).getClass());
    }

    private void quiet() {
        for (int round = 0; round < 40; round++) {
            world.clock().advance(Duration.ofSeconds(1));
            due();
        }
    }

    private void decide(RaceId race) {
        release(Optional.of(race));
        boolean official =
                card(race).posting().flatMap(posting -> posting.confirmedAt()).isPresent();
        if (!official && card(race).state() != RaceState.VOID && card(race).state() != RaceState.DECLARED) {
            RaceResult result = result(card(race).race().live(), false);
            tell(application.races().post().post(race, result, CLERK));
            long version = card(race).posting().orElseThrow().version();
            if (confirmLast(race, version) instanceof ConfirmResult.ClaimPeriodOver) {
                LocalDate later =
                        LocalDate.ofInstant(world.clock().instant(), JAPAN).plusDays(60);
                tell(application.settlement().extend().extend(race, later, OPERATOR));
                confirmLast(race, version);
            }
        }
        quiet();
        if (oneIn(4)) {
            payLate(race);
        }
        tell(application.settlement().execute().all(race, OPERATOR));
    }

    /** Pays, and gives bettors more time, when the last day to claim is over. */
    private void payLate(RaceId race) {
        world.clock().advance(Duration.ofDays(62));
        tell("the claim periods are over");
        tell(application.settlement().execute().all(race, OPERATOR).getClass());
        quiet();
        extend(race);
    }

    private ConfirmResult.ConfirmationOutcome confirmLast(RaceId race, long version) {
        ConfirmResult.ConfirmationOutcome outcome =
                application.races().confirm().confirm(race, version, JUDGE);
        tell(outcome.getClass());
        return outcome;
    }

    /** A purchase after the marker in the queue is too late; a purchase before it is too late only by its own time. */
    private void auditQueue(RaceId race) {
        Optional<Closing> closing = card(race).closing();
        if (closing.isEmpty()) {
            return;
        }
        Set<MessageId> before = new HashSet<>();
        boolean passed = false;
        for (QueueChunk.Entry entry : world.queue().log(world.queue().partitionOf(race))) {
            switch (entry) {
                case QueueChunk.CloseMarker marker ->
                    passed |= marker.close().equals(closing.get().id());
                case QueueChunk.Queued queued -> {
                    MessageId id = queued.message().id();
                    if (passed && !before.contains(id)) {
                        auditLate(race, id);
                    } else {
                        before.add(id);
                    }
                }
                case QueueChunk.Unreadable unreadable -> {}
                case QueueChunk.Impossible impossible -> {}
            }
        }
    }

    private void auditLate(RaceId race, MessageId id) {
        boolean sold = world.books().ticketsOf(race).stream()
                .anyMatch(ticket -> ticket.id().equals(id));
        check(!sold, () -> id + " stands behind the marker and is a ticket of " + race);
    }

    private void auditRace(RaceId race) {
        RaceCard card = card(race);
        boolean over = card.state() == RaceState.VOID
                || card.state() == RaceState.PAYABLE
                || card.state() == RaceState.EXPIRED;
        check(over, () -> race + " is not over: " + card);
        ViewSettlement.Report report =
                application.settlement().view().report(race).orElseThrow();
        check(report.balanced(), () -> race + " is not balanced: " + report);
        if (card.state() == RaceState.VOID) {
            world.books()
                    .ticketsOf(race)
                    .forEach(ticket -> check(
                            ticket.refunded().equals(ticket.total()),
                            () -> ticket + " of a void race is not refunded"));
        } else if (over) {
            auditSettled(card);
        }
    }

    /** Settles the race once more, from the tickets alone. */
    private void auditSettled(RaceCard card) {
        Market market = card.market();
        Map<BetType, Pool> pools = new LinkedHashMap<>();
        Map<MessageId, CombinationSet> held = new HashMap<>();
        for (Ticket ticket : world.books().ticketsOf(card.id())) {
            CombinationSet set = combinations(ticket, market);
            held.put(ticket.id(), set);
            pools.computeIfAbsent(set.type(), market::pool)
                    .add(set, ticket.bet().amount());
        }
        RaceSettlement settlement = RaceSettlement.of(
                market, pools.values(), card.race().result().orElseThrow().official());
        for (Ticket ticket : world.books().ticketsOf(card.id())) {
            TicketSettlement due = settlement.settle(
                    Optional.ofNullable(held.get(ticket.id())).orElseThrow(),
                    ticket.bet().amount());
            check(
                    ticket.refunded().equals(due.refund())
                            && ticket.payout().orElse(Yen.ZERO).equals(due.payout()),
                    () -> ticket + " is due " + due);
        }
        auditPaid(card);
        auditFinalOdds(card, pools);
    }

    private static CombinationSet combinations(Ticket ticket, Market market) {
        Bet bet = ticket.bet();
        return switch (bet.selection().expand(bet.type(), market.offering())) {
            case Expansion.Combinations bought -> bought.set();
            case Expansion.Invalid invalid -> throw new AssertionError(invalid);
        };
    }

    private void auditPaid(RaceCard card) {
        for (UserId user : USERS) {
            application.settlement().view().payouts(user, Optional.empty(), Optional.empty(), 1_000).stream()
                    .filter(payout -> payout.race().equals(card.id()))
                    .forEach(payout -> check(
                            payout.status() != Payout.Status.CALCULATED,
                            () -> payout + " was neither paid nor expired"));
        }
    }

    private void auditFinalOdds(RaceCard card, Map<BetType, Pool> pools) {
        check(card.isIn(Closing.Phase.FINAL), () -> card.id() + " has no final odds");
        List<OddsSheet> saved = world.books().finalOdds().saved(card.id());
        check(
                saved.size() == card.market().offering().types().size(),
                () -> "final odds of " + card.id() + ": " + saved);
        for (OddsSheet sheet : saved) {
            Pool pool = pools.getOrDefault(sheet.type(), card.market().pool(sheet.type()));
            PoolOdds odds = card.market().odds(pool);
            boolean agree = sheet.kind() == OddsSheet.SheetKind.FINAL
                    && sheet.lines().stream()
                            .allMatch(line -> line.low().equals(odds.low(line.combination()))
                                    && line.high().equals(odds.high(line.combination()))
                                    && line.stake().equals(pool.stake(line.combination())));
            check(agree, () -> "final odds " + sheet + " of " + pool);
        }
    }
}
