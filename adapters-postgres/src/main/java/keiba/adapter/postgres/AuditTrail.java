package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.OPERATOR_ACTION;

import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** Writes the audit trail: each action of an operator, a cashier or the system, in the transaction of the action. */
final class AuditTrail {
    private final String software;

    /**
     * @param software the version of this software
     */
    AuditTrail(String software) {
        this.software = software;
    }

    void note(DSLContext session, Actor actor, String action, String subject, Optional<JSONB> before, JSONB after) {
        session.insertInto(OPERATOR_ACTION)
                .set(OPERATOR_ACTION.actor, actor.user().map(UserId::value).orElse(null))
                .set(OPERATOR_ACTION.action, action)
                .set(OPERATOR_ACTION.subject, subject)
                .set(OPERATOR_ACTION.before, before.orElse(null))
                .set(OPERATOR_ACTION.after, after)
                .set(OPERATOR_ACTION.software, software)
                .execute();
    }
}
