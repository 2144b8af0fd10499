// The races of a day, with the time that is left to bet on each.
import { all } from '../api.js';
import { dayInJapan, everySecond, heard, until } from '../clock.js';
import { beforeNextFrame, fill, h, setText, toggle } from '../dom.js';
import { countdown, day as dayText, minute } from '../format.js';
import { t } from '../i18n.js';
import * as live from '../live.js';
import { runs } from '../types.js';

export function races({ day = dayInJapan() }) {
  const list = h('div.races', { 'aria-busy': 'true' }, h('p.empty', {}, t('page.loading')));
  const cards = new Map();
  const timers = new Map();
  const days = h('div');
  let linkedOn = '';
  const tick = () => {
    timers.forEach(({ element, card }) => tickOne(element, card));
    if (linkedOn !== dayInJapan()) { // midnight is over: the day that is shown may no longer be today
      linkedOn = dayInJapan();
      fill(days, dayLinks(day, ''));
    }
  };
  const draw = () => {
    timers.clear();
    list.removeAttribute('aria-busy');
    fill(list, drawDay([...cards.values()], timers));
    tick();
  };
  const take = (card) => {
    heard(card.server_time);
    const known = cards.get(card.race_id);
    if (known === undefined || card.version >= known.version) {
      cards.set(card.race_id, card);
    }
  };
  const read = async () => {
    const answer = await all(`/v1/races?date=${day}&limit=100`);
    answer.items.forEach(take);
    if (answer.ok || cards.size > 0) {
      draw();
    } else {
      fill(list, h('p.failure', { role: 'alert' }, t('page.failed')));
    }
  };
  tick();
  const endTicks = everySecond(tick);
  void read();
  live.listen(`/v1/races/stream?date=${day}`, {
    race: (card) => {
      take(card);
      beforeNextFrame('races', draw);
    },
  });
  return {
    title: t('races.title'),
    element: h('section', { 'aria-labelledby': 'races-title' },
      h('div.headline', {},
        h('h1', { id: 'races-title' }, t('races.of', { day: dayText(day) })),
        days),
      list),
    close: () => {
      endTicks();
      live.close();
    },
  };
}

/** @param {string} of the views of days: '' or 'operate' */
export function dayLinks(day, of) {
  const base = of === '' ? '#/' : `#/${of}/`;
  const shifted = (days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  return h('nav.days', { 'aria-label': t('races.days') },
    h('a.tool', { href: `${base}day/${shifted(-1)}`, rel: 'prev' }, t('races.dayBefore')),
    day === dayInJapan() ? null : h('a.tool', { href: base.replace(/\/$/, of === '' ? '/' : '') }, t('races.today')),
    h('a.tool', { href: `${base}day/${shifted(1)}`, rel: 'next' }, t('races.dayAfter')));
}

function drawDay(cards, timers) {
  if (cards.length === 0) {
    return h('p.empty', {}, t('races.none'));
  }
  const venues = new Map();
  const byPostTime = (one, other) => Date.parse(one.post_time) - Date.parse(other.post_time) || one.race_number - other.race_number;
  for (const card of cards.sort(byPostTime)) {
    venues.set(card.venue, [...(venues.get(card.venue) ?? []), card]);
  }
  return [...venues].map(([venue, inVenue]) => h('section.venue', {},
    h('h2', {}, venue),
    h('ul.cards', {}, inVenue.map((card) => drawRace(card, timers)))));
}

function drawRace(card, timers) {
  const left = h('span.left');
  timers.set(card.race_id, { element: left, card });
  const entered = card.runners.filter(runs).length;
  return h('li', {},
    h('a.race-link', { href: `#/race/${card.race_id}`, class: `is-${card.state.toLowerCase()}` },
      h('span.race-number', {}, t('race.number', { number: card.race_number })),
      h('span.race-name', {}, card.name),
      h('span.race-facts', {}, t('race.facts', { time: minute(card.post_time), runners: entered })),
      stateBadge(card.state),
      left));
}

/** The state of a race as a mark. */
export function stateBadge(state) {
  return h('span.badge', { class: `state-${state.toLowerCase()}` }, t(`state.${state}`));
}

function tickOne(element, card) {
  const left = until(card.deadline);
  const text = isBefore(card.state) ? (left > 0 ? t('race.left', { time: countdown(left) }) : t('race.closing')) : '';
  setText(element, text);
  toggle(element, 'soon', left <= 120_000 && card.state === 'OPEN');
}

/** Whether sales of a race in this state may still begin or go on. */
export function isBefore(state) {
  return state === 'OPEN' || state === 'SUSPENDED' || state === 'DECLARED';
}
