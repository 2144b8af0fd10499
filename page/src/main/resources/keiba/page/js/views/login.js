// Logging in: with a tap where the service runs for demonstration, at a provider of identities, or with a token that is pasted.
import { post } from '../api.js';
import { config } from '../config.js';
import { fill, h } from '../dom.js';
import { has, t } from '../i18n.js';
import * as identity from '../login.js';
import { go } from '../router.js';
import * as session from '../session.js';

/** Users whom a visitor of the demonstration may be; the simulated crowd has higher ids. */
const DEMO_USERS = { bettor: 101, operator: 11, second: 12 };

export function login() {
  const place = h('section.login', { 'aria-labelledby': 'login-title' });
  let problem = sessionStorage.getItem('keiba.loginProblem') ?? '';
  sessionStorage.removeItem('keiba.loginProblem');
  const attempt = async (trying, to) => {
    const answer = await trying;
    problem = answer.ok ? '' : answer.error.code;
    if (answer.ok && to !== null) {
      go(to);
    } else {
      draw();
    }
  };
  const draw = () => fill(place, h('h1', { id: 'login-title' }, t('login.title')),
    problem === '' ? null : h('p.failure', { role: 'alert' }, t(has(`login.problem.${problem}`) ? `login.problem.${problem}` : 'login.problem.unavailable')),
    session.current() === null ? choices(attempt) : signedIn());
  const end = session.onSession(draw);
  draw();
  return { title: t('login.title'), element: place, close: end };
}

function signedIn() {
  const { user, roles } = session.current();
  return [
    h('p', {}, t('login.as', { user, roles: roles.map((role) => t(`role.${role}`)).join(', ') })),
    h('button.button', { id: 'login-out', type: 'button', onclick: () => session.end() }, t('login.out')),
  ];
}

function choices(attempt) {
  return [
    config.demo ? demo(attempt) : null,
    config.oidc || config.oidc_unavailable
      ? h('section', {}, h('button.button.primary', { id: 'login-provider', type: 'button', onclick: () => void attempt(identity.loginAtProvider(config), null) }, t('login.provider')))
      : null,
    pasted(attempt),
  ];
}

function demo(attempt) {
  const number = h('input', { id: 'login-demo-user', type: 'number', min: 100, max: 999, value: String(DEMO_USERS.bettor), inputmode: 'numeric' });
  const button = (id, kind, user, roles, to) => h(kind, {
    id, type: 'button', onclick: () => void attempt(identity.loginAsDemo(config, { user: user(), roles }), to),
  }, t(`login.${id.slice('login-'.length)}`));
  const officials = ['operator', 'cashier', 'auditor'];
  return h('section', {},
    h('h2', {}, t('login.demo')),
    h('p.hint', {}, t('login.demoHint')),
    h('p', {}, h('label', { for: 'login-demo-user' }, t('login.demoUser')), ' ', number),
    h('div.choices', {},
      button('login-bettor', 'button.button.primary', () => Number(number.value), ['bettor'], ''),
      button('login-operator', 'button.button', () => DEMO_USERS.operator, officials, 'operate'),
      button('login-second', 'button.button', () => DEMO_USERS.second, officials, 'operate')));
}

function pasted(attempt) {
  const text = h('textarea', { id: 'login-token', rows: 4, autocomplete: 'off', spellcheck: 'false' });
  return h('details', { open: !config.demo && !config.oidc },
    h('summary', {}, t('login.pasted')),
    h('label', { for: 'login-token' }, t('login.token')), text,
    h('button.button', { id: 'login-use', type: 'button', onclick: () => {
      const given = text.value;
      text.value = '';
      void attempt(identity.loginWithToken(config, given), '');
    } }, t('login.use')));
}

/** A token for demonstration; null if the service gives none. */
export async function demoToken(user, roles) {
  const answer = await post('/v1/demo/tokens', { user_id: user, roles }, { as: '' });
  return answer.ok ? answer.body.token : null;
}
