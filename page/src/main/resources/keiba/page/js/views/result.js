// The result of a race: the order, what 100 yen pay, and what is paid back. Under it the bettor's own tickets.
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { number, yen } from '../format.js';
import { t } from '../i18n.js';
import { hasRole } from '../session.js';
import { TYPES, isOfficial } from '../types.js';
import { bracketOf, cap, caps, runnerOf } from './caps.js';
import { ticketList } from './tickets.js';

export function resultOf(race) {
  const place = h('div.result', {}, h('p.empty', {}, t('page.loading')));
  let version = 0;
  const load = async () => {
    ({ version } = race.card);
    const result = await get(`/v1/races/${race.id}/result`);
    const tickets = hasRole('bettor') ? await ticketList(race.id) : null;
    fill(place, result.ok ? drawResult(result.body, race.card) : h('p.failure', { role: 'alert' }, t('page.failed')), tickets);
  };
  void load();
  return {
    element: place,
    redraw: (card) => {
      if (card.version > version) {
        void load();
      }
      return false;
    },
  };
}

/** The order, the dividends and the refunds, as the service tells them. */
export function drawResult(result, card) {
  if (result.order === null || result.order === undefined) {
    return card.state === 'VOID' ? h('p.notice', {}, t('notice.VOID')) : h('p.empty', {}, t('result.none'));
  }
  const official = isOfficial(result.state);
  return [
    h('p.result-state', {}, h('span.badge', { class: official ? 'mark-official' : 'mark-unofficial' }, t(official ? 'result.official' : 'result.unofficial')),
      ' ', official ? t('result.expires', { date: result.expires_on }) : t('result.keepTickets')),
    order(result, card),
    dividends(result, card),
    refunds(result.refunds),
  ];
}

function order(result, card) {
  let place = 1;
  const rows = result.order.flatMap((group) => {
    const rank = place;
    place += group.length;
    return group.map((horse) => ({ rank, horse, tied: group.length > 1 }));
  });
  return h('table.order', {},
    h('caption', {}, t('result.order')),
    h('thead', { class: 'visually-hidden' }, h('tr', {}, ['result.place', 'column.number', 'column.name'].map((key) => h('th', { scope: 'col' }, t(key))))),
    h('tbody', {},
      rows.map(({ rank, horse, tied }) => h('tr', {},
        h('td.rank', {}, t('result.rank', { rank })),
        h('td', {}, cap(horse, bracketOf(card, horse))),
        h('th', { scope: 'row' }, runnerOf(card, horse)?.name ?? '', tied ? ' ' : null, tied ? h('span.badge', {}, t('result.deadHeat')) : null))),
      (result.not_placed ?? []).map((each) => h('tr.is-out', {},
        h('td.rank', {}, t(`finish.${each.status}`)),
        h('td', {}, cap(each.horse_number, bracketOf(card, each.horse_number))),
        h('th', { scope: 'row' }, runnerOf(card, each.horse_number)?.name ?? '')))));
}

function dividends(result, card) {
  const types = TYPES.filter((type) => result.outcomes?.[type] !== undefined);
  if (types.length === 0) {
    return h('p.hint', {}, t('result.noDividends'));
  }
  return h('table.dividends', {},
    h('caption', {}, t('result.dividends')),
    h('thead', { class: 'visually-hidden' }, h('tr', {}, ['entry.type', 'history.combination', 'result.dividend', 'column.popularity'].map((key) => h('th', { scope: 'col' }, t(key))))),
    types.map((type) => h('tbody', {}, rowsOf(type, result, card))));
}

function rowsOf(type, result, card) {
  const outcome = result.outcomes[type];
  const head = (rows) => h('th', { scope: 'rowgroup', rowspan: Math.max(1, rows) }, t(`type.${type}`));
  if (outcome === 'SPECIAL') {
    return h('tr', {}, head(1), h('td', {}, h('span.badge', {}, t('result.special'))), h('td.money', {}, yen(result.special[type])), h('td'));
  }
  if (outcome !== 'DIVIDEND') {
    return h('tr', {}, head(1), h('td', { colspan: 3 }, t(`outcome.${outcome}`)));
  }
  const paid = result.dividends[type] ?? [];
  return paid.map((each, i) => h('tr', {},
    i === 0 ? head(paid.length) : null,
    h('td', {}, caps(type, each.combination, card)),
    h('td.money', {}, yen(each.dividend)),
    h('td.popularity', {}, each.popularity === undefined ? '' : t('result.popularity', { rank: number(each.popularity) }))));
}

function refunds(given) {
  const parts = [
    given?.horses?.length > 0 ? t('result.refundHorses', { numbers: given.horses.join(', ') }) : '',
    given?.brackets?.length > 0 ? t('result.refundBrackets', { numbers: given.brackets.join(', ') }) : '',
    given?.same_brackets?.length > 0 ? t('result.refundSameBrackets', { numbers: given.same_brackets.join(', ') }) : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : h('p.refunds', {}, h('span.badge', {}, t('result.refund')), ' ', parts.join(' · '));
}
