/*
 * Login of the page: by a demo token, by a pasted token, or at an identity provider by OpenID Connect (authorization code with PKCE).
 *
 *   import * as login from '/page/js/login.js';
 *
 *   const config = await login.loadConfig();      // once, when the page starts: what logins there are
 *   const start = await login.resume(config.value); // then once: finishes a login at the provider, or takes up the session of this tab
 *   login.subscribe(({ type, session }) => …);    // 'in', 'out', 'expiring' (a minute before the end), 'expired', 'refused'
 *
 *   await login.loginAsDemo(config.value, { user: 12345, roles: ['bettor'] }); // where config.value.demo is true
 *   await login.loginWithToken(config.value, text);                            // a token that a person pasted
 *   await login.loginAtProvider(config.value);                                 // where config.value.oidc is not null; leaves the page
 *   login.logout(config.value);                                                // leaves the page if the provider wants to know of it
 *
 *   login.session()        // { kind: 'demo'|'token'|'oidc', user: 12345, roles: ['bettor'], expiresAt: <ms since 1970> } or null
 *   login.authorization()  // the value of the header Authorization for requests to this service, or null
 *   login.refused()        // call it when the service answered 401: the session ends
 *
 * Nothing here throws. What can fail returns (a promise of) { ok: true, value } or { ok: false, error: { code, detail } }. `detail` is English,
 * for people who run the service; show a text of your own by `code`:
 *
 *   unavailable  the service, or the identity provider, does not answer now; try again
 *   impossible   this login is not offered, or this browser cannot do it (no https, no session storage)
 *   malformed    the text is no token that this page can read, or the provider's answer is none
 *   expired      the token is not valid any more
 *   rejected     the service does not accept the token, or the provider does not accept the code; detail says why
 *   denied       the person, or the provider, refused the login
 *   foreign      the address holds an answer of the provider to a login that this tab did not start, or started more than 10 minutes ago
 *
 * After a failure the session is what it was before. Code and state are removed from the address when this module is loaded, so load it first;
 * the part after # that the page had when the login began is put back then, too. The token is in memory and in session storage, so that it
 * outlasts a reload of this tab and nothing else; it is never part of an address. The page learns from the token who the user is only to show
 * it; the service decides by itself.
 */

const SESSION = 'keiba.session';
const PENDING = 'keiba.login';
const ANSWER = ['code', 'state', 'error', 'error_description', 'error_uri', 'iss', 'session_state'];
const ROLES = ['bettor', 'operator', 'cashier', 'auditor'];
const MOST_TOKEN = 8192;
const PATIENCE = 10000;
const LOGIN_WITHIN = 10 * 60 * 1000;
const WARN_BEFORE = 60 * 1000;
const LEEWAY = 60 * 1000;
const LOOK_EVERY = 30 * 1000;

const listeners = new Set();
let current = null;
let warned = false;
let timer = 0;

const done = (value) => ({ ok: true, value });
const failed = (code, detail) => ({ ok: false, error: { code, detail: String(detail).slice(0, 300) } });

/** Calls the listener with { type, session } whenever the session changes or is about to end. Returns a function that ends that. */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(type, session) {
  for (const listener of [...listeners]) {
    try {
      listener({ type, session });
    } catch (failure) {
      console.error(failure);
    }
  }
}

/** What logins there are: { environment, demo, oidc, oidc_unavailable, claims }. */
export async function loadConfig() {
  const answer = await ask('/page/config.json', { cache: 'no-cache' });
  if (!answer.ok) {
    return answer;
  }
  const { status, json } = answer.value;
  return status === 200 && json ? done(json) : failed('unavailable', `the service answers ${status}`);
}

/** Sends a request; { status, json } with json null if the body is none. */
async function ask(url, options) {
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
    });
    const text = await response.text();
    return done({ status: response.status, json: parse(text) });
  } catch (unreachable) {
    return failed('unavailable', unreachable);
  }
}

function parse(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

// ---- tokens ----

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The claims of a JWT; null if the text is none. Nothing is verified. */
function claimsOf(token) {
  if (typeof token !== 'string' || token.length > MOST_TOKEN || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
    return null;
  }
  try {
    const binary = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))));
  } catch {
    return null;
  }
}

function at(claims, path) {
  return path.reduce(
    (found, name) => (found !== null && typeof found === 'object' && Object.hasOwn(found, name) ? found[name] : undefined),
    claims,
  );
}

