// The bettor's balance and statement; with a demo token also money to play with.
import { all, newKey, post } from '../api.js';
import * as balance from '../balance.js';
import { config } from '../config.js';
import { fill, h } from '../dom.js';
import { moment, yen } from '../format.js';
import { t } from '../i18n.js';
import { hasRole, user } from '../session.js';
import { demoToken } from './login.js';

/** What a demo bettor is given at a tap, in yen. */
const PLAY_MONEY = 100_000;
/** The demo user who pays it in. */
const DEMO_CASHIER = 1;

export function account() {
  const place = h('section', { 'aria-labelledby': 'account-title' }, h('h1', { id: 'account-title' }, t('account.title')));
  if (!hasRole('bettor')) {
    place.append(h('p.empty', {}, h('a', { href: '#/login' }, t('slip.login'))));
    return { title: t('account.title'), element: place };
  }
  const sum = h('p.balance-large');
  const statement = h('div', {}, h('p.empty', {}, t('page.loading')));
  const drawSum = () => fill(sum, balance.current() === null ? '–' : yen(balance.current()));
  const end = balance.onBalance(drawSum);
  const load = async () => {
    await balance.refresh();
    fill(statement, await entries());
  };
  place.append(sum, config.demo ? h('button.button', { type: 'button', onclick: (event) => deposit(event.currentTarget, load) }, t('account.play', { amount: yen(PLAY_MONEY) })) : '', statement);
  drawSum();
  void load();
  return { title: t('account.title'), element: place, close: end };
}

async function deposit(button, reload) {
  button.disabled = true;
  const cashier = await demoToken(DEMO_CASHIER, ['cashier']);
  if (cashier !== null) {
    await post(`/v1/accounts/${user()}/deposits`, { amount: PLAY_MONEY }, { as: `Bearer ${cashier}`, key: newKey() });
  }
  button.disabled = false;
  await reload();
}

async function entries() {
  const answer = await all('/v1/account/entries?limit=100', 3);
  if (!answer.ok) {
    return h('p.failure', { role: 'alert' }, t('page.failed'));
  }
  if (answer.items.length === 0) {
    return h('p.empty', {}, t('account.noEntries'));
  }
  return h('table.statement', {},
    h('caption', {}, t('account.statement')),
    h('thead', {}, h('tr', {}, ['account.at', 'account.kind', 'account.amount', 'account.balance'].map((key) => h('th', { scope: 'col' }, t(key))))),
    h('tbody', {}, answer.items.map((each) => h('tr', {},
      h('td', {}, h('time', { datetime: each.at }, moment(each.at))),
      h('td', {}, t(`entryKind.${each.kind}`)),
      h('td.money', { class: each.amount < 0 ? 'down' : 'up' }, `${each.amount > 0 ? '+' : ''}${yen(each.amount)}`),
      h('td.money', {}, yen(each.balance))))));
}
