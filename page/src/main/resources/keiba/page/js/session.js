// Who uses the page, as the other modules ask for it.
import { config } from './config.js';
import * as login from './login.js';

/** @returns {{kind: string, user: number, roles: string[], expiresAt: number}|null} */
export function current() {
  return login.session();
}

/** The value of the header Authorization, or ''. */
export function authorization() {
  return login.authorization() ?? '';
}

/** The id of the user, or 0. */
export function user() {
  return login.session()?.user ?? 0;
}

/** Whether the user has a role. The server decides; this only chooses what to show. */
export function hasRole(role) {
  return login.session()?.roles.includes(role) ?? false;
}

/** Calls a function when a session begins or ends. */
export function onSession(listener) {
  return login.subscribe(({ type }) => type !== 'expiring' && listener(type));
}

/** Calls a function a minute before the session ends. */
export function onExpiring(listener) {
  return login.subscribe(({ type }) => type === 'expiring' && listener());
}

export function end() {
  login.logout(config);
}
