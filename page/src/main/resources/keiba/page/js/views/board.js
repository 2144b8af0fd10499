// The odds of a bet type. A tap on any odds adds the combination to the slip, or takes it out again.
import { announce } from '../announcer.js';
import { weightText } from '../changes.js';
import { beforeNextFrame, fill, h, setText, toggle } from '../dom.js';
import { choices, pairedBrackets, straight } from '../bets.js';
import { odds, number, oddsValue, yen } from '../format.js';
import { t } from '../i18n.js';
import { outOf } from '../race.js';
import * as settings from '../settings.js';
import * as slip from '../slip.js';
import { combinationOf, isBracket, isOrdered, numbersOf, places, runs } from '../types.js';
import { bracketOf, cap, caps, runnerOf } from './caps.js';
import { wheelFrom } from './entry.js';

/** How many rows the list by popularity begins with. */
const ROWS = 50;
/** How many combinations of an axis are listed by popularity beside those by number. */
const ROWS_BESIDE = 20;
/** How many cells are written before a frame, so that a tap never waits for a whole board. */
const CELLS_A_FRAME = 80;
/** Odds below so much are short. */
const SHORT = 10;

/** How the last board was looked at, so that the next one is shown in the same way. */
let order = 'number';

/**
 * The board of a type; WIN shows PLACE beside it.
 *
 * @returns {{element: Node, update: (type: string) => void, redraw: (card: object) => boolean, close: () => void}}
 */
export function boardOf(race, section) {
  const type = section === 'PLACE' ? 'WIN' : section;
  const cells = [];
  const place = h('div.board');
  const state = { axis: null, filter: new Set(), rows: ROWS };
  const drawn = signature(race.card);
  let basis = null;
  const ends = [slip.onSlip(() => mark(cells, race)), settings.onSettings(() => toggle(place, 'marks-short', settings.isOn('short')))];
  const body = h('div.board-body');
  const writing = new Map();
  const draw = () => {
    cells.length = 0;
    writing.clear();
    fill(body, type === 'WIN' ? runners(race, cells)
      : order === 'popularity' ? byPopularity(race, type, cells, state, draw)
        : byNumber(race, type, cells, state, draw));
    basis = basisOf(race, type, state.axis);
    refreshAll(race, cells, false);
    mark(cells, race);
  };
  /** Writes new odds some cells at a time; newer odds that come meanwhile go on from there, once around. */
  const write = (changed) => beforeNextFrame(`odds of ${changed}`, () => {
    const turn = writing.get(changed);
    if (turn === undefined || turn.left <= 0 || !place.isConnected) {
      return;
    }
    const slice = cells.slice(turn.at, turn.at + Math.min(CELLS_A_FRAME, turn.left));
    refresh(race, slice, changed, true);
    turn.at = turn.at + slice.length < cells.length ? turn.at + slice.length : 0;
    turn.left -= slice.length;
    write(changed);
  });
  if (type !== 'WIN') {
    fill(place, orders(draw), h('p.hint', {}, t('odds.hint')), body, totals(race, type));
  } else {
    fill(place, h('p.hint', {}, t('odds.hint')), body);
  }
  place.append(settingsOf());
  toggle(place, 'marks-short', settings.isOn('short'));
  draw();
  return {
    element: place,
    redraw: (card) => signature(card) !== drawn,
    update: (changed) => {
      if (changed === type && basis !== 'VOTES' && basisOf(race, type, state.axis) !== basis) {
        draw(); // lists by popularity begin with the first odds, and are sorted by the first votes
      }
      writing.set(changed, { at: writing.get(changed)?.at ?? 0, left: cells.length });
      write(changed);
      place.querySelector('.totals')?.replaceWith(totals(race, type));
    },
    close: () => ends.forEach((end) => end()),
  };
}

/** What the lists by popularity in a view of a type are built from: NOTHING, ODDS, or the odds and VOTES. A view without such a list needs odds only. */
function basisOf(race, type, axis) {
  if (!race.boards.has(type)) {
    return 'NOTHING';
  }
  const listsVotes = type !== 'WIN' && (order === 'popularity' || places(type) === 3);
  return !listsVotes || race.boards.get(type).board.odds.some((entry) => isRanked(entry) && (order === 'popularity' || isOfAxis(type, entry, axis)))
    ? 'VOTES' : 'ODDS';
}

function isRanked(entry) {
  return entry.popularity !== undefined && entry.popularity !== null;
}

function isOfAxis(type, entry, axis) {
  const numbers = numbersOf(entry.combination);
  return isOrdered(type) ? numbers[0] === axis : numbers.includes(axis);
}

/** What a board is built from; odds only change what is in it. */
function signature(card) {
  return [card.state, ...card.runners.map((runner) => `${runner.name}/${runner.jockey ?? ''}/${runner.status}/${weightText(runner)}`)].join('|');
}

