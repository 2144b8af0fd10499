// The bettor's tickets with what they returned, and payouts to take with one tap.
import { all, get, post } from '../api.js';
import { announce } from '../announcer.js';
import * as balance from '../balance.js';
import { fill, h, setText, showFailure } from '../dom.js';
import { moment, number, yen } from '../format.js';
import { t } from '../i18n.js';
import { reasonText } from '../purchases.js';
import { hasRole } from '../session.js';
import { wheelOf } from './entry.js';

export function tickets() {
  const place = h('section', { 'aria-labelledby': 'tickets-title' }, h('h1', { id: 'tickets-title' }, t('tickets.title')));
  if (!hasRole('bettor')) {
    place.append(h('p.empty', {}, h('a', { href: '#/login' }, t('slip.login'))));
    return { title: t('tickets.title'), element: place };
  }
  const payouts = h('div', {}, h('p.empty', {}, t('page.loading')));
  const list = h('div');
  const failure = h('p.failure', { role: 'alert', hidden: true });
  place.append(failure, payouts, list);
  const load = async (problem = '') => {
    showFailure(failure, problem);
    fill(payouts, await payoutList(load));
    fill(list, await ticketList(null));
  };
  void load();
  return { title: t('tickets.title'), element: place };
}

/** Payouts that wait for the bettor, and those that were paid. */
async function payoutList(reload) {
  const answer = await all('/v1/payouts?status=CALCULATED&limit=100', 5);
  if (!answer.ok) {
    return h('p.failure', { role: 'alert' }, t('page.failed'));
  }
  const due = answer.items;
  if (due.length === 0) {
    return h('p.hint', {}, t('payouts.none'));
  }
  const sum = due.reduce((total, each) => total + each.amount + (each.refunded ?? 0), 0);
  return h('section.payouts', { 'aria-labelledby': 'payouts-title' },
    h('h2', { id: 'payouts-title' }, t('payouts.title', { count: number(due.length), sum: yen(sum) })),
    due.length > 1 ? h('button.button.primary', { type: 'button', onclick: (event) => takeAll(event.currentTarget, due, reload) }, t('payouts.takeAll', { sum: yen(sum) })) : null,
    h('ul.cards', {}, due.map((each) => h('li.payout', {},
      raceLink(each.race_id),
      h('strong', {}, yen(each.amount)),
      h('span.hint', {}, t('payouts.expires', { date: each.expires_on })),
      h('button.button', { type: 'button', onclick: (event) => takeAll(event.currentTarget, [each], reload) }, t('payouts.take'))))));
}

/** Executes payouts. A repetition of one answers the same and pays nothing more. */
async function takeAll(button, due, reload) {
  button.disabled = true;
  let failure = '';
  for (const each of due) {
    const answer = await post(`/v1/payouts/${each.message_id}/execution`);
    if (answer.ok) {
      balance.known(answer.body.balance);
      announce(t('announce.paid', { amount: yen(answer.body.amount), balance: yen(answer.body.balance) }));
    } else {
      failure = t('announce.notPaid', { reason: reasonText(answer.problem) });
      break;
    }
  }
  await reload(failure);
}

/**
 * The bettor's tickets, newest first, with what was spent and returned; refunds are not counted as spent.
 *
 * @param {string|null} raceId of one race; null for all
 */
export async function ticketList(raceId) {
  const answer = await all(`/v1/tickets?limit=100${raceId === null ? '' : `&race_id=${raceId}`}`, raceId === null ? 2 : 10);
  if (!answer.ok) {
    return h('p.failure', { role: 'alert' }, t('page.failed'));
  }
  if (answer.items.length === 0) {
    return h('p.empty', {}, t('tickets.none'));
  }
  const spent = answer.items.reduce((sum, each) => sum + each.total_amount - each.refunded, 0);
  const back = answer.items.reduce((sum, each) => sum + payoutOf(each), 0);
  return h('section.tickets', {},
    h('h2', {}, t(raceId === null ? 'tickets.latest' : 'tickets.ofRace')),
    h('p.sum', {}, t('tickets.sum', { spent: yen(spent), back: yen(back) })),
    h('ul.cards', {}, answer.items.map((each) => h('li.ticket', { class: payoutOf(each) > 0 ? 'is-won' : '' },
      h('span.type', {}, t(`type.${each.bet_type}`)),
      h('span', {}, describe(each)),
      h('span.unit', {}, t('slip.times', { count: number(each.combinations), price: yen(each.total_amount) })),
      each.refunded > 0 ? h('span.badge', {}, t('tickets.refunded', { amount: yen(each.refunded) })) : null,
      each.payout === null || each.payout === undefined ? null : h('strong', {}, payoutOf(each) > 0 ? t('tickets.won', { amount: yen(payoutOf(each)) }) : t('tickets.lost')),
      h('time', {}, moment(each.purchased_at)),
      raceId === null ? raceLink(each.race_id) : null))));
}

/** The cards of races that are named, each asked for once. */
const cards = new Map();

/** A link to the result of a race, with its name as soon as it is known. */
function raceLink(id) {
  if (!cards.has(id)) {
    cards.set(id, get(`/v1/races/${id}`));
  }
  const link = h('a', { href: `#/race/${id}/RESULT` }, t('payouts.race', { id }));
  void cards.get(id).then(({ ok, body }) => {
    if (ok) {
      setText(link, `${body.venue} ${t('race.number', { number: body.race_number })} ${body.name}`);
    } else {
      cards.delete(id);
    }
  });
  return link;
}

function payoutOf(ticket) {
  return ticket.payout ?? 0;
}

/** A ticket's selection in words. */
function describe(ticket) {
  if (ticket.horse_number !== undefined) {
    return String(ticket.horse_number);
  }
  const { selection } = ticket;
  switch (selection.method) {
    case 'STRAIGHT':
      return selection.numbers.join('-');
    case 'BOX':
      return `${t('method.BOX')} ${selection.numbers.join(', ')}`;
    case 'FORMATION':
      return `${t('method.FORMATION')} ${selection.columns.map((column) => column.join(',')).join(' / ')}`;
    default:
      return `${t('method.WHEEL')} ${wheelOf(selection)} ${selection.axis.join(',')} / ${selection.partners.join(',')}`;
  }
}
