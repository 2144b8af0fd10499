// What can be bet on a race: the methods of each type, and the combinations of a selection. The rules are those of the service; it counts
// again before anything is bought. Nothing here touches the page.
import { combinationOf, isBracket, isOrdered, places, runs } from './types.js';

/** @typedef {{method: string, numbers?: number[], axis?: number[], partners?: number[], position?: number|number[], multi?: boolean, columns?: number[][]}} Selection */

/** The methods of a type, the simplest first. */
export function methodsOf(type) {
  return places(type) === 1 ? ['STRAIGHT'] : ['STRAIGHT', 'BOX', 'WHEEL', 'FORMATION'];
}

/** The forms of a wheel: how many axes, and where they finish; 'multi' is every place. */
export function wheelsOf(type) {
  switch (type) {
    case 'EXACTA':
    case 'BRACKET_EXACTA':
      return [wheel(1, 1), wheel(1, 2), wheel(1, 'multi')];
    case 'TRIO':
      return [wheel(1, null), wheel(2, null)];
    case 'TRIFECTA':
      return [
        wheel(1, 1), wheel(1, 2), wheel(1, 3), wheel(1, 'multi'),
        wheel(2, [1, 2]), wheel(2, [1, 3]), wheel(2, [2, 3]), wheel(2, [2, 1]), wheel(2, [3, 1]), wheel(2, [3, 2]), wheel(2, 'multi'),
      ];
    default:
      return [wheel(1, null)];
  }
}

function wheel(axes, position) {
  return { axes, position };
}

/** The numbers that can be chosen: those of the runners that may be bet on, or of their brackets. */
export function choices(type, card) {
  const live = card.runners.filter(runs);
  return isBracket(type)
    ? [...new Set(live.map((runner) => runner.bracket))].sort((one, other) => one - other)
    : live.map((runner) => runner.horse_number);
}

/** The brackets that had two horses or more when sales began: a pair of such a bracket with itself is on sale. */
export function pairedBrackets(card) {
  const count = new Map();
  for (const runner of card.runners.filter((each) => each.status !== 'WITHDRAWN')) {
    count.set(runner.bracket, (count.get(runner.bracket) ?? 0) + 1);
  }
  return new Set([...count].filter(([, horses]) => horses >= 2).map(([bracket]) => bracket));
}

/**
 * The combinations of a selection, each once, or an empty list where the selection is not complete or not possible.
 *
 * @param {string} type
 * @param {Selection} selection
 * @param {object} card of the race
 * @returns {string[]} in the order in which they are found
 */
export function combinationsOf(type, selection, card) {
  const found = new Set();
  for (const numbers of listsOf(type, selection)) {
    if (isPossible(type, selection, numbers, card)) {
      found.add(combinationOf(type, numbers));
    }
  }
  return [...found];
}

function isPossible(type, selection, numbers, card) {
  if (new Set(numbers).size === numbers.length) {
    return true;
  }
  return isBracket(type) && selection.method !== 'BOX' && pairedBrackets(card).has(numbers[0]);
}

/** Lists of numbers, one for each place; some may stand for the same combination. */
function listsOf(type, selection) {
  const size = places(type);
  switch (selection.method) {
    case 'STRAIGHT':
      return selection.numbers.length === size ? [selection.numbers] : [];
    case 'BOX':
      return product(Array(size).fill(distinct(selection.numbers)));
    case 'FORMATION':
      return selection.columns.length === size ? product(selection.columns.map(distinct)) : [];
    case 'WHEEL':
      return wheelLists(type, selection);
    default:
      return [];
  }
}

function wheelLists(type, { axis, partners, position, multi }) {
  const size = places(type);
  const open = size - axis.length; // places for partners
  if (axis.length === 0 || open < 1 || distinct(partners).length < open) {
    return [];
  }
  if (!isOrdered(type)) {
    return product(Array(open).fill(distinct(partners))).map((rest) => [...axis, ...rest]);
  }
  const placings = multi ? orders(axis.length, size) : [[position].flat()];
  const rests = product(Array(open).fill(distinct(partners)));
  return placings.flatMap((placing) => rests.map((rest) => place(axis, placing, rest, size)));
}

/** Puts axis i on its place, and the rest on the others in order. */
function place(axis, placing, rest, size) {
  const numbers = Array(size).fill(0);
  axis.forEach((number, i) => {
    numbers[placing[i] - 1] = number;
  });
  let next = 0;
  return numbers.map((number, i) => (placing.includes(i + 1) ? number : rest[next++]));
}

