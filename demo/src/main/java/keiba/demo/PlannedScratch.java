package keiba.demo;

import keiba.domain.race.ScratchKind;

/**
 * A horse that will be taken out while the race is on sale.
 *
 * @param moment when, as a fraction of the sales
 */
record PlannedScratch(int horse, ScratchKind kind, double moment) {}