function orders(draw) {
  const choice = (name) => h('button.choice', {
    type: 'button',
    'aria-pressed': String(order === name),
    onclick: (event) => {
      order = name;
      event.currentTarget.parentElement.querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', String(button === event.currentTarget)));
      draw();
    },
  }, t(`odds.by.${name}`));
  return h('div.choices', { role: 'group', 'aria-label': t('odds.order') }, choice('number'), choice('popularity'));
}

/** WIN and PLACE beside the card. */
function runners(race, cells) {
  const { card } = race;
  const columns = ['bracket', 'number', 'name', 'win', 'place', 'popularity'];
  const sorted = sortedRunners(race);
  const head = h('tr', {}, columns.map((column) => h('th', { scope: 'col', class: `col-${column}`, 'aria-sort': sortOf(column) },
    column === 'number' || column === 'popularity'
      ? h('button.sort', { type: 'button', onclick: () => sortBy(column, race, cells) }, t(`column.${column}`))
      : t(`column.${column}`))));
  return h('table.runners', {},
    h('caption.visually-hidden', {}, t('type.WIN_PLACE')),
    h('thead', {}, head),
    h('tbody', {}, sorted.map((runner) => row(race, runner, cells))));
}

let runnerOrder = 'number';

function sortOf(column) {
  return column === runnerOrder ? 'ascending' : null;
}

function sortBy(column, race, cells) {
  runnerOrder = column;
  const table = document.querySelector('table.runners');
  cells.length = 0;
  table.replaceWith(runners(race, cells));
  refreshAll(race, cells, false);
  mark(cells, race);
}

function sortedRunners(race) {
  const win = race.boards.get('WIN');
  const popularity = (runner) => win?.byCombination.get(String(runner.horse_number))?.popularity ?? 99;
  return [...race.card.runners].sort((one, other) =>
    (runnerOrder === 'popularity' ? popularity(one) - popularity(other) : 0) || one.horse_number - other.horse_number);
}

function row(race, runner, cells) {
  const popularity = h('td.col-popularity');
  const combination = String(runner.horse_number);
  const out = !runs(runner);
  const sold = runner.status !== 'WITHDRAWN'; // before sales began, so it never had odds
  return h('tr', { class: out ? 'is-out' : '' },
    h('td.col-bracket', {}, cap(runner.bracket, runner.bracket)),
    h('td.col-number', {}, cap(runner.horse_number, runner.bracket)),
    h('th.col-name', { scope: 'row' },
      h('span.horse', {}, runner.name),
      h('span.jockey', {}, [runner.jockey ?? '', weightText(runner)].filter((text) => text !== '').join(' · ')),
      out ? h('span.badge.out', {}, t(`status.${runner.status}`)) : null),
    h('td.col-win', {}, sold ? cell(race, 'WIN', combination, cells, null, popularity) : '–'),
    h('td.col-place', {}, sold && (race.card.on_sale ?? []).includes('PLACE') ? cell(race, 'PLACE', combination, cells) : '–'),
    popularity);
}

/** A cell with the odds of a combination, which can be tapped. */
function cell(race, type, combination, cells, label = null, popularity = null) {
  const text = h('span.odds', {}, '–');
  const arrow = h('span.arrow', { 'aria-hidden': 'true' });
  const button = h('button.cell', {
    type: 'button',
    'aria-pressed': 'false',
    onclick: () => tap(race, type, combination),
  }, label, text, arrow);
  cells.push({ type, combination, button, text, arrow, popularity, name: nameOf(race.card, type, combination) });
  return button;
}

/** How a combination is read out. */
export function nameOf(card, type, combination) {
  const numbers = numbersOf(combination);
  const names = isBracket(type) ? numbers : numbers.map((each) => `${each} ${runnerOf(card, each)?.name ?? ''}`);
  return `${t(`type.${type}`)} ${names.join(isOrdered(type) ? ' → ' : ' – ')}`;
}

function tap(race, type, combination) {
  const { card } = race;
  const line = slip.lineOf(card.race_id, type, combination);
  if (line !== undefined) {
    slip.remove(line.id);
    announce(t('announce.removed', { name: nameOf(card, type, combination) }));
  } else if (slip.add(card, type, straight(numbersOf(combination)))) {
    race.want([type]);
    announce(t('announce.added', { name: nameOf(card, type, combination) }));
  } else {
    announce(t('slip.full', { most: slip.MOST_LINES }));
  }
}

function refreshAll(race, cells, flash) {
  for (const type of new Set(cells.map((each) => each.type))) {
    refresh(race, cells, type, flash);
  }
}

