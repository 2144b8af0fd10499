// How much each pool of a race holds, and how the money lies on the horses.
import { fill, h, svg } from '../dom.js';
import { number, yen } from '../format.js';
import { t } from '../i18n.js';
import { TYPES } from '../types.js';
import { cap } from './caps.js';

export function poolsOf(race) {
  const place = h('div.pools');
  const draw = () => fill(place, drawPools(race), drawWin(race));
  draw();
  return {
    element: place,
    redraw: () => {
      draw();
      return false;
    },
    update: draw,
  };
}

function drawPools(race) {
  const boards = TYPES.map((type) => race.boards.get(type)?.board).filter((board) => board !== undefined);
  const whole = boards.reduce((sum, board) => sum + board.total, 0);
  return h('table.shares', {},
    h('caption', {}, t('pools.title', { total: yen(whole) })),
    h('thead', { class: 'visually-hidden' }, h('tr', {}, ['entry.type', 'pools.share', 'pools.total'].map((key) => h('th', { scope: 'col' }, t(key))))),
    h('tbody', {}, boards.map((board) => h('tr', {},
      h('th', { scope: 'row' }, t(`type.${board.bet_type}`)),
      h('td.bar', {}, bar(whole === 0 ? 0 : board.total / whole, 'var(--accent)')),
      h('td.money', {}, yen(board.total))))));
}

/** A bar of a share between 0 and 1. */
function bar(share, colour) {
  const percent = Math.round(share * 1000) / 10;
  const picture = svg('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${percent} %` },
    svg('rect', { x: 0, y: 0, width: Math.max(percent, share > 0 ? 0.5 : 0), height: 10, fill: colour }));
  return h('span.share', {}, picture, h('span.percent', {}, `${percent} %`));
}

/** The shares of the horses in the pool of WIN, the most popular first, and how they add up. */
function drawWin(race) {
  const board = race.boards.get('WIN')?.board;
  if (board === undefined || board.total === 0) {
    return null;
  }
  const entries = [...board.odds].filter((entry) => entry.stake > 0 && entry.mark !== 'SCRATCHED').sort((one, other) => other.stake - one.stake);
  let sum = 0;
  return h('table.shares', {},
    h('caption', {}, t('pools.win')),
    h('thead', {}, h('tr', {}, ['column.popularity', 'column.horse', 'pools.share', 'pools.cumulative'].map((key) => h('th', { scope: 'col' }, t(key))))),
    h('tbody', {}, entries.map((entry, i) => {
      sum += entry.stake;
      const runner = race.card.runners.find((each) => String(each.horse_number) === entry.combination);
      return h('tr', {},
        h('td', {}, number(i + 1)),
        h('th', { scope: 'row' }, cap(runner.horse_number, runner.bracket), ' ', runner.name),
        h('td.bar', {}, bar(entry.stake / board.total, 'var(--accent)')),
        h('td.money', {}, `${Math.round(sum / board.total * 1000) / 10} %`));
    })));
}
