// The server's time. Countdowns run on it, because a device's clock may be wrong; only the server decides what is in time.
import { Listeners } from './events.js';

let offset = 0; // milliseconds to add to this device's time
let error = Infinity; // half of the round trip of the best answer
const seconds = new Listeners();

/**
 * Takes over the server's time from an answer.
 *
 * @param serverTime RFC 3339
 * @param sentAt milliseconds at which the request was sent; the time of arrival where it is unknown
 */
export function heard(serverTime, sentAt = Date.now()) {
  const at = Date.parse(serverTime);
  if (Number.isNaN(at)) {
    return;
  }
  const arrived = Date.now();
  const doubt = Math.max(1, (arrived - sentAt) / 2);
  const heardOffset = at + doubt - arrived;
  // The most precise answer wins, unless the clocks have moved apart since.
  if (doubt <= error * 2 || Math.abs(heardOffset - offset) > 2_000) {
    offset = heardOffset;
    error = doubt;
  }
}

/** Now on the server, in milliseconds since 1970. */
export function now() {
  return Date.now() + offset;
}

/** Milliseconds until an instant of the server; negative when it has passed. */
export function until(instant) {
  return Date.parse(instant) - now();
}

/** Calls a function every second; returns a function that ends this. */
export function everySecond(listener) {
  return seconds.add(listener);
}

function tick() {
  seconds.tell();
  setTimeout(tick, 1_000 - (now() % 1_000) + 5);
}

setTimeout(tick, 0);

/** Whether a text such as 2026-11-22 is a day of the calendar. */
export function isDay(text) {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day in Japan of an instant, such as 2026-11-22. */
export function dayInJapan(milliseconds = now()) {
  return new Date(milliseconds + 9 * 3_600_000).toISOString().slice(0, 10);
}
