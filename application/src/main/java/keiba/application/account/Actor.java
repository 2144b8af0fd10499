package keiba.application.account;

/** The operator or cashier on whose behalf something is done; stands in the audit trail. */
public record Actor(UserId user) {}
