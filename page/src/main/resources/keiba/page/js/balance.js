// The balance of the user's account, as the page last heard of it.
import { get } from './api.js';
import { Listeners } from './events.js';
import { hasRole, onSession, user } from './session.js';

const changes = new Listeners();
let balance = null;

/** Yen, or null while unknown. */
export function current() {
  return balance;
}

export function onBalance(listener) {
  return changes.add(listener);
}

/** Asks for it. */
export async function refresh() {
  if (!hasRole('bettor')) {
    return;
  }
  const asked = user();
  const answer = await get('/v1/account');
  if (answer.ok && user() === asked) {
    known(answer.body.balance);
  }
}

/** Takes over a balance that an answer has told. */
export function known(yen) {
  balance = yen;
  changes.tell();
}

onSession(() => {
  balance = null;
  changes.tell();
  void refresh();
});
