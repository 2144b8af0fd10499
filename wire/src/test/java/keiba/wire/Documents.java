package keiba.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import keiba.application.fake.Samples;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsSheet;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.race.Announced;
import keiba.application.race.Announcement;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.Posting;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Selection;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds.Mark;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.Brackets;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Course;
import keiba.domain.race.Distance;
import keiba.domain.race.Field;
import keiba.domain.race.Going;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.Race;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.ScratchKind;
import keiba.domain.race.Surface;
import keiba.domain.race.Weather;

/** Valid values and documents that the tests begin with. */
final class Documents {
    static final UUID ID = UUID.fromString("0198c5a0-0000-7000-8000-00000000000a");
    static final UUID CLOSE_ID = UUID.fromString("7e6d1f7e-58a5-4c1b-9d0e-0123456789ab");
    private static final Instant CONFIRMED_AT = Instant.parse("2026-11-22T06:50:00Z");

    private Documents() {}

    /** The message of the contract. */
    static ObjectNode message() {
        return Golden.object("""
                {'message_id':'0198c5a0-0000-7000-8000-00000000000a','user_id':12345,'race_id':100,
                 'horse_number':5,'bet_type':'WIN','amount':1000,'timestamp':'2025-10-26T10:30:00Z'}""");
    }

    /** The declaration of the contract, with three runners, of which the second and the third share a bracket. */
    static ObjectNode proposal() {
        return Golden.object("""
                {'race_id':100,'date':'2026-11-22','venue':'Sapporo','race_number':11,'name':'Keiba Cup','rules':'JRA',
                 'post_time':'2026-11-22T06:40:00Z','deadline':'2026-11-22T06:39:00Z',
                 'runners':[{'horse_number':1,'name':'Alpha','jockey':'A. Sato'},
                            {'horse_number':2,'name':'Bravo','jockey':'B. Ito'},
                            {'horse_number':3,'name':'Charlie','jockey':'C. Kato'}],
                 'brackets':{'1':1,'2':2,'3':2},'withdrawn':[3],
                 'payback_per_mille':{'TRIFECTA':725},'premium_per_mille':{'WIN':50}}""");
    }

    /** The same object with another value in one field. */
    static ObjectNode with(ObjectNode object, String name, JsonNode value) {
        ObjectNode changed = object.deepCopy();
        changed.set(name, value);
        return changed;
    }

    /** The same object without one field. */
    static ObjectNode without(ObjectNode object, String name) {
        ObjectNode changed = object.deepCopy();
        changed.remove(name);
        return changed;
    }

    static Bet trio() {
        return new Bet(BetType.TRIO, Selection.Box.of(1, 3, 5, 9), Yen.of(100));
    }

    static PurchaseMessage message(Bet bet) {
        return new PurchaseMessage(
                new MessageId(ID), Samples.ALICE, Samples.RACE, bet, Instant.parse("2025-10-26T10:30:00Z"));
    }

    static Ticket ticket(Bet bet, int combinations, Optional<Yen> payout) {
        return new Ticket(
                new MessageId(ID),
                Samples.ALICE,
                Samples.RACE,
                bet,
                combinations,
                bet.amount().times(combinations),
                Yen.ZERO,
                payout,
                Samples.NOW);
    }

    /** A purchase in each state. */
    static List<Purchase> purchases() {
        MessageId id = new MessageId(ID);
        return List.of(
                new Purchase.Pending(message(Samples.win(5, 1000)), 1, Samples.NOW, false),
                new Purchase.Pending(message(trio()), 4, Samples.NOW, true),
                new Purchase.Completed(ticket(Samples.win(5, 1000), 1, Optional.empty())),
                new Purchase.Completed(ticket(trio(), 4, Optional.of(Yen.of(5_600)))),
                new Purchase.Failed(id, Optional.empty(), RefusalReason.MALFORMED, Optional.empty()),
                new Purchase.Failed(
                        id, Optional.of(Samples.ALICE), RefusalReason.INSUFFICIENT_FUNDS, Optional.of("WIN|…|1000")));
    }

    /** A race of nine horses with everything that a declaration may name. */
    static RaceProposal declared() {
        RaceProposal plain = Samples.proposal(Samples.RACE, 9);
        return new RaceProposal(
                plain.raceId(),
                plain.day(),
                plain.venue(),
                plain.raceNumber(),
                "優駿 \uD83D\uDC0E Cup",
                plain.rules(),
                plain.postTime(),
                plain.deadline(),
                plain.runners(),
                new TreeMap<>(Map.of(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 8)),
                List.of(7),
                Map.of(BetType.TRIFECTA, 725),
                Map.of(BetType.WIN, 50),
                plain.course());
    }

    private static Field field() {
        return new Field(9, Brackets.of(1, 2, 3, 4, 5, 6, 7, 8, 8), Horses.of(7));
    }

    private static RaceCard card(Race race, Optional<Closing> closing, Optional<Posting> posting, long version) {
        return new RaceCard(
                declared(),
                Samples.DAY,
                Samples.POST_TIME,
                Samples.DEADLINE,
                Samples.DAY.plusDays(60),
                race,
                closing,
                posting,
                version);
    }