/** What a token says of its user; a failure if it cannot be used now. */
function sessionOf(config, token, kind) {
  const claims = claimsOf(token);
  if (!claims) {
    return failed('malformed', 'the text is not a JWT');
  }
  const named = at(claims, config.claims.user);
  const user = typeof named === 'string' && /^[1-9][0-9]*$/.test(named) ? Number(named) : named;
  if (!Number.isSafeInteger(user) || user < 1) {
    return failed('malformed', `the claim ${config.claims.user.join('.')} of the token is not a user id`);
  }
  if (typeof claims.exp !== 'number') {
    return failed('malformed', 'the token does not say when it expires');
  }
  const expiresAt = Math.floor(claims.exp) * 1000;
  if (expiresAt <= Date.now()) {
    return failed('expired', `the token expired at ${new Date(expiresAt).toISOString()}`);
  }
  const given = at(claims, config.claims.roles);
  const names = typeof given === 'string' ? given.split(' ') : Array.isArray(given) ? given : [];
  const roles = ROLES.filter((role) => names.includes(config.claims.role_prefix + role));
  return done({ token, session: Object.freeze({ kind, user, roles: Object.freeze(roles), expiresAt }) });
}

/** Makes it the session of this tab if the service accepts it. */
async function begin(config, token, kind) {
  const read = sessionOf(config, token, kind);
  if (!read.ok) {
    return read;
  }
  const answer = await ask('/v1/account', { cache: 'no-store', headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) {
    return answer;
  }
  const { status, json } = answer.value;
  if (status === 401) {
    return failed('rejected', json?.detail ?? 'the service does not accept the token');
  }
  if (status === 429 || status >= 500) {
    return failed('unavailable', json?.detail ?? `the service answers ${status}`);
  }
  // 200, or 403 for a user who is not a bettor: in both cases the service knows who it is.
  adopt(read.value);
  store(SESSION, { token, kind });
  tell('in', read.value.session);
  look();
  return done(read.value.session);
}

// ---- the session of this tab ----

function adopt(read) {
  current = read;
  warned = false;
}

function end(type) {
  const before = current;
  clearTimeout(timer);
  current = null;
  remove(SESSION);
  if (before) {
    tell(type, before.session);
  }
}

/** Ends the session when its time has come, and says so a minute before. Timers of a sleeping phone are late, so it looks often. */
function look() {
  clearTimeout(timer);
  if (!current) {
    return;
  }
  const left = current.session.expiresAt - Date.now();
  if (left <= 0) {
    end('expired');
    return;
  }
  if (left <= WARN_BEFORE && !warned) {
    warned = true;
    tell('expiring', current.session);
  }
  timer = setTimeout(look, Math.min(LOOK_EVERY, left > WARN_BEFORE ? left - WARN_BEFORE : left));
}

document.addEventListener('visibilitychange', look);

/** The session, without its token; null if there is none. */
export function session() {
  look();
  return current ? current.session : null;
}

/** The value of the header Authorization; null without a session. */
export function authorization() {
  look();
  return current ? `Bearer ${current.token}` : null;
}

/** Ends the session because the service answered 401 to it. */
export function refused() {
  end('refused');
}

/** Ends the session; leaves the page if the person logged in at a provider that wants to know when they log out. */
export function logout(config) {
  const atProvider = current?.session.kind === 'oidc';
  end('out');
  const address = config?.oidc?.end_session_endpoint;
  if (atProvider && address) {
    const url = new URL(address);
    url.searchParams.set('client_id', config.oidc.client_id);
    url.searchParams.set('post_logout_redirect_uri', here());
    location.assign(url);
  }
  return done(null);
}

function store(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // full, or forbidden: the session lasts until the next reload
  }
}

function load(key) {
  try {
    return parse(sessionStorage.getItem(key) ?? '');
  } catch {
    return null;
  }
}

function remove(key) {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // forbidden: nothing is stored there
  }
}

// ---- the three logins ----

/** A token of the service for demonstrations. */
export async function loginAsDemo(config, { user, roles }) {
  if (!config.demo) {
    return failed('impossible', 'this service gives no demo tokens');
  }
  const answer = await ask('/v1/demo/tokens', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user_id: user, roles }),
  });
  if (!answer.ok) {
    return answer;
  }
  const { status, json } = answer.value;
  if (status === 429 || status >= 500) {
    return failed('unavailable', json?.detail ?? `the service answers ${status}`);
  }
  return status === 201 && json ? begin(config, json.token, 'demo') : failed('rejected', json?.detail ?? status);
}

/** A token that was pasted, also with "Bearer " before it. */
export async function loginWithToken(config, text) {
  return begin(config, String(text).trim().replace(/^bearer\s+/i, ''), 'token');
}

