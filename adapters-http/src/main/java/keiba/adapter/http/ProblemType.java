package keiba.adapter.http;

import java.util.Locale;

/** The types of problems, each with its HTTP status. The OpenAPI file lists the same ones. */
enum ProblemType {
    MALFORMED_REQUEST(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    SAME_PERSON(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    RACE_EXISTS(409),
    ILLEGAL_TRANSITION(409),
    ANNOUNCEMENTS_CHANGED(409),
    TOO_MANY_ANNOUNCEMENTS(409),
    RESULT_CHANGED(409),
    FINAL_ODDS_MISSING(409),
    RACE_NOT_OPEN(409),
    RUNNER_SCRATCHED(409),
    INSUFFICIENT_FUNDS(409),
    PAYOUT_EXPIRED(409),
    PAYOUTS_HELD(409),
    CLAIM_PERIOD_OVER(409),
    TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    INVALID_BET(422),
    INVALID_RACE(422),
    INVALID_ANNOUNCEMENT(422),
    INVALID_RESULT(422),
    INVALID_HOLD(422),
    INVALID_EXTENSION(422),
    INVALID_AMOUNT(422),
    IDEMPOTENCY_KEY_REUSED(422),
    TOO_MANY_REQUESTS(429),
    HEADER_TOO_LARGE(431),
    INTERNAL(500),
    NOT_IMPLEMENTED(501),
    QUEUE_UNAVAILABLE(503),
    OUTCOME_UNKNOWN(503),
    NOT_YET_KNOWN(503),
    UNAVAILABLE(503);

    private final int status;

    ProblemType(int status) {
        this.status = status;
    }

    /** Returns the HTTP status of every problem of this type. */
    int status() {
        return status;
    }

    /** Returns the last part of the URI that clients compare, such as {@code race-exists}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
