package keiba.bootstrap.serve;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A role of a process. Any role can run in a separate process, and in several processes. */
public enum ServiceRole {
    PURCHASE_API,
    TICKET_API,
    ODDS_API,
    RACE_MANAGEMENT,
    /** Records purchases, and keeps the boards in Redis equal to PostgreSQL. */
    DB_WRITER,
    /** Makes refunds, and calculates payouts. */
    PAYOUT_CALCULATION,
    PAYOUT_EXECUTION,
    /** Serves the page. */
    WEB;

    /** All of them. */
    public static final Set<ServiceRole> ALL = Collections.unmodifiableSet(EnumSet.allOf(ServiceRole.class));

    /** Returns the name in the configuration: {@code purchase-api}. */
    public String configured() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the roles of a list such as {@code purchase-api,odds-api}.
     *
     * @throws IllegalArgumentException for an unknown one, and for an empty list
     */
    public static Set<ServiceRole> parse(String list) {
        Set<ServiceRole> roles = EnumSet.noneOf(ServiceRole.class);
        for (String name : list.split(",", -1)) {
            roles.add(of(name.strip()));
        }
        return Collections.unmodifiableSet(roles);
    }

    private static ServiceRole of(String name) {
        return Arrays.stream(values())
                .filter(role -> role.configured().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no role \"" + name + "\"; the roles are "
                        + ALL.stream().map(ServiceRole::configured).toList()));
    }
}