/** The address to which the provider sends the browser back: the page, without anything after it. */
function here() {
  return location.origin + location.pathname;
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Sends the browser to the provider. `resume` goes on when it comes back. */
export async function loginAtProvider(config) {
  const provider = config.oidc;
  if (!provider) {
    return config.oidc_unavailable
      ? failed('unavailable', 'the identity provider does not say where people log in')
      : failed('impossible', 'no login at an identity provider is configured');
  }
  if (!globalThis.crypto?.subtle) {
    return failed('impossible', 'browsers offer what this login needs only on pages with https, and on localhost');
  }
  const pending = {
    state: random(),
    nonce: random(),
    verifier: random(),
    redirect: here(),
    issuer: provider.issuer,
    client: provider.client_id,
    at: Date.now(),
    hash: location.hash,
  };
  if (!store(PENDING, pending)) {
    return failed('impossible', 'this browser does not let the page use session storage');
  }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
  const url = new URL(provider.authorization_endpoint);
  const asked = {
    response_type: 'code',
    client_id: provider.client_id,
    redirect_uri: pending.redirect,
    scope: provider.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  };
  if (provider.audience) {
    asked.audience = provider.audience;
  }
  Object.entries(asked).forEach(([name, value]) => url.searchParams.set(name, value));
  location.assign(url);
  return done(null);
}

/**
 * Goes on when the page was loaded: finishes a login at the provider if the address says so, and otherwise takes up the session of this tab.
 * The value is the session, or null without a session.
 */
export async function resume(config) {
  const answer = arrived;
  arrived = null;
  if (!config) {
    return failed('unavailable', 'it is not known what logins there are');
  }
  const kept = load(SESSION);
  if (kept) {
    const read = sessionOf(config, kept.token, kept.kind);
    if (read.ok) {
      adopt(read.value);
      look();
    } else {
      remove(SESSION);
    }
  }
  return answer ? finish(config, answer) : done(session());
}

/** Takes the provider's answer out of the address, so that it is in no bookmark, history or screenshot; null if there is none. */
function takeAnswer() {
  const url = new URL(location.href);
  const answer = Object.fromEntries(ANSWER.map((name) => [name, url.searchParams.get(name)]));
  if (answer.state === null || (answer.code === null && answer.error === null)) {
    return null;
  }
  const pending = load(PENDING);
  remove(PENDING); // it counts once
  ANSWER.forEach((name) => url.searchParams.delete(name));
  if (pending?.state === answer.state && typeof pending.hash === 'string') {
    url.hash = pending.hash;
  }
  history.replaceState(history.state, '', url);
  return { ...answer, pending };
}

// At once when this module is loaded, before anything is asked of a server.
let arrived = takeAnswer();

async function finish(config, { code, state, error, error_description: description, iss, pending }) {
  if (!pending || pending.state !== state || Date.now() - pending.at > LOGIN_WITHIN) {
    return failed('foreign', 'this tab started no such login, or more than 10 minutes ago');
  }
  const provider = config.oidc;
  if (!provider) {
    return failed('unavailable', 'the identity provider does not say where codes are exchanged');
  }
  if (pending.issuer !== provider.issuer || (iss !== null && iss !== provider.issuer)) {
    return failed('foreign', 'the answer is of another identity provider');
  }
  if (error !== null) {
    const code = error === 'temporarily_unavailable' || error === 'server_error' ? 'unavailable' : 'denied';
    return failed(code, description ? `${error}: ${description}` : error);
  }
  const answer = await ask(provider.token_endpoint, {
    method: 'POST',
    cache: 'no-store',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: pending.redirect,
      client_id: pending.client,
      code_verifier: pending.verifier,
    }),
  });
  if (!answer.ok) {
    return answer;
  }
  const { status, json } = answer.value;
  if (status === 429 || status >= 500) {
    return failed('unavailable', `the identity provider answers ${status}`);
  }
  if (status !== 200) {
    return failed('rejected', json?.error_description ?? json?.error ?? `the identity provider answers ${status}`);
  }
  const wrong = json ? faultOf(json, pending) : 'the answer of the identity provider is not JSON';
  return wrong ? failed('malformed', wrong) : begin(config, json.access_token, 'oidc');
}

/** What keeps an answer of the token endpoint from being used; null if nothing does. Source: OpenID Connect Core 1.0, section 3.1.3.7. */
function faultOf(json, pending) {
  if (String(json.token_type).toLowerCase() !== 'bearer') {
    return 'the identity provider gave no bearer token';
  }
  const identity = claimsOf(json.id_token);
  if (!identity) {
    return 'the identity provider gave no ID token';
  }
  if (identity.iss !== pending.issuer) {
    return 'the ID token is of another issuer';
  }
  if (![identity.aud].flat().includes(pending.client)) {
    return 'the ID token is for another client';
  }
  if (identity.nonce !== pending.nonce) {
    return 'the ID token belongs to another login';
  }
  if (typeof identity.exp !== 'number' || identity.exp * 1000 + LEEWAY <= Date.now()) {
    return 'the ID token has expired';
  }
  return null;
}
