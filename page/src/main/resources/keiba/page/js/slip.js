// The bet slip: lines that may be bought, and the state of those that were sent. It survives a reload of the page in this tab.
import { combinationsOf, numbersIn, requestOf } from './bets.js';
import { Listeners } from './events.js';
import { oddsValue } from './format.js';
import { user } from './session.js';

/**
 * A line of the slip: a bet on one race that is not sent yet.
 *
 * @typedef {object} Line
 * @property {number} id
 * @property {string} raceId
 * @property {string} type
 * @property {import('./bets.js').Selection} selection
 * @property {number} amount yen for each combination
 * @property {string} refusal why the service refused it when it was sent before; '' if it was not
 *
 * A line that was sent; posted: whether a request may have reached the service with it. It never returns to the slip once the service has accepted it.
 *
 * @typedef {Line & {key: string, user: number, status: 'sending'|'unknown'|'accepted'|'bought'|'failed', messageId: string, reason: string, count: number, sentAt: number, posted: boolean}} Sent
 */

const STORED = 'keiba.slip';
export const UNIT = 100;
export const MOST_LINES = 50;
const MOST_SENT = 100;

const changes = new Listeners();
const state = stored();

function stored() {
  try {
    const found = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
    if (Array.isArray(found?.lines) && Array.isArray(found?.sent)) {
      return found;
    }
  } catch {
    // an empty slip
  }
  return { next: 1, lines: [], sent: [], races: {} };
}

function changed(typed = false) {
  sessionStorage.setItem(STORED, JSON.stringify(state));
  changes.tell(typed);
}

/** Calls a function after each change of the slip: `listener(typed)`, where typed says that only a stake was typed. */
export function onSlip(listener) {
  return changes.add(listener);
}

/** @returns {Line[]} in the order in which they were added */
export function lines() {
  return state.lines;
}

/** @returns {Sent[]} what was sent in this tab, the latest first; not what another user has sent */
export function sent() {
  return user() === 0 ? state.sent : state.sent.filter((each) => each.user === user());
}

/** @returns {Sent[]} what was sent in this tab by whatever user */
export function sentLines() {
  return [...state.sent];
}

/** The sent line of an id, of whatever user; undefined where it was taken back. */
export function sentLine(id) {
  return state.sent.find((each) => each.id === id);
}

/** The card of a race of the slip, as it was last seen. */
export function cardOf(raceId) {
  return state.races[raceId];
}

/** Remembers the card of a race, if the slip has a line of it. */
export function see(card) {
  const id = String(card.race_id);
  const known = state.races[id];
  if (known !== undefined && known.version < card.version) {
    state.races[id] = card;
    changed();
  }
}

/** Adds a line, unless the slip is full. Returns whether it was added. */
export function add(card, type, selection, amount = UNIT) {
  if (state.lines.length >= MOST_LINES) {
    return false;
  }
  state.races[card.race_id] = card;
  state.lines.push({ id: state.next++, raceId: String(card.race_id), type, selection, amount, refusal: '' });
  changed();
  return true;
}

/** The line of a single combination, or undefined. */
export function lineOf(raceId, type, combination) {
  return state.lines.find((line) => line.raceId === String(raceId) && line.type === type
    && line.selection.method === 'STRAIGHT' && combinations(line)[0] === combination);
}

export function remove(id) {
  state.lines = state.lines.filter((line) => line.id !== id);
  forgetRaces();
  changed();
}

export function clear() {
  state.lines = [];
  forgetRaces();
  changed();
}

/** Forgets what was sent and is decided. */
export function clearDecided() {
  state.sent = state.sent.filter((each) => !isDecided(each) || !sent().includes(each));
  forgetRaces();
  changed();
}

function forgetRaces() {
  const used = new Set([...state.lines, ...state.sent].map((line) => line.raceId));
  state.races = Object.fromEntries(Object.entries(state.races).filter(([id]) => used.has(id)));
}

/** Sets the stake of each combination of the lines that a condition names; typed: whether it is being typed into a field of the slip. */
export function setAmount(amount, condition = () => true, typed = false) {
  for (const line of state.lines.filter(condition)) {
    line.amount = amount;
  }
  changed(typed);
}

/** Puts lines in the place of one, for a budget that is split over its combinations. */
export function replace(id, others) {
  const at = state.lines.findIndex((line) => line.id === id);
  if (at >= 0 && state.lines.length - 1 + others.length <= MOST_LINES) {
    const { raceId, type } = state.lines[at];
    state.lines.splice(at, 1, ...others.map(({ selection, amount }) => ({ id: state.next++, raceId, type, selection, amount, refusal: '' })));
    changed();
    return true;
  }
  return false;
}

