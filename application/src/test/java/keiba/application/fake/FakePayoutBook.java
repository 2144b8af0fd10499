package keiba.application.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.odds.BoardId;
import keiba.application.purchase.MessageId;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutBook;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.Progress;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;

/** Payouts, stored in memory. */
public final class FakePayoutBook implements PayoutBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the book of payouts");

    FakePayoutBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public List<RaceId> due(int limit) {
        return faults.call(() -> books.read(state -> state.races.values().stream()
                .filter(card -> card.state() == RaceState.OFFICIAL && card.isIn(Closing.Phase.FINAL))
                .map(RaceCard::id)
                .limit(limit)
                .toList()));
    }

    @Override
    public Optional<Basis> basis(RaceId race) {
        return faults.call(
                race,
                () -> books.read(state -> Optional.ofNullable(state.races.get(race))
                        .map(card -> new Basis(
                                card,
                                card.market().offering().types().stream()
                                        .map(type -> state.pools.get(new BoardId(race, type)))
                                        .flatMap(total -> Optional.ofNullable(total).stream())
                                        .map(total -> total.pool().copy())
                                        .toList(),
                                state.settlements.containsKey(race)))));
    }

    @Override
    public void begin(RaceCard card, List<TypeSettlement> types) {
        faults.run(() -> books.transaction(state -> {
            boolean first = card.equals(state.races.get(card.id())) && !state.settlements.containsKey(card.id());
            if (first) {
                state.settlements.put(card.id(), new BooksState.Settling(List.copyOf(types), 0, false));
                state.voided(
                        card.id(),
                        types.stream()
                                .filter(type -> type.kind() == TypeSettlement.SettlementKind.VOID)
                                .map(type -> card.market()
                                        .offering()
                                        .onSale(type.type())
                                        .minus(card.market().voided(type.type())))
                                .filter(live -> !live.isEmpty())
                                .toList());
            }
            return first;
        }));
    }

    @Override
    public Progress calculate(RaceId race, int tickets) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    BooksState.Settling settling = state.settlements.get(race);
                    if (settling == null) {
                        return Progress.DONE;
                    }
                    List<BooksState.Sold> sold = state.sold(race);
                    int end = Math.min(sold.size(), settling.looked() + tickets);
                    sold.subList(settling.looked(), end).forEach(ticket -> calculate(state, settling, ticket));
                    boolean done = end == sold.size();
                    state.settlements.put(race, new BooksState.Settling(settling.types(), end, done));
                    return done ? Progress.DONE : Progress.MORE;
                }));
    }

    private static void calculate(BooksState state, BooksState.Settling settling, BooksState.Sold sold) {
        Map<Integer, Yen> paying = new HashMap<>();
        settling.types().stream()
                .filter(type -> type.type() == sold.combinations().type())
                .forEach(type -> type.paying().forEach(index -> paying.put(index.index(), index.per100())));
        long units = sold.ticket().bet().amount().value() / 100;
        Yen yen = sold.combinations().stream()
                .mapToObj(index -> paying.getOrDefault(index, Yen.ZERO).times(units))
                .reduce(Yen.ZERO, Yen::plus);
        if (!yen.isZero()) {
            state.payouts.put(
                    sold.ticket().id(),
                    new BooksState.Winnings(
                            sold.ticket().id(),
                            sold.ticket().race(),
                            sold.ticket().user(),
                            sold.combinations().type(),
                            yen,
                            Payout.Status.CALCULATED,
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    @Override
    public Optional<RaceCard> finish(RaceId race) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    RaceCard card = state.races.get(race);
                    if (card == null || state.isPayable(race)) {
                        return Optional.ofNullable(card);
                    }
                    BooksState.Settling settling = state.settlements.get(race);
                    if (settling == null
                            || !settling.done()
                            || FakeRefundBook.open(state, race).isPresent()) {
                        return Optional.empty();
                    }
                    return Optional.of(finish(state, card, settling));
                }));
    }

    private RaceCard finish(BooksState state, RaceCard card, BooksState.Settling settling) {
        settling.types().forEach(type -> settle(state, card.id(), type));
        RaceCard payable =
                card.with(card.race().apply(new RaceCommand.DeclarePayable()).race());
        state.save(payable, books.now(), Actor.SYSTEM, "DeclarePayable");
        return payable;
    }

    private void settle(BooksState state, RaceId race, TypeSettlement type) {
        Yen won = state.payouts.values().stream()
                .filter(payout -> payout.race().equals(race) && payout.type() == type.type())
                .map(BooksState.Winnings::yen)
                .reduce(Yen.ZERO, Yen::plus);
        if (!won.equals(type.sums().payouts())) {
            throw new IllegalStateException(type.type() + " pays " + won + " and not " + type.sums());
        }
        LedgerAccount pool = new LedgerAccount.PoolOf(new BoardId(race, type.type()));
        LedgerAccount house = new LedgerAccount.House();
        Yen retained = type.sums().retained();
        String reference = race + ":" + type.type();
        // the house adds first what a pool lacks, so that no pool ever owes anything
        if (retained.isNegative()) {
            state.transfer(books.now(), house, pool, Yen.ZERO.minus(retained), Transfer.Kind.SETTLEMENT, reference);
        } else if (!retained.isZero()) {
            state.transfer(books.now(), pool, house, retained, Transfer.Kind.SETTLEMENT, reference);
        }
        if (!won.isZero()) {
            state.transfer(
                    books.now(), pool, new LedgerAccount.Payable(race), won, Transfer.Kind.SETTLEMENT, reference);
        }
    }

    @Override
    public List<TypeSettlement> settlement(RaceId race) {
        return faults.call(() -> books.read(state -> Optional.ofNullable(state.settlements.get(race))
                .map(BooksState.Settling::types)
                .orElse(List.of())));
    }

    @Override
    public PayoutTotals totals(RaceId race, Optional<UserId> user) {
        return faults.call(() -> books.read(state -> totals(state, race, user)));
    }

    static PayoutTotals totals(BooksState state, RaceId race, Optional<UserId> user) {
        Map<Payout.Status, PayoutTotals.Sum> sums = new HashMap<>();
        state.payouts.values().stream()
                .filter(payout -> payout.race().equals(race))
                .filter(payout -> user.isEmpty() || payout.user().equals(user.get()))
                .forEach(payout ->
                        sums.merge(payout.status(), new PayoutTotals.Sum(1, payout.yen()), PayoutTotals.Sum::plus));
        return new PayoutTotals(
                sums.getOrDefault(Payout.Status.CALCULATED, PayoutTotals.Sum.NONE),
                sums.getOrDefault(Payout.Status.PAID, PayoutTotals.Sum.NONE),
                sums.getOrDefault(Payout.Status.EXPIRED, PayoutTotals.Sum.NONE));
    }

    @Override
    public List<Payout> payouts(UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit) {
        return faults.call(() -> books.read(state -> payouts(state, user, status, after, limit)));
    }

    private static List<Payout> payouts(
            BooksState state, UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit) {
        List<BooksState.Winnings> newestFirst = new ArrayList<>();
        for (MessageId id : state.tickets.keySet()) {
            BooksState.Winnings payout = state.payouts.get(id);
            if (payout != null && payout.user().equals(user) && state.isPayable(payout.race())) {
                newestFirst.addFirst(payout);
            }
        }
        List<MessageId> ids = newestFirst.stream().map(BooksState.Winnings::id).toList();
        return newestFirst.stream()
                .skip(after.map(id -> ids.contains(id) ? ids.indexOf(id) + 1 : ids.size())
                        .orElse(0))
                .filter(payout -> status.isEmpty() || status.get() == payout.status())
                .limit(limit)
                .map(payout -> payout(state, payout))
                .toList();
    }

    private static Payout payout(BooksState state, BooksState.Winnings payout) {
        RaceCard card = Optional.ofNullable(state.races.get(payout.race())).orElseThrow();
        return new Payout(
                payout.id(),
                payout.race(),
                payout.user(),
                payout.yen(),
                state.refunded(payout.id()),
                payout.status(),
                payout.expiredAfter().orElse(card.expiresOn()),
                state.isHeld(card.id()));
    }
}