/** The ways to put so many axes on different places. */
function orders(axes, size) {
  const all = Array.from({ length: size }, (unused, i) => i + 1);
  return product(Array(axes).fill(all)).filter((placing) => new Set(placing).size === axes);
}

function distinct(numbers) {
  return [...new Set(numbers)];
}

function product(columns) {
  return columns.reduce((lists, column) => lists.flatMap((list) => column.map((number) => [...list, number])), [[]]);
}

/** How many combinations there are of a type on a race; for a check against the board. */
export function combinationsOnSale(type, card) {
  const runners = card.runners.filter((runner) => runner.status !== 'WITHDRAWN');
  const numbers = isBracket(type)
    ? [...new Set(runners.map((runner) => runner.bracket))]
    : runners.map((runner) => runner.horse_number);
  const all = { method: 'FORMATION', columns: Array(places(type)).fill(numbers) };
  return combinationsOf(type, all, card).length;
}

/** The selection of one combination. */
export function straight(numbers) {
  return { method: 'STRAIGHT', numbers };
}

/** The body of a request to buy, or to count. */
export function requestOf(raceId, { type, selection, amount }) {
  const body = { race_id: Number(raceId), bet_type: type, amount };
  if (places(type) === 1) {
    return { ...body, horse_number: selection.numbers[0] };
  }
  return { ...body, selection };
}

/** The numbers that a selection names, ascending. */
export function numbersIn(selection) {
  const all = [selection.numbers, selection.axis, selection.partners, ...(selection.columns ?? [])];
  return [...new Set(all.flatMap((list) => list ?? []))].sort((one, other) => one - other);
}

/** A price above so much is not planned, in units of 100 yen. */
const MOST_UNITS = 1_000_000;

/**
 * Splits a budget over combinations so that the least of their returns is as large as it can be, in whole stakes of 100 yen: the
 * arithmetic of the domain's EqualReturn, in whole numbers.
 *
 * @param {number[]} tenths the odds of each combination in tenths, all above 0
 * @param {number} budget in yen, a multiple of 100
 * @returns {number[]|null} the stake of each in yen; null if the budget is too small or above 100,000,000 yen
 */
export function splitEqually(tenths, budget) {
  const units = Math.floor(budget / 100);
  if (tenths.length === 0 || !(units >= tenths.length && units <= MOST_UNITS) || tenths.some((odds) => !(odds > 0))) {
    return null;
  }
  let reachable = 0;
  let beyond = units * tenths[0] + 1;
  while (beyond - reachable > 1) {
    const middle = Math.floor((reachable + beyond) / 2);
    if (tenths.reduce((sum, odds) => sum + unitsFor(middle, odds), 0) <= units) {
      reachable = middle;
    } else {
      beyond = middle;
    }
  }
  const stakes = tenths.map((odds) => unitsFor(reachable, odds));
  for (let left = units - stakes.reduce((sum, stake) => sum + stake, 0); left > 0; left--) {
    stakes[leastPaid(stakes, tenths)]++;
  }
  return stakes.map((stake) => stake * 100);
}

/**
 * The least stakes of which each returns the whole price and a profit, whichever combination wins, in whole stakes of 100 yen.
 *
 * @param {number[]} tenths the odds of each combination in tenths, all above 0
 * @param {number} profit in yen, 0 or more
 * @returns {number[]|null} the stake of each in yen; null if these odds cannot bring it
 */
export function splitForProfit(tenths, profit) {
  if (tenths.length === 0 || !(profit >= 0) || profit > MOST_UNITS * 100 || tenths.some((odds) => !(odds > 0))) {
    return null;
  }
  if (tenths.reduce((sum, odds) => sum + 10 / odds, 0) >= 1) {
    return null; // whatever is staked, less comes back
  }
  // The price grows from the least possible one until the returns cover it: the first that does is the least.
  let units = tenths.length;
  for (;;) {
    const stakes = tenths.map((odds) => unitsFor(Math.ceil((units * 100 + profit) / 10), odds));
    const needed = stakes.reduce((sum, stake) => sum + stake, 0);
    if (needed > MOST_UNITS) {
      return null;
    }
    if (needed === units) {
      return stakes.map((stake) => stake * 100);
    }
    units = needed;
  }
}

function unitsFor(payout, odds) {
  return Math.max(1, Math.ceil(payout / odds));
}

function leastPaid(stakes, tenths) {
  let least = 0;
  for (let i = 1; i < stakes.length; i++) {
    if (stakes[i] * tenths[i] < stakes[least] * tenths[least]) {
      least = i;
    }
  }
  return least;
}