/** Writes the odds of a type into its cells; only what differs is touched. */
function refresh(race, cells, type, flash) {
  const known = race.boards.get(type);
  if (known === undefined) {
    return;
  }
  for (const each of cells) {
    if (each.type !== type) {
      continue;
    }
    const entry = known.byCombination.get(each.combination);
    const first = each.text.textContent === '–';
    const changed = setText(each.text, odds(entry, type));
    const moved = known.moved.get(each.combination);
    setText(each.arrow, moved === 'up' ? '▲' : moved === 'down' ? '▼' : '');
    toggle(each.button, 'up', moved === 'up');
    toggle(each.button, 'down', moved === 'down');
    toggle(each.button, 'void', entry?.mark === 'SCRATCHED');
    toggle(each.button, 'short', (oddsValue(entry) ?? SHORT) < SHORT);
    if (changed) {
      each.button.setAttribute('aria-label', `${each.name}: ${odds(entry, type)}`);
      each.button.disabled = entry === undefined || entry.mark === 'SCRATCHED';
      if (flash && !first) {
        // Two animations that look the same, in turn: the other one begins at once, without a new layout for each cell.
        const again = each.button.classList.contains('flash');
        toggle(each.button, 'flash', !again);
        toggle(each.button, 'flash-again', again);
      }
    }
    if (each.popularity !== null) {
      setText(each.popularity, entry?.popularity === undefined ? '' : number(entry.popularity));
    }
  }
}

/** Shows which combinations are in the slip. */
function mark(cells, race) {
  const chosen = new Set(slip.lines().filter((each) => each.raceId === race.id && each.selection.method === 'STRAIGHT')
    .map((line) => `${line.type} ${slip.combinations(line)[0]}`));
  for (const each of cells) {
    const pressed = String(chosen.has(`${each.type} ${each.combination}`));
    if (each.button.getAttribute('aria-pressed') !== pressed) {
      each.button.setAttribute('aria-pressed', pressed);
    }
  }
}

/** All combinations of a type in blocks, one for each first number; of three numbers those of the chosen axis. */
function byNumber(race, type, cells, state, draw) {
  const numbers = numbersOnSale(type, race.card);
  if (places(type) < 3) {
    return h('div.blocks', {}, numbers.map((first) => pairBlock(race, type, first, numbers, cells)));
  }
  if (!numbers.includes(state.axis)) {
    state.axis = numbers[0];
  }
  return [
    axisChoice(race, type, numbers, state, draw),
    h('div.axis-board', {},
      h('div.blocks', {}, numbers.filter((second) => second !== state.axis)
        .map((second) => tripleBlock(race, type, state.axis, second, numbers, cells))),
      axisRanking(race, type, state, cells, draw)),
  ];
}

/** The most popular combinations of the axis, beside all of them, and the way to a wheel of it. */
function axisRanking(race, type, { axis }, cells, draw) {
  const entries = (race.boards.get(type)?.board.odds ?? [])
    .filter((entry) => isRanked(entry) && isOfAxis(type, entry, axis))
    .sort((one, other) => one.popularity - other.popularity)
    .slice(0, ROWS_BESIDE);
  return h('aside.beside', { 'aria-label': t('odds.popularOfAxis', { axis }) },
    h('div.headline', {}, h('h2', {}, t('odds.popularOfAxis', { axis })), h('button.tool', { type: 'button', onclick: draw }, t('odds.sortAgain'))),
    entries.length === 0 ? h('p.hint', {}, t('odds.noVotes')) : h('ol.ranking', {}, entries.map((entry) => ranked(race, type, entry, cells))));
}

function ranked(race, type, entry, cells) {
  return h('li', {},
    h('span.rank', {}, entry.popularity ?? '–'),
    cell(race, type, entry.combination, cells, caps(type, entry.combination, race.card)));
}

function numbersOnSale(type, card) {
  const runnersOnSale = card.runners.filter((runner) => runner.status !== 'WITHDRAWN');
  return isBracket(type)
    ? [...new Set(runnersOnSale.map((runner) => runner.bracket))].sort((one, other) => one - other)
    : runnersOnSale.map((runner) => runner.horse_number);
}

function axisChoice(race, type, numbers, state, draw) {
  const out = outOf(race.card);
  return h('fieldset.axis', {},
    h('legend', {}, t(isOrdered(type) ? 'odds.first' : 'odds.axis')),
    h('div.axis-numbers', {}, numbers.map((each) => h('button.pick', {
      type: 'button',
      'aria-pressed': String(each === state.axis),
      'aria-label': `${each} ${runnerOf(race.card, each)?.name ?? ''}`,
      class: out.includes(each) ? 'is-out' : '',
      onclick: () => {
        state.axis = each;
        draw();
      },
    }, cap(each, bracketOf(race.card, each))))),
    h('a.button', { id: 'axis-wheel', href: `#/race/${race.id}/ENTRY`, onclick: () => wheelFrom(type, state.axis) }, t('odds.wheelOfAxis', { axis: state.axis })));
}

