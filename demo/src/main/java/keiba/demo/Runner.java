package keiba.demo;

/**
 * A horse on the card.
 *
 * @param strength its chance to win if no horse is scratched, more than 0; all of a race add up to 1
 */
record Runner(int number, String name, String jockey, double strength) {}
