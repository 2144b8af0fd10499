// The bet types, in the order in which they are shown everywhere, and other constants of races.

export const TYPES = ['WIN', 'PLACE', 'BRACKET_QUINELLA', 'QUINELLA', 'WIDE', 'EXACTA', 'TRIO', 'TRIFECTA', 'BRACKET_EXACTA'];

/** The surfaces of a course. */
export const SURFACES = ['TURF', 'DIRT', 'JUMP'];

/** Whether a race in this state has an official result. */
export function isOfficial(state) {
  return state === 'OFFICIAL' || state === 'PAYABLE' || state === 'EXPIRED';
}

/** Whether sales have ended and no order of finish is posted. */
export function awaitsOrder(state) {
  return state === 'CLOSED' || state === 'RUNNING';
}

/** Whether an order of finish is posted that is not official as a whole. */
export function hasPostedOrder(state) {
  return state === 'UNOFFICIAL' || state === 'INQUIRY' || state === 'PLACED_TO_3';
}

/** Whether the horses have left the gate, as far as an operator has told the service. */
export function hasStarted(state) {
  return state === 'RUNNING' || hasPostedOrder(state);
}

const PLACES = {
  WIN: 1, PLACE: 1, BRACKET_QUINELLA: 2, QUINELLA: 2, WIDE: 2, EXACTA: 2, TRIO: 3, TRIFECTA: 3, BRACKET_EXACTA: 2,
};

/** How many numbers a combination has. */
export function places(type) {
  return PLACES[type];
}

/** Whether the order of the numbers counts. */
export function isOrdered(type) {
  return type === 'EXACTA' || type === 'TRIFECTA' || type === 'BRACKET_EXACTA';
}

/** Whether the numbers are those of brackets. */
export function isBracket(type) {
  return type === 'BRACKET_QUINELLA' || type === 'BRACKET_EXACTA';
}

/** Whether odds are shown as a range. */
export function isRange(type) {
  return type === 'PLACE' || type === 'WIDE';
}

/** The numbers of a combination such as 3-7 or 3>7>1. */
export function numbersOf(combination) {
  return combination.split(/[->]/).map(Number);
}

/** The combination of numbers, written as the service writes it: unordered ones ascend. */
export function combinationOf(type, numbers) {
  return isOrdered(type) ? numbers.join('>') : [...numbers].sort((one, other) => one - other).join('-');
}

const OUT = new Set(['WITHDRAWN', 'SCRATCHED', 'EXCLUDED']);

/** Whether a runner runs, or has run: one that finished, was pulled up or was disqualified did. */
export function runs(runner) {
  return !OUT.has(runner.status);
}
