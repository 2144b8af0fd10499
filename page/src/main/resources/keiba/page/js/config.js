// What the server says about itself to the page.
import * as login from './login.js';

/** The logins that there are; see login.js. Without an answer, a token can be pasted. */
export const config = { environment: null, demo: false, oidc: null, oidc_unavailable: false, claims: { user: ['sub'], roles: ['roles'], role_prefix: '' } };

/** Reads it once, before anything is shown. */
export async function loadConfig() {
  const answer = await login.loadConfig();
  if (answer.ok) {
    Object.assign(config, answer.value);
  }
}