function pairBlock(race, type, first, numbers, cells) {
  const paired = isBracket(type) && pairedBrackets(race.card).has(first);
  const seconds = numbers.filter((second) => (second === first ? paired : isOrdered(type) || second > first));
  if (seconds.length === 0) {
    return null;
  }
  return block(race, type, [first], seconds.map((second) => [first, second]), cells);
}

function tripleBlock(race, type, axis, second, numbers, cells) {
  const thirds = numbers.filter((third) => third !== axis && third !== second && (isOrdered(type) || third > second));
  if (thirds.length === 0) {
    return null;
  }
  return block(race, type, [axis, second], thirds.map((third) => [axis, second, third]), cells);
}

function block(race, type, head, lists, cells) {
  const bracket = (each) => (isBracket(type) ? each : bracketOf(race.card, each));
  return h('section.block', { 'aria-label': head.join(isOrdered(type) ? ' → ' : ' – ') },
    h('div.block-head', { 'aria-hidden': 'true' }, head.map((each) => cap(each, bracket(each)))),
    lists.map((numbers) => {
      const last = numbers[numbers.length - 1];
      return cell(race, type, combinationOf(type, numbers), cells, h('span.last', { 'aria-hidden': 'true' }, cap(last, bracket(last))));
    }));
}

/** The combinations in the order of their popularity as it was when the list was drawn; it does not move under a finger. */
function byPopularity(race, type, cells, state, draw) {
  const known = race.boards.get(type);
  if (known === undefined) {
    return h('p.empty', {}, t('page.loading'));
  }
  const wanted = [...state.filter];
  const entries = known.board.odds
    .filter((entry) => wanted.every((each) => numbersOf(entry.combination).includes(each)))
    .sort((one, other) => (one.popularity ?? Infinity) - (other.popularity ?? Infinity));
  const shown = entries.slice(0, state.rows);
  let live = 0;
  for (const entry of shown) {
    live += entry.stake;
  }
  return [
    filterChoice(race, type, state, draw),
    h('div.choices', {}, h('button.choice', { type: 'button', onclick: draw }, t('odds.sortAgain')),
      h('span.hint', {}, t('odds.filtered', { shown: number(shown.length), all: number(entries.length) }))),
    h('ol.ranking', {}, shown.map((entry) => ranked(race, type, entry, cells))),
    entries.length > state.rows
      ? h('button.choice', { type: 'button', onclick: () => {
        state.rows += 200;
        draw();
      } }, t('odds.more'))
      : null,
    known.board.total > 0 ? h('p.hint', {}, t('odds.cumulative', { share: Math.round(live / known.board.total * 1000) / 10, shown: number(shown.length) })) : null,
  ];
}

function filterChoice(race, type, state, draw) {
  return h('fieldset.axis', {},
    h('legend', {}, t('odds.filter')),
    h('div.axis-numbers', {}, choices(type, race.card).map((each) => h('button.pick', {
      type: 'button',
      'aria-pressed': String(state.filter.has(each)),
      'aria-label': isBracket(type) ? String(each) : `${each} ${runnerOf(race.card, each)?.name ?? ''}`,
      onclick: () => {
        if (!state.filter.delete(each)) {
          state.filter.add(each);
        }
        state.rows = ROWS;
        draw();
      },
    }, cap(each, isBracket(type) ? each : bracketOf(race.card, each))))));
}

function totals(race, type) {
  const known = race.boards.get(type);
  return h('p.totals', {}, known === undefined ? '' : [
    t('odds.sales', { sales: yen(known.board.sales) }),
    known.board.refunded > 0 ? ` · ${t('odds.refunded', { refunded: yen(known.board.refunded) })}` : '',
  ]);
}

/** How odds are shown and read out. */
function settingsOf() {
  const box = (name) => h('label.setting', {}, h('input', {
    id: `setting-${name}`, type: 'checkbox', checked: settings.isOn(name), onchange: (event) => settings.set(name, event.target.checked),
  }), t(`setting.${name}`));
  return h('details.settings', {}, h('summary', {}, t('setting.title')), box('short'), box('spoken'));
}

/** How many combinations a summary names. */
const SPOKEN = 3;

/** The shortest odds of a board in a sentence, for those who listen; '' without any. */
export function summaryOf(race, section) {
  const type = section === 'PLACE' ? 'WIN' : section;
  const entries = (race.boards.get(type)?.board.odds ?? [])
    .filter((entry) => entry.popularity > 0 && entry.popularity <= SPOKEN)
    .sort((one, other) => one.popularity - other.popularity)
    .map((entry) => t('spoken.entry', { rank: entry.popularity, name: entry.combination, odds: odds(entry, type) }));
  return entries.length === 0 ? '' : t('spoken.summary', { type: t(`type.${type}`), entries: entries.join(t('spoken.and')) });
}
