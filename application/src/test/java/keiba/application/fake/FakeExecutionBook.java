package keiba.application.fake;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutFacts;
import keiba.application.settlement.PayoutJudge;
import keiba.application.settlement.PayoutVerdict;
import keiba.application.settlement.Progress;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;

/** The execution of payouts, stored in memory. */
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
    public One execute(MessageId id, UserId owner, PayoutJudge judge) {
        return faults.call(() -> books.transaction(state -> {
            BooksState.Winnings payout = state.payouts.get(id);
            if (payout == null || !payout.user().equals(owner) || !state.isPayable(payout.race())) {
                return new NotFound();
            }
            if (payout.paid().isPresent()) {
                return payout.paid().get();
            }
            if (payout.expiredAfter().isPresent()) {
                return new Lapsed(payout.expiredAfter().get());
            }
            RaceCard card = card(state, payout.race());
            PayoutVerdict verdict = judge.judge(facts(state, card));
            return verdict == PayoutVerdict.PAY ? pay(state, payout) : One.refused(verdict, card);
        }));
    }

    private static RaceCard card(BooksState state, RaceId race) {
        return Optional.ofNullable(state.races.get(race)).orElseThrow();
    }

    private PayoutFacts facts(BooksState state, RaceCard card) {
        return new PayoutFacts(card, today(), state.isHeld(card.id()));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(books.now(), JAPAN);
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
        put(state, payout, Payout.Status.PAID, Optional.of(paid), Optional.empty());
        return paid;
    }

    private static void put(
            BooksState state,
            BooksState.Winnings payout,
            Payout.Status status,
            Optional<Paid> paid,
            Optional<LocalDate> expiredAfter) {
        state.payouts.put(
                payout.id(),
                new BooksState.Winnings(
                        payout.id(),
                        payout.race(),
                        payout.user(),
                        payout.type(),
                        payout.yen(),
                        status,
                        paid,
                        expiredAfter));
    }

    @Override
    public Some executeSome(RaceId race, Optional<UserId> owner, int payouts, PayoutJudge judge) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    PayoutVerdict verdict = verdict(state, race, judge);
                    if (verdict != PayoutVerdict.PAY) {
                        return Some.refused(verdict);
                    }
                    open(state, race, owner).stream().limit(payouts).forEach(payout -> pay(state, payout));
                    return open(state, race, owner).isEmpty() ? Some.DONE : Some.MORE;
                }));
    }

    private PayoutVerdict verdict(BooksState state, RaceId race, PayoutJudge judge) {
        return Optional.ofNullable(state.races.get(race))
                .map(card -> judge.judge(facts(state, card)))
                .orElse(PayoutVerdict.NOT_PAYABLE);
    }

    private static List<BooksState.Winnings> open(BooksState state, RaceId race, Optional<UserId> owner) {
        return state.payouts.values().stream()
                .filter(payout -> payout.race().equals(race))
                .filter(payout -> owner.isEmpty() || payout.user().equals(owner.get()))
                .filter(payout -> payout.status() == Payout.Status.CALCULATED)
                .toList();
    }

    @Override
    public PayoutVerdict order(RaceId race, Actor actor, PayoutJudge judge) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    PayoutVerdict verdict = verdict(state, race, judge);
                    if (verdict == PayoutVerdict.PAY && state.executionOrders.add(race)) {
                        state.trail.add(new BooksState.Audited(Optional.of(race), actor, "ExecutePayouts"));
                    }
                    return verdict;
                }));
    }

    @Override
    public List<RaceId> ordered(int limit) {
        return faults.call(() -> books.read(state -> state.executionOrders.stream()
                .sorted()
                .filter(race -> card(state, race).state() == RaceState.PAYABLE && !state.isHeld(race))
                .filter(race -> !open(state, race, Optional.empty()).isEmpty())
                .limit(limit)
                .toList()));
    }

    @Override
    public List<RaceId> lapsed(int limit) {
        return faults.call(() -> books.read(state -> pastLastDay(state)
                .filter(card -> !state.isHeld(card.id()))
                .map(RaceCard::id)
                .limit(limit)
                .toList()));
    }

    private Stream<RaceCard> pastLastDay(BooksState state) {
        return state.races.values().stream()
                .filter(card -> card.state() == RaceState.PAYABLE && today().isAfter(card.expiresOn()))
                .sorted(Comparator.comparing(RaceCard::expiresOn).thenComparing(RaceCard::id));
    }

    @Override
    public Progress expire(RaceId race, int payouts, PayoutJudge judge) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    if (verdict(state, race, judge) != PayoutVerdict.LAPSED) {
                        return Progress.DONE;
                    }
                    RaceCard card = card(state, race);
                    open(state, race, Optional.empty()).stream()
                            .limit(payouts)
                            .forEach(payout -> expire(state, card, payout));
                    if (!open(state, race, Optional.empty()).isEmpty()) {
                        return Progress.MORE;
                    }
                    RaceCard expired = card.with(
                            card.race().apply(new RaceCommand.Expire()).race());
                    state.save(expired, books.now(), Actor.SYSTEM, "Expire");
                    return Progress.DONE;
                }));
    }

    private void expire(BooksState state, RaceCard card, BooksState.Winnings payout) {
        state.transfer(
                books.now(),
                new LedgerAccount.Payable(payout.race()),
                new LedgerAccount.Expired(),
                payout.yen(),
                Transfer.Kind.EXPIRY,
                payout.id().toString());
        put(state, payout, Payout.Status.EXPIRED, Optional.empty(), Optional.of(card.expiresOn()));
    }

    @Override
    public void hold(Optional<RaceId> race, String reason, Actor actor) {
        faults.run(() -> books.transaction(state -> {
            boolean changed = state.holds.add(race);
            if (changed) {
                state.trail.add(new BooksState.Audited(race, actor, "HoldPayouts"));
            }
            return changed;
        }));
    }

    @Override
    public List<RaceCard> release(Optional<RaceId> race, String reason, Actor actor, PayoutJudge judge) {
        return faults.call(() -> books.transaction(state -> {
            if (!state.holds.remove(race)) {
                return List.of();
            }
            List<RaceCard> lapsing = pastLastDay(state)
                    .filter(card -> race.isEmpty() || race.get().equals(card.id()))
                    .filter(card -> !open(state, card.id(), Optional.empty()).isEmpty())
                    .filter(card -> judge.judge(facts(state, card)) == PayoutVerdict.LAPSED)
                    .limit(MAX_LISTED)
                    .toList();
            if (lapsing.isEmpty()) {
                state.trail.add(new BooksState.Audited(race, actor, "ReleasePayouts"));
            } else {
                state.holds.add(race);
            }
            return lapsing;
        }));
    }

    @Override
    public boolean isHeld(RaceId race) {
        return faults.call(() -> books.read(state -> state.isHeld(race)));
    }
}
