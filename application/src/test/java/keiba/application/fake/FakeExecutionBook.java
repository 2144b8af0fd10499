package keiba.application.fake;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.Payout;
import keiba.application.settlement.Progress;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;

/** The execution of payouts in the books in memory. */
public final class FakeExecutionBook implements ExecutionBook {
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final FakeBooks books;
    private final Faults faults = new Faults("the book of executions");

    FakeExecutionBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public One execute(MessageId id, UserId owner) {
        return faults.call(() -> books.transaction(state -> {
            BooksState.Winnings payout = state.payouts.get(id);
            if (payout == null || !payout.user().equals(owner) || !state.isPayable(payout.race())) {
                return new NotFound();
            }
            if (payout.paid().isPresent()) {
                return payout.paid().get();
            }
            RaceCard card = card(state, payout.race());
            if (payout.status() == Payout.Status.EXPIRED || isLapsed(card)) {
                return new Lapsed(card.expiresOn());
            }
            return isHeld(state, payout.race()) ? new Held() : pay(state, payout);
        }));
    }

    private static RaceCard card(BooksState state, RaceId race) {
        return Optional.ofNullable(state.races.get(race)).orElseThrow();
    }

    private boolean isLapsed(RaceCard card) {
        return books.now().atZone(JAPAN).toLocalDate().isAfter(card.expiresOn());
    }

    private static boolean isHeld(BooksState state, RaceId race) {
        return state.holds.contains(Optional.<RaceId>empty()) || state.holds.contains(Optional.of(race));
    }

    private Paid pay(BooksState state, BooksState.Winnings payout) {
        state.transfer(
                books.now(),
                new LedgerAccount.Payable(payout.race()),
                new LedgerAccount.Bettor(payout.user()),
                payout.yen(),
                Transfer.Kind.PAYOUT,
                payout.id().toString());
        Paid paid = new Paid(payout.id(), payout.yen(), books.now(), state.balance(payout.user()));
        put(state, payout, Payout.Status.PAID, Optional.of(paid));
        return paid;
    }

    private static void put(BooksState state, BooksState.Winnings payout, Payout.Status status, Optional<Paid> paid) {
        state.payouts.put(
                payout.id(),
                new BooksState.Winnings(
                        payout.id(), payout.race(), payout.user(), payout.type(), payout.yen(), status, paid));
    }

    @Override
    public Some executeSome(RaceId race, Optional<UserId> owner, int payouts) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    RaceCard card = card(state, race);
                    if (!state.isPayable(race)) {
                        return Some.NOT_PAYABLE;
                    }
                    if (card.state() == RaceState.EXPIRED || isLapsed(card)) {
                        return Some.LAPSED;
                    }
                    if (isHeld(state, race)) {
                        return Some.HELD;
                    }
                    open(state, race, owner).stream().limit(payouts).forEach(payout -> pay(state, payout));
                    return open(state, race, owner).isEmpty() ? Some.DONE : Some.MORE;
                }));
    }

    private static List<BooksState.Winnings> open(BooksState state, RaceId race, Optional<UserId> owner) {
        return state.payouts.values().stream()
                .filter(payout -> payout.race().equals(race))
                .filter(payout -> owner.isEmpty() || payout.user().equals(owner.get()))
                .filter(payout -> payout.status() == Payout.Status.CALCULATED)
                .toList();
    }

    @Override
    public void order(RaceId race, Actor actor) {
        faults.run(() -> books.transaction(state -> {
            boolean first = state.executionOrders.add(race);
            if (first) {
                state.trail.add(new BooksState.Audited(race, actor, "ExecutePayouts"));
            }
            return first;
        }));
    }

    @Override
    public List<RaceId> ordered(int limit) {
        return faults.call(() -> books.read(state -> state.executionOrders.stream()
                .sorted()
                .filter(race -> card(state, race).state() == RaceState.PAYABLE && !isHeld(state, race))
                .filter(race -> !open(state, race, Optional.empty()).isEmpty())
                .limit(limit)
                .toList()));
    }

    @Override
    public List<RaceId> lapsed(int limit) {
        return faults.call(() -> books.read(state -> state.races.values().stream()
                .filter(card -> card.state() == RaceState.PAYABLE && isLapsed(card))
                .map(RaceCard::id)
                .limit(limit)
                .toList()));
    }

    @Override
    public Progress expire(RaceId race, int payouts) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    RaceCard card = card(state, race);
                    if (card.state() != RaceState.PAYABLE || !isLapsed(card)) {
                        return Progress.DONE;
                    }
                    open(state, race, Optional.empty()).stream()
                            .limit(payouts)
                            .forEach(payout -> expire(state, payout));
                    if (!open(state, race, Optional.empty()).isEmpty()) {
                        return Progress.MORE;
                    }
                    RaceCard expired = card.with(
                            card.race().apply(new RaceCommand.Expire()).race());
                    state.save(expired, books.now(), Actor.SYSTEM, "Expire");
                    return Progress.DONE;
                }));
    }

    private void expire(BooksState state, BooksState.Winnings payout) {
        state.transfer(
                books.now(),
                new LedgerAccount.Payable(payout.race()),
                new LedgerAccount.Expired(),
                payout.yen(),
                Transfer.Kind.EXPIRY,
                payout.id().toString());
        put(state, payout, Payout.Status.EXPIRED, Optional.empty());
    }

    @Override
    public void hold(Optional<RaceId> race, boolean held, String reason, Actor actor) {
        faults.run(() -> books.transaction(state -> held ? state.holds.add(race) : state.holds.remove(race)));
    }

    @Override
    public boolean isHeld(RaceId race) {
        return faults.call(() -> books.read(state -> isHeld(state, race)));
    }
}
