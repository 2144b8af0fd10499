// Requests to the service. An answer is always a value: nothing here throws because a server refuses or is away.
import { heard } from './clock.js';
import { refused } from './login.js';
import { authorization } from './session.js';

/**
 * @typedef {object} Answer
 * @property {number} status HTTP status; 0 where no answer came
 * @property {boolean} ok whether the status is 2xx
 * @property {object|null} body JSON of the answer; of a problem too
 * @property {string} problem the name of the problem, such as 'race-not-open'; '' for none; 'no-answer' where none came
 * @property {number} retryAfter seconds after which a repetition makes sense; 0 where the answer says nothing
 */

/**
 * Sends a request and waits for its answer.
 *
 * @param {string} method
 * @param {string} path such as /v1/races/100
 * @param {{body?: object, key?: string, wait?: number, as?: string, signal?: AbortSignal, patience?: number}} options
 *     key: Idempotency-Key; wait: seconds for which the server may wait for news; as: another value of the header Authorization, '' for none;
 *     patience: milliseconds after which no answer is expected any more
 * @returns {Promise<Answer>}
 */
export async function call(method, path, options = {}) {
  const headers = new Headers({ Accept: 'application/json' });
  const bearer = options.as === undefined ? authorization() : options.as;
  if (bearer) {
    headers.set('Authorization', bearer);
  }
  if (options.body !== undefined) {
    headers.set('Content-Type', 'application/json');
  }
  if (options.key !== undefined) {
    headers.set('Idempotency-Key', options.key);
  }
  if (options.wait !== undefined) {
    headers.set('Prefer', `wait=${options.wait}`);
  }
  const patience = (options.patience ?? 15_000) + (options.wait ?? 0) * 1_000;
  const signals = [AbortSignal.timeout(patience), options.signal].filter((signal) => signal);
  const sentAt = Date.now();
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: AbortSignal.any(signals),
      cache: 'no-cache',
      credentials: 'omit',
    });
    const body = await read(response);
    if (response.ok && typeof body?.server_time === 'string') {
      heard(body.server_time, sentAt);
    }
    if (response.status === 401 && options.as === undefined && bearer !== '') {
      refused();
    }
    return {
      status: response.status,
      ok: response.ok,
      body,
      problem: response.ok ? '' : problemOf(body, response.status),
      retryAfter: Number(response.headers.get('Retry-After')) || 0,
    };
  } catch {
    return { status: 0, ok: false, body: null, problem: 'no-answer', retryAfter: 0 };
  }
}

async function read(response) {
  const text = await response.text();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function problemOf(body, status) {
  const type = typeof body?.type === 'string' ? body.type : '';
  return type.startsWith('urn:keiba:problem:') ? type.slice('urn:keiba:problem:'.length) : `http-${status}`;
}

export const get = (path, options) => call('GET', path, options);
export const post = (path, body, options) => call('POST', path, { body, ...options });
export const put = (path, body, options) => call('PUT', path, { body, ...options });

/**
 * All items of a list, page after page.
 *
 * @param {string} path with its query, without `after`
 * @param {number} most pages to read
 */
export async function all(path, most = 20) {
  const items = [];
  let after = null;
  for (let page = 0; page < most; page++) {
    const answer = await get(after === null ? path : `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(after)}`);
    if (!answer.ok) {
      return { ...answer, items };
    }
    items.push(...answer.body.items);
    after = answer.body.next;
    if (after === null || after === undefined) {
      return { ...answer, items };
    }
  }
  return { status: 200, ok: true, body: null, problem: '', retryAfter: 0, items };
}

/** A new Idempotency-Key. */
export function newKey() {
  return crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
