package keiba.application;

import static keiba.application.fake.Samples.OPERATOR;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import keiba.application.account.CashMovement;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.CountingIds;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Faults;
import keiba.application.fake.Faults.Fault;
import keiba.application.fake.QueueReader;
import keiba.application.fake.Samples;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.purchase.Bet;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.TrackPurchase;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;

/** Bettors, operators and failing servers, one step after the other, all decided by one seed. */
final class RandomRun {
    private static final List<RaceId> RACES = List.of(new RaceId(100), new RaceId(101));
    private static final List<UserId> USERS = List.of(Samples.ALICE, Samples.BOB, new UserId(UserId.MAX));
    private static final List<String> KEYS = List.of("k1", "k2", "k3");

    private final long seed;
    private final Random random;
    private final FakeWorld world = new FakeWorld();
    private UseCases application = world.useCases();
    private final int faultPerMille;

    /** Whose purchase it is, by the id of everything that was answered with one. */
    private final Map<MessageId, UserId> owners = new LinkedHashMap<>();

    private final Set<MessageId> accepted = new LinkedHashSet<>();

    /** Ids that may be in the queue: answered as accepted or unknown, or put there by others. */
    private final Set<MessageId> sendable = new LinkedHashSet<>();

    /** Purchases with a key that were last answered as not bought. */
    private final Map<MessageId, Denied> denied = new LinkedHashMap<>();

    private record Denied(Bet bet, PlacePurchase.PurchaseOutcome answer) {}

    /** Ids under which other producers wrote to the queue: nothing that the application knows of. */
    private final Set<MessageId> foreign = new LinkedHashSet<>();

    /** Ids of messages that are unreadable or that the database rejects. */
    private final Set<MessageId> spoiled = new LinkedHashSet<>();

    private final StringBuilder story = new StringBuilder();
    private final List<String> differences = new ArrayList<>();
    private int others;

    RandomRun(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        this.faultPerMille = List.of(0, 20, 100, 300).get(random.nextInt(4));
    }

    long seed() {
        return seed;
    }

    String story() {
        return story.toString();
    }

