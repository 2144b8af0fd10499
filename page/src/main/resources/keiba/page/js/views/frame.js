// What surrounds every view: the header with its links, the state of the connection, and the footer.
import { fill, h } from '../dom.js';
import * as balance from '../balance.js';
import { announce } from '../announcer.js';
import { everySecond } from '../clock.js';
import { config } from '../config.js';
import { second, yen } from '../format.js';
import { currentLanguage, onLanguage, t, useLanguage } from '../i18n.js';
import * as live from '../live.js';
import * as session from '../session.js';
import { THEMES, onTheme, theme, useTheme } from '../theme.js';

export function showFrame() {
  draw();
  onLanguage(draw);
  onTheme(draw);
  session.onSession(draw);
  session.onExpiring(() => announce(t('login.expiring')));
  balance.onBalance(drawBalance);
  document.addEventListener('keiba:shown', drawLinks);
  live.onConnection(drawConnection);
  everySecond(drawConnection);
}

function draw() {
  const other = currentLanguage() === 'ja' ? 'en' : 'ja';
  fill(document.getElementById('header'),
    h('button.skip', { type: 'button', onclick: () => document.getElementById('main').focus() }, t('page.skip')),
    h('a.brand', { href: '#/', 'aria-label': 'keiba' }, h('img', { src: '/page/icon.svg', alt: '', width: 28, height: 28 }), h('span', {}, 'keiba')),
    h('nav.links', { id: 'links', 'aria-label': t('page.navigation') }),
    h('div.tools', {},
      h('span.balance', { id: 'balance' }),
      h('button.tool', { type: 'button', onclick: () => useLanguage(other), lang: other }, other === 'en' ? 'EN' : '日本語'),
      themeButton(),
      session.current() === null
        ? h('a.button', { href: '#/login' }, t('login.title'))
        : h('a.tool', { href: '#/login' }, t('login.user', { user: session.user() }))));
  fill(document.getElementById('footer'),
    h('p', {}, t('page.estimates')),
    h('p', {}, h('a', { href: '/docs/' }, t('page.api')), config.environment ? ` · ${config.environment}` : null));
  drawLinks();
  drawBalance();
  drawConnection();
}

function themeButton() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  return h('button.tool', { type: 'button', 'aria-label': t('theme.change', { theme: t(`theme.${theme()}`) }), onclick: () => useTheme(next) },
    { auto: '◐', light: '☀', dark: '☾' }[theme()]);
}

function drawLinks() {
  const path = location.hash.replace(/^#\/?/, '');
  const isIn = (begin) => (begin === '' ? path === '' : path.startsWith(begin));
  const link = (to, text, begins) =>
    h('a', { href: `#/${to}`, 'aria-current': begins.some(isIn) ? 'page' : null }, text);
  fill(document.getElementById('links'),
    link('', t('races.title'), ['', 'day', 'race']),
    session.hasRole('bettor') ? link('tickets', t('tickets.title'), ['tickets']) : null,
    session.hasRole('bettor') ? link('account', t('account.title'), ['account']) : null,
    session.hasRole('operator') || session.hasRole('auditor') ? link('operate', t('operate.title'), ['operate']) : null);
}

function drawBalance() {
  const known = balance.current();
  fill(document.getElementById('balance'), known === null ? '' : [h('span.label', {}, t('account.balance'), ' '), yen(known)]);
}

function drawConnection() {
  const place = document.getElementById('connection');
  const since = live.since();
  const broken = since !== null && Date.now() - since > 1_500; // a stream that opens again at once is no news
  place.hidden = !broken;
  document.body.classList.toggle('disconnected', broken);
  if (broken) {
    fill(place, t('connection.lost', { since: second(since) }));
  }
}
