// The one stream of events of the page. It is opened again after a break, later and later, and everything that is current comes first then.
import { Listeners } from './events.js';
import { heard } from './clock.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
/** Without any event for so long, a stream that had a heartbeat is taken for dead. */
const SILENCE = 40_000;

const state = new Listeners();
let source = null;
let address = null;
let handlers = {};
let attempts = 0;
let timer = 0;
let silence = 0;
let brokenSince = null;

/** Since when the stream is broken, in milliseconds of this device; null while it works or none is wanted. */
export function since() {
  return brokenSince;
}

/** Calls a function when the stream breaks or works again. */
export function onConnection(listener) {
  return state.add(listener);
}

/**
 * Listens to a stream in place of the one before.
 *
 * @param {string} path such as /v1/races/100/odds/stream
 * @param {Record<string, (data: object) => void>} events what to do with each kind of event
 */
export function listen(path, events) {
  close();
  address = path;
  handlers = events;
  attempts = 0;
  open();
}

/** Listens to nothing any more. */
export function close() {
  clearTimeout(timer);
  clearTimeout(silence);
  source?.close();
  source = null;
  address = null;
  works();
}

function open() {
  const opened = new EventSource(address);
  source = opened;
  opened.onopen = () => {
    attempts = 0;
    works();
  };
  opened.onerror = () => {
    if (source === opened) {
      broke();
    }
  };
  for (const [kind, handle] of Object.entries(handlers)) {
    opened.addEventListener(kind, (event) => {
      works();
      receive(event.data, handle);
    });
  }
  opened.addEventListener('heartbeat', (event) => {
    works();
    receive(event.data, (data) => {
      if (typeof data?.server_time === 'string') {
        heard(data.server_time);
      }
    });
    clearTimeout(silence);
    silence = setTimeout(() => source === opened && broke(), SILENCE);
  });
}

function receive(text, handle) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return; // not for us
  }
  handle(data);
}

function works() {
  if (brokenSince !== null) {
    brokenSince = null;
    state.tell();
  }
}

function broke() {
  source?.close();
  clearTimeout(silence);
  clearTimeout(timer);
  if (brokenSince === null) {
    brokenSince = Date.now();
    state.tell();
  }
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempts) * (0.7 + 0.6 * Math.random());
  attempts = Math.min(attempts + 1, 10);
  timer = setTimeout(open, pause);
}

// A device that comes back from sleep or finds its network again should not wait for the pause to end.
window.addEventListener('online', again);
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again());

function again() {
  if (brokenSince !== null && address !== null) {
    clearTimeout(timer);
    attempts = 0;
    source?.close();
    open();
  }
}