    /** Plays the run to its end and returns the inconsistencies. */
    List<String> play() {
        begin();
        int steps = 10 + random.nextInt(40);
        for (int step = 0; step < steps; step++) {
            step();
        }
        settle();
        audit();
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

    private void begin() {
        for (RaceId race : RACES) {
            application.races().declare().declare(Samples.proposal(race, 5), OPERATOR);
            application.races().command().command(race, new RaceCommand.Open(), OPERATOR);
        }
        USERS.forEach(user -> world.deposit(user, 100L * (1 + random.nextInt(40))));
        faults().forEach(faults -> faults.plan(call -> fault()));
        world.queue().behave(this::verdict);
    }

    private List<Faults> faults() {
        List<Faults> all = new ArrayList<>(world.books().faults());
        all.add(world.raceBoard().faults());
        all.add(world.statusBoard().faults());
        all.add(world.oddsBoard().faults());
        all.add(world.deadLetterQueue().faults());
        return all;
    }

    private Fault fault() {
        if (random.nextInt(1_000) >= faultPerMille) {
            return Fault.NONE;
        }
        return random.nextBoolean() ? Fault.BEFORE : Fault.AFTER;
    }

    private Mode verdict() {
        return random.nextInt(1_000) < faultPerMille ? any(List.of(Mode.values())) : Mode.TAKE;
    }

    private void step() {
        try {
            act();
        } catch (TemporaryFailure planned) {
            tell(planned);
        }
    }

    private void act() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> place(Optional.empty());
            case 4, 5, 6, 7 -> place(Optional.of(new IdempotencyKey(any(KEYS))));
            case 8, 9, 10 -> read();
            case 11 -> redeliver();
            case 12 -> track();
            case 13 -> application.odds().publish().publishChanged();
            case 14 -> application.odds().publish().sync();
            case 15 -> pass(any(List.of(10, 200, 2_000, 6_000, 61_000)));
            case 16 -> cash();
            case 17 -> command();
            case 18 -> otherProducer();
            case 19 -> disaster();
            default -> throw new AssertionError("no such step");
        }
    }

    private Bet bet() {
        return switch (random.nextInt(5)) {
            case 0 -> Samples.win(1 + random.nextInt(5), 100);
            case 1 -> Samples.win(1 + random.nextInt(5), 100L * (1 + random.nextInt(10)));
            case 2 -> Samples.box(BetType.TRIO, 100, 1, 2, 3, 4);
            case 3 -> Samples.box(BetType.EXACTA, 200, 1, 2 + random.nextInt(4));
            default -> Samples.win(6, 150);
        };
    }

    private void place(Optional<IdempotencyKey> key) {
        UserId user = any(USERS);
        RaceId race = any(RACES);
        Bet bet = bet();
        PlacePurchase.PurchaseOutcome outcome = application.purchases().place().place(user, race, bet, key);
        tell(outcome);
        Optional<MessageId> named = key.map(name -> new MessageId(name.idWithin("purchase:" + user + ":" + race)));
        switch (outcome) {
            case PlacePurchase.Accepted answer -> {
                accepted.add(answer.id());
                denied.remove(answer.id());
                placed(answer.id(), user);
                boolean durable = answer.status() != PlacePurchase.Status.PENDING || queued().contains(answer.id());
                check(durable, () -> answer.id() + " was called accepted and is not in the queue");
            }
            case PlacePurchase.OutcomeUnknown answer -> {
                denied.remove(answer.id());
                placed(answer.id(), user);
            }
            case PlacePurchase.PurchaseRefused refused ->
                named.ifPresent(id -> denied.put(id, new Denied(bet, refused)));
            case PlacePurchase.KeyReused reused -> {}
            case PlacePurchase.QueueUnavailable unavailable ->
                named.ifPresent(id -> denied.put(id, new Denied(bet, unavailable)));
            case PlacePurchase.Unavailable unavailable ->
                named.ifPresent(id -> denied.put(id, new Denied(bet, unavailable)));
        }
    }

    private void placed(MessageId id, UserId user) {
        owners.put(id, user);
        sendable.add(id);
    }

    private void read() {
        int partition = random.nextInt(world.queue().partitions());
        tell(reader().read(partition, 1 + random.nextInt(8)));
    }

    private QueueReader reader() {
        return new QueueReader(
                world.queue(), world.books().queue(), application.purchases().record(), world.clock());
    }

    private void redeliver() {
        int partition = random.nextInt(world.queue().partitions());
        long from = random.nextInt((int) world.queue().end(partition) + 1);
        tell(QueueReader.record(application.purchases().record(), world.queue().chunk(partition, from, 5)));
    }

    private void track() {
        if (!owners.isEmpty()) {
            MessageId id = any(List.copyOf(owners.keySet()));
            tell(application.purchases().track().track(id, owners.getOrDefault(id, Samples.ALICE)));
        }
    }

    private void pass(int millis) {
        world.clock().advance(Duration.ofMillis(millis));
        tell("wait " + millis);
        if (random.nextBoolean()) {
            reader().readAll(4);
        }
    }

    private void cash() {
        tell(application
                .accounts()
                .moveCash()
                .move(
                        any(USERS),
                        any(List.of(CashMovement.MovementKind.values())),
                        Yen.of(100L * (1 + random.nextInt(10))),
                        new IdempotencyKey(any(KEYS)),
                        Samples.CASHIER));
    }

    private void command() {
        RaceCommand.OperatorCommand command = any(List.of(
                new RaceCommand.Suspend(),
                new RaceCommand.Suspend(),
                new RaceCommand.Resume(),
                new RaceCommand.Resume(),
                new RaceCommand.Scratch(4, ScratchKind.SCRATCHED),
                new RaceCommand.Close(),
                new RaceCommand.Cancel(CancelReason.CANCELLED)));
        RaceId race = any(RACES);
        tell(race + " " + command);
        tell(application
                .races()
                .command()
                .command(race, command, OPERATOR)
                .getClass()
                .getSimpleName());
    }

    /** Queues messages of other producers: new, repeated and unreadable ones, and some that the database rejects. */
    private void otherProducer() {
        others++;
        MessageId id = sendable.isEmpty() || random.nextBoolean()
                ? CountingIds.id(1_000_000L + others)
                : any(List.copyOf(sendable));
        sendable.add(id);
        foreign.add(id);
        switch (random.nextInt(3)) {
            case 0 -> {
                spoiled.add(id);
                world.queue().appendUnreadable(random.nextInt(3), Optional.of(id), Optional.empty(), "other");
            }
            case 1 -> {
                spoiled.add(id);
                world.books().recording().poison(id);
            }
            default ->
                world.queue()
                        .append(new PurchaseMessage(
                                id, any(USERS), any(RACES), bet(), world.clock().instant()));
        }
    }

    private void disaster() {
        if (faultPerMille > 0 && random.nextInt(3) == 0) {
            breakPartition();
        } else if (random.nextBoolean()) {
            tell("the boards forget everything");
            world.boardsLose();
        } else {
            tell("the application restarts");
            application = world.restarted(UseCases.Policy.DEFAULT);
        }
    }

    /** From now on one partition, or one race on its board, fails while all others work; or works again. */
    private void breakPartition() {
        int partition = random.nextInt(world.queue().partitions());
        RaceId race = any(RACES);
        if (random.nextBoolean()) {
            tell("partition " + partition + " and race " + race + " fail");
            world.queue().be(partition, any(List.of(Mode.values())));
            world.books().recording().faults().failFor(partition);
            world.raceBoard().faults().failFor(race);
        } else {
            tell("partition " + partition + " and race " + race + " work again");
            world.queue().be(partition, Mode.TAKE);
            world.books().recording().faults().workFor(partition);
            world.raceBoard().faults().workFor(race);
        }
    }

    /** Ends all failures and completes all pending work. */
    private void settle() {
        faults().forEach(Faults::back);
        world.queue().be(Mode.TAKE);
        reader().readAll();
        world.clock().advance(Duration.ofSeconds(70));
        reader().readAll();
        owners.forEach((id, user) -> tell(application.purchases().track().track(id, user)));
        application.odds().publish().publishChanged();
        application.odds().publish().sync();
        application.purchases().copyDeadLetters().copy();
    }

    private void audit() {
        differences.addAll(world.books().audit());
        accepted.forEach(this::auditAccepted);
        owners.forEach(this::auditShown);
        denied.forEach(this::auditDenied);
        auditQueue();
        auditOdds();
        List<DeadLetter> buried = world.books().deadLetters().all();
        check(world.deadLetterQueue().sent().containsAll(buried), () -> "not every dead letter was copied");
    }

    private void auditAccepted(MessageId id) {
        Optional<Purchase> recorded = world.books().tickets().find(id);
        check(recorded.isPresent(), () -> id + " was accepted and is not recorded");
        boolean sound = recorded.filter(Purchase.Failed.class::isInstance)
                .filter(failed -> ((Purchase.Failed) failed).reason() == RefusalReason.MALFORMED)
                .isEmpty();
        check(sound || spoiled.contains(id), () -> id + " was sound and is recorded as " + recorded);
    }

    /** Another bet may have been bought under the same key before. */
    private void auditDenied(MessageId id, Denied denied) {
        Optional<Purchase> recorded = world.books().tickets().find(id);
        boolean isBought = recorded.filter(purchase -> purchase instanceof Purchase.Completed completed
                        && completed.ticket().bet().equals(denied.bet()))
                .isPresent();
        check(!isBought || foreign.contains(id), () -> id + " was " + denied + " and is bought: " + recorded);
    }

    private void auditShown(MessageId id, UserId owner) {
        Optional<Purchase> recorded = world.books().tickets().find(id);
        TrackPurchase.TrackingOutcome tracked = application.purchases().track().track(id, owner);
        boolean agrees = recorded.filter(purchase -> purchase.belongsTo(owner))
                .map(purchase -> tracked.equals(new TrackPurchase.Known(purchase)))
                .orElse(tracked instanceof TrackPurchase.NotFound);
        check(agrees, () -> id + " is shown as " + tracked + " and recorded as " + recorded);
    }

    /** Checks that no purchase that was answered as refused is in the queue. */
    private void auditQueue() {
        Set<MessageId> unknown = queued();
        unknown.removeAll(sendable);
        check(unknown.isEmpty(), () -> "in the queue, and nobody was told: " + unknown);
    }

    private Set<MessageId> queued() {
        Set<MessageId> queued = new LinkedHashSet<>();
        for (int partition = 0; partition < world.queue().partitions(); partition++) {
            for (QueueChunk.Entry entry :
                    world.queue().chunk(partition, 0, Integer.MAX_VALUE).entries()) {
                if (entry instanceof QueueChunk.Queued purchase) {
                    queued.add(purchase.message().id());
                }
            }
        }
        return queued;
    }

    private void auditOdds() {
        for (RaceId race : RACES) {
            RaceCard card = world.books().races().find(race).orElseThrow();
            if (card.state() != RaceState.VOID) {
                check(
                        world.raceBoard().find(race).equals(Optional.of(card)),
                        () -> race + " is not shown as it stands");
                card.market().offering().types().forEach(type -> auditOdds(new BoardId(race, type)));
            }
        }
    }

    private void auditOdds(BoardId board) {
        PoolState state = world.books().pools().pools(List.of(board)).get(0);
        PoolOdds odds = state.card().market().odds(state.pool());
        Optional<OddsSheet> shown = world.oddsBoard().find(board);
        boolean agrees = shown.isPresent()
                && shown.get().sales().equals(state.pool().total())
                && shown.get().lines().stream().allMatch(line -> agrees(line, odds, state));
        check(agrees, () -> board + " is shown as " + shown + " and the books hold " + state);
    }

    private static boolean agrees(OddsSheet.Line line, PoolOdds odds, PoolState state) {
        int index = odds.numbering().index(line.combination());
        return line.low().equals(odds.low(index))
                && line.high().equals(odds.high(index))
                && line.stake().equals(state.pool().stake(index))
                && line.mark().equals(odds.mark(index));
    }
}
