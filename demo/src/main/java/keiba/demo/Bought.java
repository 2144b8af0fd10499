package keiba.demo;

/** A purchase that the service has taken. */
record Bought(Guest guest, Order order, String messageId) {}
