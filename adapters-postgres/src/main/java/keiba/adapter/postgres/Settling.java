package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import keiba.application.caller.Actor;
import keiba.application.odds.BoardId;
import keiba.application.race.RaceCard;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceCommand;
import org.jooq.DSLContext;

/**
 * Ends the calculation of a race's payouts, within a transaction that has locked the race: empties its pools and makes
 * it PAYABLE.
 */
final class Settling {
    private final DSLContext session;
    private final RaceStore store;
    private final RaceCard card;
    private final UUID reference;

    /**
     * @param reference the reference of the transfers
     */
    Settling(DSLContext session, RaceStore store, RaceCard card, UUID reference) {
        this.session = session;
        this.store = store;
        this.card = card;
        this.reference = reference;
    }

    /**
     * Moves the money, and changes the state of the race.
     *
     * @throws IllegalStateException if the sums of the payouts or of the pools differ from the settlement
     */
    RaceCard settle() {
        List<TypeSettlement> types = SettlementRows.read(session, card);
        openPayable();
        Map<String, Yen> balances = new Ledger(session).lockOthers(accounts(types));
        Map<BetType, Yen> payouts = PayoutRows.byType(session, card.id());
        for (TypeSettlement type : types) {
            require(type, "payouts", type.sums().payouts(), payouts.getOrDefault(type.type(), Yen.ZERO));
            Yen held = type.sums().payouts().plus(type.sums().retained());
            require(type, "pool", held, balances.getOrDefault(pool(type), Yen.ZERO));
        }
        new Ledger(session).book(movements(types));
        RaceCard payable =
                card.with(card.race().apply(new RaceCommand.DeclarePayable()).race());
        store.save(session, Actor.SYSTEM, "DeclarePayable", card, payable);
        return payable;
    }

    private void openPayable() {
        session.insertInto(ACCOUNT)
                .set(ACCOUNT.accountId, AccountName.payable(card.id()))
                .set(ACCOUNT.accountClass, "PAYABLE")
                .set(ACCOUNT.raceId, card.id().value())
                .onConflictDoNothing()
                .execute();
    }

    private List<String> accounts(List<TypeSettlement> types) {
        List<String> names = new ArrayList<>(types.stream().map(this::pool).toList());
        names.add(AccountName.payable(card.id()));
        names.add(AccountName.HOUSE);
        return names;
    }

    private String pool(TypeSettlement type) {
        return AccountName.pool(new BoardId(card.id(), type.type()));
    }

    private void require(TypeSettlement type, String what, Yen expected, Yen found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("race " + card.id() + ", " + type.type() + ": " + what + " is " + found
                    + " instead of " + expected);
        }
    }

    private List<Ledger.Movement> movements(List<TypeSettlement> types) {
        List<Ledger.Movement> movements = new ArrayList<>();
        for (TypeSettlement type : types) {
            Yen retained = type.sums().retained();
            if (retained.isNegative()) {
                movements.add(move(AccountName.HOUSE, pool(type), Yen.ZERO.minus(retained)));
            } else if (!retained.isZero()) {
                movements.add(move(pool(type), AccountName.HOUSE, retained));
            }
            if (!type.sums().payouts().isZero()) {
                movements.add(move(
                        pool(type), AccountName.payable(card.id()), type.sums().payouts()));
            }
        }
        return movements;
    }

    private Ledger.Movement move(String from, String to, Yen yen) {
        return Ledger.Movement.between(Ledger.LedgerMovement.SETTLEMENT, card.day(), from, to, yen, reference);
    }
}
