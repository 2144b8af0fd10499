// One race: its card, the odds of each type, a form for bets, the odds over time, the pools and the result.
import { announce } from '../announcer.js';
import { surfaceText } from '../changes.js';
import { until, everySecond } from '../clock.js';
import { beforeNextFrame, fill, h, setText, toggle } from '../dom.js';
import { countdown, minute, second, yen } from '../format.js';
import { t } from '../i18n.js';
import { WatchedRace } from '../race.js';
import * as settings from '../settings.js';
import * as slip from '../slip.js';
import { Spoken } from '../spoken.js';
import { TYPES, isOfficial } from '../types.js';
import { boardOf, summaryOf } from './board.js';
import { entryForm } from './entry.js';
import { historyOf } from './history.js';
import { newsOf } from './news.js';
import { poolsOf } from './pools.js';
import { resultOf } from './result.js';
import { isBefore, stateBadge } from './races.js';

/** The sections of a race that are not boards. */
const FURTHER = ['ENTRY', 'HISTORY', 'POOLS', 'RESULT'];

/** Odds are read out at most so often, in milliseconds. */
const SPOKEN_EVERY = 30_000;

/** The race that is watched now, for the slip's estimates; null without one. */
let watched = null;

export function watchedRace() {
  return watched;
}

export function race({ id, section }) {
  const shown = section.toUpperCase();
  const race = new WatchedRace(id, wantedBy(shown, id));
  watched = race;
  const element = h('section.race', { 'aria-labelledby': 'race-title' }, h('p.empty', {}, t('page.loading')));
  const view = { title: '', element, close };
  let body = null;
  let head = null;
  const spoken = new Spoken(announce, SPOKEN_EVERY, Date.now());

  const ends = [race.onChange((kind, fact) => {
    if (kind === 'race') {
      slip.see(race.card);
      beforeNextFrame('race', drawAll);
    } else {
      beforeNextFrame(`odds ${fact}`, () => {
        body?.update?.(fact);
        head?.update();
      });
    }
  }), everySecond(() => {
    head?.update();
    if (settings.isOn('spoken') && TYPES.includes(shown) && race.card?.state === 'OPEN') {
      spoken.offer(() => summaryOf(race, shown), Date.now());
    }
  })];

  function drawAll() {
    if (race.card === null) {
      return;
    }
    document.title = `${race.card.name} – keiba`;
    if (head === null) {
      head = headOf(race);
      const bar = tabs(race.card, shown);
      fill(element, head.element, bar, h('div.section', { id: 'section' }));
      const active = bar.querySelector('[aria-current]');
      bar.scrollLeft = active === null ? 0 : active.offsetLeft - bar.offsetLeft - 40;
    }
    head.update();
    if (body === null || body.redraw(race.card)) {
      body?.close?.();
      body = bodyOf(race, shown);
      fill(element.querySelector('#section'), body.element);
    }
  }

  function close() {
    ends.forEach((end) => end());
    body?.close?.();
    race.close();
    if (watched === race) {
      watched = null;
    }
  }

  void race.start().then((answer) => {
    if (answer.ok) {
      drawAll();
    } else {
      fill(element, h('p.failure', { role: 'alert' }, t(answer.status === 404 ? 'race.unknown' : 'page.failed')));
    }
  });
  return view;
}

/** The boards that a section shows, and those that the slip estimates by. */
function wantedBy(section, id) {
  const inSlip = slip.lines().filter((line) => line.raceId === id).map((line) => line.type);
  const base = section === 'POOLS' ? TYPES : ['WIN', 'PLACE', ...(TYPES.includes(section) ? [section] : [])];
  return [...new Set([...base, ...inSlip])];
}

function headOf(race) {
  const state = h('span');
  const left = h('strong.left', { role: 'timer' });
  const facts = h('p.race-facts');
  const notice = h('p.race-notice', { role: 'status' });
  const updated = h('span.updated');
  const news = newsOf(race);
  const { card } = race;
  const element = h('header.race-head', {},
    h('div.headline', {},
      h('p.race-where', {}, `${card.venue} ${t('race.number', { number: card.race_number })}`),
      state),
    h('h1', { id: 'race-title' }, card.name),
    facts,
    h('div.race-clock', {}, left, updated),
    notice,
    news.elements);
  return { element, update };

  function update() {
    const now = race.card;
    const remaining = until(now.deadline);
    fill(state, stateBadge(now.state));
    setText(facts, factsOf(now));
    const open = isBefore(now.state);
    setText(left, open ? (remaining > 0 ? t('race.left', { time: countdown(remaining) }) : t('race.closing')) : '');
    toggle(left, 'soon', now.state === 'OPEN' && remaining <= 120_000);
    setText(notice, noticeOf(now));
    notice.hidden = notice.textContent === '';
    news.update();
    const board = [...race.boards.values()].map((each) => each.board).sort((one, other) => Date.parse(other.as_of) - Date.parse(one.as_of))[0];
    setText(updated, board === undefined ? '' : t('odds.updated', { time: second(board.as_of), kind: t(`kind.${kindOf(board, now)}`) }));
  }
}

function factsOf(card) {
  const parts = [
    t('race.post', { time: minute(card.post_time) }),
    t('race.deadline', { time: minute(card.deadline) }),
    t('race.rules', { rules: card.rules ?? 'JRA' }),
    surfaceText(card.course ?? {}),
    card.course?.going ? t(`going.${card.course.going}`) : '',
    card.weather ? t(`weather.${card.weather}`) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** 中間 while sales go on, 最終 after them, 確定 with the result, 中止 for a race that is void. */
function kindOf(board, card) {
  if (card.state === 'VOID') {
    return 'VOID';
  }
  if (board.kind !== 'FINAL') {
    return 'PROVISIONAL';
  }
  return isOfficial(card.state) ? 'OFFICIAL' : 'FINAL';
}

function noticeOf(card) {
  switch (card.state) {
    case 'OPEN':
      return '';
    case 'PAYABLE':
    case 'OFFICIAL':
    case 'EXPIRED':
      return t('notice.result');
    default:
      return t(`notice.${card.state}`);
  }
}

function tabs(card, section) {
  const tab = (name, text) => h('a.tab', {
    href: `#/race/${card.race_id}/${name}`,
    'aria-current': name === section || (name === 'WIN' && section === 'PLACE') ? 'page' : null,
  }, text);
  const types = TYPES.filter((type) => type !== 'PLACE' && (card.on_sale ?? []).includes(type));
  return h('nav.tabs', { 'aria-label': t('race.sections') },
    types.map((type) => tab(type, type === 'WIN' ? t('type.WIN_PLACE') : t(`type.${type}`))),
    FURTHER.map((name) => tab(name, t(`section.${name}`))));
}

function bodyOf(race, section) {
  switch (section) {
    case 'ENTRY':
      return entryForm(race);
    case 'HISTORY':
      return historyOf(race);
    case 'POOLS':
      return poolsOf(race);
    case 'RESULT':
      return resultOf(race);
    default:
      return TYPES.includes(section) && (race.card.on_sale ?? []).includes(section) ? boardOf(race, section) : missing();
  }
}

function missing() {
  return { element: h('p.empty', {}, t('odds.notOnSale')), redraw: () => true };
}
