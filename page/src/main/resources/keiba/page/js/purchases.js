// Sends the lines of a slip and follows each until its outcome is known. A line keeps its Idempotency-Key through every repetition, so it
// is bought at most once, whatever is repeated.
import { get, post } from './api.js';
import { announce } from './announcer.js';
import { everySecond } from './clock.js';
import { t } from './i18n.js';
import { note, request, sentLine, sentLines, takeBack } from './slip.js';
import { onSession, user } from './session.js';
import * as account from './balance.js';

const LONGEST_PAUSE = 15_000;
/** How long the server may wait for news of a purchase, in seconds. */
const WAIT = 10;

/** A line that was not sent to the service within so many milliseconds returns to the slip: its odds are not those that were looked at. */
const LATEST = 120_000;

/** Answers that say for certain that nothing was bought, so that the line may return to the slip. */
const REFUSED = new Set([400, 401, 403, 404, 409, 413, 415, 422]);

/** Answers to a request that can be repeated and that certainly sent nothing. */
const NOT_SENT = new Set(['too-many-requests', 'queue-unavailable', 'unavailable']);

/** Sends lines that were moved out of the slip, one after the other, and follows them. */
export async function buy(lines) {
  for (const line of lines) {
    const accepted = await place(line);
    if (accepted) {
      follow(line.id);
    }
  }
}

/** Goes on with what was under way when the page was loaded again. */
export function resume() {
  for (const each of sentLines()) {
    if (each.status === 'sending' || each.status === 'unknown') {
      void place(each).then((accepted) => accepted && follow(each.id));
    } else if (each.status === 'accepted') {
      follow(each.id);
    }
  }
}

/**
 * Sends a line until the service answers for certain. Only its own user sends it: for another one its key would be a new purchase.
 *
 * @param {import('./slip.js').Sent} line
 * @returns {Promise<boolean>} whether it was accepted
 */
async function place(line) {
  let doubtful = line.posted !== false; // sent before the page was loaded again
  for (let attempt = 0; ; attempt++) {
    if (!doubtful && (sentLine(line.id) === undefined || returnLate(line))) {
      return false;
    }
    if (user() !== line.user && !doubtful) {
      refuse(line, 'unauthenticated');
      return false;
    }
    await sessionOf(line);
    note(line.id, { posted: true });
    const answer = await post('/v1/purchases', request(line), { key: line.key });
    if (answer.ok) {
      const messageId = answer.body.message_id;
      note(line.id, { status: 'accepted', messageId, count: answer.body.combinations });
      return true;
    }
    // A session that has ended says nothing about what was sent before it.
    if (REFUSED.has(answer.status) && !(doubtful && (answer.status === 401 || answer.status === 403))) {
      refuse(line, answer.problem);
      return false;
    }
    // No answer, too many requests, or a server that cannot tell: the same key again, until it can.
    doubtful ||= !NOT_SENT.has(answer.problem);
    note(line.id, { status: doubtful ? 'unknown' : 'sending', posted: doubtful });
    await pause(Math.max(answer.retryAfter * 1_000, Math.min(LONGEST_PAUSE, 1_000 * 2 ** attempt)));
  }
}

/** Returns a line to the slip that was not sent in time. Returns whether it was late. */
function returnLate(line) {
  const isLate = Date.now() - line.sentAt > LATEST;
  if (isLate) {
    refuse(line, 'not-sent');
  }
  return isLate;
}

everySecond(() => sentLines().filter((each) => each.posted === false).forEach(returnLate));

/** Returns a line to the slip that was certainly not bought. */
function refuse(line, problem) {
  takeBack(line.id, problem);
  announce(t('announce.refused', { reason: reasonText(problem) }));
}

/** Waits until the user who sent a line is logged in. */
function sessionOf(line) {
  return new Promise((resolve) => {
    const isTheirs = () => user() === line.user;
    if (isTheirs()) {
      resolve();
      return;
    }
    const end = onSession(() => {
      if (isTheirs()) {
        end();
        resolve();
      }
    });
  });
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds * (0.9 + 0.2 * Math.random())));
}

/** Waits for the outcome of an accepted line. */
async function follow(id) {
  for (let attempt = 0; ; attempt++) {
    const line = sentLine(id);
    if (line === undefined) {
      return;
    }
    await sessionOf(line);
    const asked = Date.now();
    const answer = await get(`/v1/purchases/${line.messageId}`, { wait: WAIT });
    if (answer.ok && answer.body.status === 'COMPLETED') {
      note(id, { status: 'bought' });
      announce(t('announce.bought'));
      void account.refresh();
      return;
    }
    if (answer.ok && answer.body.status === 'FAILED') {
      note(id, { status: 'failed', reason: answer.body.reason });
      announce(t('announce.failed', { reason: reasonText(answer.body.reason) }));
      void account.refresh();
      return;
    }
    if (!answer.ok) {
      note(id, { status: 'accepted', reason: '' });
    }
    // A server that does not wait for news is asked again later and later.
    const waited = Date.now() - asked;
    const due = answer.ok && waited > WAIT * 500 ? 0 : Math.min(LONGEST_PAUSE, 500 * 1.5 ** attempt);
    await pause(Math.max(due, answer.retryAfter * 1_000));
  }
}

/** A reason of the service in the reader's language. */
export function reasonText(reason) {
  const key = `reason.${reason}`;
  const text = t(key);
  return text === key ? t('reason.other', { reason }) : text;
}