/** Moves lines from the slip to those that are sent, each with its key. */
export function send(keys) {
  const now = Date.now();
  const moving = state.lines.filter((line) => keys.has(line.id));
  state.lines = state.lines.filter((line) => !keys.has(line.id));
  const sending = moving.map((line) => ({
    ...line,
    refusal: '',
    key: keys.get(line.id),
    user: user(),
    status: 'sending',
    messageId: '',
    reason: '',
    count: countOf(line),
    sentAt: now,
    posted: false,
  }));
  state.sent = shortened([...sending, ...state.sent]);
  changed();
  return sending;
}

/** Without the oldest of too many lines; a line whose outcome is not known yet is never left out. */
function shortened(sent) {
  let room = MOST_SENT - sent.filter((each) => !isDecided(each)).length;
  return sent.filter((each) => !isDecided(each) || room-- > 0);
}

/** Notes what is known of a line that was sent. */
export function note(id, facts) {
  const found = state.sent.find((each) => each.id === id);
  if (found !== undefined) {
    Object.assign(found, facts);
    changed();
  }
}

/** Returns a line to the slip that the service certainly has not accepted, with the reason. */
export function takeBack(id, refusal) {
  const found = state.sent.find((each) => each.id === id);
  if (found !== undefined) {
    const { raceId, type, selection, amount } = found;
    state.sent = state.sent.filter((each) => each.id !== id);
    state.lines.push({ id: state.next++, raceId, type, selection, amount, refusal });
    changed();
  }
}

/** Puts a line that was refused into the slip once more, to be bought by another request. */
export function putBack(id) {
  const found = state.sent.find((each) => each.id === id);
  if (found?.status === 'failed' && state.lines.length < MOST_LINES) {
    takeBack(id, '');
  }
}

/** Whether the outcome of a sent line is known for good. */
export function isDecided(each) {
  return each.status === 'bought' || each.status === 'failed';
}

const expanded = new WeakMap();

/** The combinations of a line, found once: brackets and withdrawals do not change after a race has opened. */
export function combinations(line) {
  let found = expanded.get(line.selection);
  if (found === undefined) {
    found = combinationsOf(line.type, line.selection, cardOf(line.raceId));
    expanded.set(line.selection, found);
  }
  return found;
}

/** How many combinations a line has. */
export function countOf(line) {
  return combinations(line).length;
}

/** The price of a line in yen. */
export function priceOf(line) {
  return countOf(line) * line.amount;
}

/** The price of all lines in yen. */
export function total() {
  return state.lines.reduce((sum, line) => sum + priceOf(line), 0);
}

/** The numbers of the runners of a line, or of the horses of its brackets, that are out of the race. */
export function scratchedIn(line) {
  const card = cardOf(line.raceId);
  const numbers = numbersIn(line.selection);
  const isOut = (runner) => runner.status === 'SCRATCHED' || runner.status === 'EXCLUDED' || runner.status === 'WITHDRAWN';
  if (line.type.startsWith('BRACKET')) {
    return []; // a bracket with another horse in it stays on sale; the service decides
  }
  return card.runners.filter((runner) => isOut(runner) && numbers.includes(runner.horse_number)).map((runner) => runner.horse_number);
}

/** The body of the request that buys a line. */
export function request(line) {
  return requestOf(line.raceId, line);
}

/** The lines of a race without horses that do not run. */
export function buyableLines(raceId) {
  return state.lines.filter((line) => line.raceId === raceId && scratchedIn(line).length === 0);
}

/**
 * What the slip returns on a race if one of its combinations wins, at the odds of now.
 *
 * @param {string} raceId
 * @param {(type: string, combination: string) => object|undefined} entryOf the entry of a combination on its board
 * @returns {{lowest: number, highest: number, complete: boolean}|null} yen for one winning combination, ranges at their lower end;
 *     complete: whether every combination has odds; null if none has
 */
export function estimate(raceId, entryOf) {
  const stakes = new Map();
  for (const line of buyableLines(raceId)) {
    for (const combination of combinations(line)) {
      const key = `${line.type} ${combination}`;
      stakes.set(key, (stakes.get(key) ?? 0) + line.amount);
    }
  }
  let lowest = Infinity;
  let highest = 0;
  let complete = true;
  for (const [key, stake] of stakes) {
    const [type, combination] = key.split(' ');
    const odds = oddsValue(entryOf(type, combination));
    if (odds === null) {
      complete = false;
      continue;
    }
    const back = Math.round(stake / 100 * Math.round(odds * 10)) * 10; // tenths of odds are whole: exact to the yen
    lowest = Math.min(lowest, back);
    highest = Math.max(highest, back);
  }
  return highest === 0 ? null : { lowest, highest, complete };
}
