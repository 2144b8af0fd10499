package keiba.adapter.redis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.fake.CountingIds;
import keiba.application.fake.Samples;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsSheet;
import keiba.application.purchase.Bet;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;

/** The races, odds and purchases that these tests write to Redis. */
final class Shown {
    private static final Bet BET = Samples.win(3, 600);

    static final RaceCard CARD = Samples.open(Samples.RACE);
    static final PurchaseMessage MESSAGE =
            new PurchaseMessage(CountingIds.id(1), Samples.ALICE, Samples.RACE, BET, Samples.NOW);
    static final Purchase.Pending PENDING = new Purchase.Pending(MESSAGE, 1, Samples.NOW, false);
    static final Purchase.Completed COMPLETED = new Purchase.Completed(new Ticket(
            MESSAGE.id(), Samples.ALICE, Samples.RACE, BET, 1, Yen.of(600), Yen.ZERO, Optional.empty(), Samples.NOW));
    static final Purchase.Failed FAILED = new Purchase.Failed(
            MESSAGE.id(), Optional.of(Samples.ALICE), RefusalReason.RACE_CLOSED, Optional.of(BET.fingerprint()));
    static final BoardId WIN = new BoardId(Samples.RACE, BetType.WIN);

    private Shown() {}

    static OddsSheet sheet(long version) {
        return sheet(OddsSheet.SheetKind.PROVISIONAL, version);
    }

    static OddsSheet finalSheet(long version) {
        return sheet(OddsSheet.SheetKind.FINAL, version);
    }

    private static OddsSheet sheet(OddsSheet.SheetKind kind, long version) {
        OddsSheet.Line line = new OddsSheet.Line(
                Combination.of(BetType.WIN, 3),
                Optional.of(Odds.ofTenths(27)),
                Optional.of(Odds.ofTenths(27)),
                Yen.of(600),
                OptionalInt.of(1),
                Optional.empty());
        return new OddsSheet(WIN, kind, version, Samples.NOW, Yen.of(600), Yen.ZERO, List.of(line));
    }
}