    static RaceCard justDeclared() {
        return card(Race.declared(field()), Optional.empty(), Optional.empty(), 1);
    }

    /** On sale, with horse 4 scratched and horse 9 excluded. */
    static RaceCard open() {
        return card(openRace(), Optional.empty(), Optional.empty(), 4);
    }

    private static Race openRace() {
        return after(
                Race.declared(field()),
                new RaceCommand.Open(),
                new RaceCommand.Scratch(4, ScratchKind.SCRATCHED),
                new RaceCommand.Scratch(9, ScratchKind.EXCLUDED));
    }

    /** Confirmed: a dead heat of 3 and 5 for the third place, 2 pulled up, 8 disqualified. */
    static RaceCard official() {
        Race race = after(
                openRace(),
                new RaceCommand.Close(),
                new RaceCommand.Post(new RaceResult(
                        new OrderOfFinish(List.of(Horses.of(6), Horses.of(1), Horses.of(3, 5))),
                        Horses.of(2),
                        Horses.of(8),
                        List.of())),
                new RaceCommand.Confirm());
        return card(
                race,
                Optional.of(new Closing(new CloseId(CLOSE_ID), Samples.DEADLINE, true, Closing.Phase.FINAL)),
                Optional.of(new Posting(2, Samples.BOB, Optional.of(CONFIRMED_AT))),
                9);
    }

    static RaceCard cancelled() {
        Race race = after(openRace(), new RaceCommand.Cancel(CancelReason.NO_RACE));
        return card(race, Optional.empty(), Optional.empty(), 5);
    }

    /** On sale, with something announced of everything. */
    static RaceCard announced() {
        RaceCard open = open();
        Announcement facts = new Announcement(
                new Course(Optional.of(Surface.DIRT), Optional.of(new Distance(1_200)), Optional.of(Going.YIELDING)),
                Optional.of(Weather.CLOUDY),
                new TreeMap<>(Map.of(1, "C. Lemaire")),
                new TreeMap<>(Map.of(
                        3, new BodyWeight(486, OptionalInt.of(-4)),
                        9, new BodyWeight(1_200, OptionalInt.empty()))));
        return new RaceCard(
                open.declared(),
                open.day(),
                open.postTime(),
                open.deadline(),
                open.expiresOn(),
                open.race(),
                open.openedAt(),
                open.closing(),
                open.posting(),
                new Announced(7, facts),
                11);
    }

    /** A race that was just declared under an own rule book. */
    static RaceCard underOwnRules() {
        return Samples.declaredUnder(Samples.OWN_RULES, Samples.RACE);
    }

    static List<RaceCard> cards() {
        return List.of(justDeclared(), open(), official(), cancelled(), announced(), underOwnRules());
    }

    private static Race after(Race race, RaceCommand... commands) {
        Race changed = race;
        for (RaceCommand command : commands) {
            changed = changed.apply(command).race();
        }
        return changed;
    }

    /** The sheet of the contract. */
    static OddsSheet winSheet() {
        return sheet(
                BetType.WIN,
                OddsSheet.SheetKind.PROVISIONAL,
                line(Combination.of(BetType.WIN, 1), "1.1", "1.1", 1_230_000, 1, Optional.empty()),
                line(Combination.of(BetType.WIN, 4), "", "", 0, 0, Optional.empty()),
                line(Combination.of(BetType.WIN, 5), "", "", 0, 0, Optional.of(Mark.SCRATCHED)));
    }

    static OddsSheet wideSheet() {
        return sheet(
                BetType.WIDE,
                OddsSheet.SheetKind.FINAL,
                line(Combination.of(BetType.WIDE, 2, 3), "11.2", "44.2", 100, 2, Optional.empty()),
                line(Combination.of(BetType.WIDE, 2, 10), "999.9", "9999.9", 100, 2, Optional.of(Mark.CAPPED)),
                line(Combination.of(BetType.WIDE, 3, 10), "", "", 0, 0, Optional.empty()));
    }

    static List<OddsSheet> sheets() {
        return List.of(
                winSheet(),
                wideSheet(),
                sheet(
                        BetType.TRIFECTA,
                        OddsSheet.SheetKind.FINAL,
                        line(Combination.of(BetType.TRIFECTA, 3, 7, 1), "6001.0", "6001.0", 100, 1, Optional.empty())),
                sheet(BetType.BRACKET_QUINELLA, OddsSheet.SheetKind.FINAL));
    }

    private static OddsSheet sheet(BetType type, OddsSheet.SheetKind kind, OddsSheet.Line... lines) {
        return new OddsSheet(
                new BoardId(new RaceId(100), type),
                kind,
                17,
                Samples.NOW,
                Yen.of(1_686_000),
                Yen.of(456_000),
                List.of(lines));
    }

    private static OddsSheet.Line line(
            Combination combination, String low, String high, long stake, int popularity, Optional<Mark> mark) {
        return new OddsSheet.Line(
                combination,
                Odds.parse(low),
                Odds.parse(high),
                Yen.of(stake),
                popularity == 0 ? OptionalInt.empty() : OptionalInt.of(popularity),
                mark);
    }
}
