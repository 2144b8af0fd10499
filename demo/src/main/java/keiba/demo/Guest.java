package keiba.demo;

/** A bettor with an account. */
record Guest(Bettor bettor, long user, String token) {}
