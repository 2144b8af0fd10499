package keiba.application.settlement;

import static keiba.application.fake.Samples.RACE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import keiba.application.UseCases;
import keiba.application.caller.UserId;
import keiba.application.fake.CountingIds;
import keiba.application.fake.FakeBooks;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;

/** Races of eight horses on fakes, led through their day by the use cases themselves; two payouts or tickets are one chunk. */
final class RaceDay {
    static final UserId STEWARD = new UserId(9);
    static final long DEPOSIT = 10_000;

    private final FakeWorld world = new FakeWorld(UseCases.Policy.DEFAULT.with(2));
    private long bought;

    RaceDay() {
        world.openRace(RACE);
        world.deposit(Samples.ALICE, DEPOSIT);
        world.deposit(Samples.BOB, DEPOSIT);
    }

    FakeWorld world() {
        return world;
    }

    FakeBooks books() {
        return world.books();
    }

    SettlementUseCases settlement() {
        return world.useCases().settlement();
    }

    RaceCard card() {
        return books().card(RACE);
    }

    RaceState state() {
        return card().state();
    }

    Yen balance(UserId user) {
        return books().balanceOf(user);
    }

    MessageId buy(UserId user, Bet bet) {
        return buy(RACE, user, bet);
    }

    MessageId buy(RaceId race, UserId user, Bet bet) {
        MessageId id = CountingIds.id(1_000 + ++bought);
        world.queue().append(new PurchaseMessage(id, user, race, bet, Samples.NOW));
        world.reader().readAll();
        return id;
    }

    void command(RaceCommand.OperatorCommand command) {
        world.useCases().races().command().command(RACE, command, Samples.OPERATOR);
    }

    void scratch(int horse) {
        command(new RaceCommand.Scratch(horse, ScratchKind.SCRATCHED));
    }

    /** Ends sales; the final odds are not declared. */
    void close(RaceId race) {
        world.useCases().races().command().command(race, new RaceCommand.Close(), Samples.OPERATOR);
        world.useCases().races().close().sendMarkers();
        world.reader().readAll();
    }

    void declareFinalOdds() {
        world.useCases().odds().declareFinal().declareDue();
    }

    /** Makes the result of a race official: these horses in this order, all others behind. */
    void confirm(RaceId race, Integer... first) {
        List<Integer> order = new ArrayList<>(List.of(first));
        books().card(race).race().live().stream()
                .filter(horse -> !order.contains(horse))
                .forEach(order::add);
        int[] crossing = order.stream().mapToInt(Integer::intValue).toArray();
        var races = world.useCases().races();
        races.post()
                .post(
                        race,
                        RaceResult.of(OrderOfFinish.of(crossing)),
                        Samples.OPERATOR.user().orElseThrow());
        long version = books().card(race).posting().orElseThrow().version();
        races.confirm().confirm(race, version, STEWARD);
    }

    /** From sales to an official result, with final odds. */
    void finish(RaceId race, Integer... first) {
        close(race);
        declareFinalOdds();
        confirm(race, first);
    }

    /** From sales to payouts that can be claimed, in which horse 6 wins before 4 and 3. */
    void settle() {
        settle(RACE);
    }

    void settle(RaceId race) {
        finish(race, 6, 4, 3);
        settlement().calculate().calculate(race);
    }

    /** Lets the claim period of the sample races, which ends on 2027-01-21, pass by a day. */
    void passLastDay() {
        world.clock().advance(Duration.ofDays(61));
    }
}
