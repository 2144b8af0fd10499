package keiba.adapter.http;

import java.util.Set;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;

/** The caller of a request, from a verified token. */
record Principal(UserId user, Set<Role> roles) {
    Principal {
        roles = Set.copyOf(roles);
    }

    Actor actor() {
        return Actor.of(user);
    }
}
