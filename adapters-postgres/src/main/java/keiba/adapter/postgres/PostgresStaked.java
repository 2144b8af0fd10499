package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.TICKET;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import keiba.application.caller.UserId;
import keiba.application.purchase.RecordingBook;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Looks up how much bettors have staked on a race day. The first lookup reads the stakes of all bettors and race days
 * of the chunk with one statement; later lookups use that result. It stays valid during the transaction, because the
 * accounts of these bettors are locked and no other transaction can record their purchases.
 */
final class PostgresStaked implements RecordingBook.Staked {
    private final DSLContext session;
    private final Set<LocalDate> days;
    private final Set<UserId> users;
    private final Map<UserDay, Yen> known = new HashMap<>();

    private record UserDay(UserId user, LocalDate day) {}

    PostgresStaked(DSLContext session, Set<LocalDate> days, Set<UserId> users) {
        this.session = session;
        this.days = days;
        this.users = users;
    }

    @Override
    public Yen on(LocalDate day, UserId user) {
        if (known.isEmpty()) {
            look(days, users);
        }
        UserDay asked = new UserDay(user, day);
        if (!known.containsKey(asked)) {
            look(Set.of(day), Set.of(user));
        }
        return known.getOrDefault(asked, Yen.ZERO);
    }

    private void look(Set<LocalDate> ofDays, Set<UserId> ofUsers) {
        ofDays.forEach(day -> ofUsers.forEach(user -> known.put(new UserDay(user, day), Yen.ZERO)));
        session.select(TICKET.raceDay, TICKET.userId, DSL.sum(TICKET.totalYen.minus(TICKET.refundedYen)))
                .from(TICKET)
                .where(TICKET.raceDay.eq(DSL.any(ofDays.toArray(LocalDate[]::new))))
                .and(TICKET.userId.eq(
                        DSL.any(ofUsers.stream().map(UserId::value).toArray(Long[]::new))))
                .groupBy(TICKET.raceDay, TICKET.userId)
                .forEach(row -> known.put(
                        new UserDay(new UserId(row.value2()), row.value1()),
                        Yen.of(row.value3().longValueExact())));
    }
}
