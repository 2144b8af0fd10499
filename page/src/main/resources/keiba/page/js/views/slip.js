// The bet slip beside every view: lines, stakes, the price and what may come back; the review; and what was sent.
import { get, newKey, post } from '../api.js';
import { announce } from '../announcer.js';
import * as balance from '../balance.js';
import { numbersIn } from '../bets.js';
import { everySecond, until } from '../clock.js';
import { beforeNextFrame, fill, h, setText } from '../dom.js';
import { countdown, number, odds, second, yen } from '../format.js';
import { onLanguage, t } from '../i18n.js';
import { buy, reasonText } from '../purchases.js';
import { isOpen } from '../race.js';
import * as session from '../session.js';
import * as slip from '../slip.js';
import { isBracket, isOrdered, numbersOf, runs } from '../types.js';
import { caps, numberCaps, runnerOf } from './caps.js';
import { wheelOf } from './entry.js';
import { watchedRace } from './race.js';
import { splitLine } from './split.js';
import { keepFocus, stakeField } from './stake.js';

const QUICK = [100, 500, 1_000, 5_000];
/** Above so many combinations a budget is not split, because each becomes a line of its own. */
const MOST_SPLIT = 30;

/** The cards of races that no stream keeps current are read so often, in seconds. */
const CARDS_EVERY = 20;

/** A review is shown so long before it can be bought, in milliseconds. */
const LOOK = 700;

let open = false;
let reviewing = null;
/** Whether the slip is being drawn: a field that goes then may still say that it was changed. */
let drawing = false;
/** Boards that were read for lines of races that are not watched: odds by race, type and combination. */
const readBoards = new Map();

export function showSlip() {
  const place = document.getElementById('slip');
  if (history.state?.slip) {
    history.replaceState(null, ''); // of the page before it was loaded again: the slip is closed now
  }
  place.setAttribute('aria-label', t('slip.title'));
  const draw = () => beforeNextFrame('slip', () => drawSlip(place));
  slip.onSlip((typed) => (typed ? drawSums(place) : draw()));
  session.onSession(() => {
    reviewing = null;
    draw();
  });
  balance.onBalance(draw);
  onLanguage(draw);
  window.addEventListener('popstate', () => history.state?.slip || goBack(place));
  document.addEventListener('keiba:shown', () => {
    if (covers.matches && history.state?.slip === undefined) {
      open = false; // another view was chosen in the slip
      reviewing = null;
    }
    draw();
  });
  // A key that is held down presses a button again and again, also the one that takes the place of the first.
  place.addEventListener('keydown', (event) => event.repeat && event.key === 'Enter' && event.target.tagName === 'BUTTON' && event.preventDefault());
  let waited = 0;
  everySecond(() => {
    waited = (waited + 1) % CARDS_EVERY;
    if (!place.hidden && open) {
      drawLive(place);
    }
    if (waited === 0 && !document.hidden) {
      readCards();
    }
  });
  drawSlip(place);
}

function entryOf(raceId, type, combination) {
  const race = watchedRace();
  if (race !== null && race.id === raceId && race.boards.has(type)) {
    return race.boards.get(type).byCombination.get(combination);
  }
  return readBoards.get(`${raceId} ${type}`)?.get(combination);
}

/** Reads the cards of races in the slip that are not watched. */
function readCards() {
  for (const raceId of new Set(slip.lines().map((line) => line.raceId))) {
    if (watchedRace()?.id !== raceId) {
      void readCard(raceId);
    }
  }
}

async function readCard(raceId) {
  const answer = await get(`/v1/races/${raceId}`);
  if (answer.ok) {
    slip.see(answer.body);
  }
}

/** The newest card that the page has of a race. */
function cardOf(raceId) {
  const race = watchedRace();
  return race !== null && race.id === raceId && race.card !== null ? race.card : slip.cardOf(raceId);
}

function drawSlip(place) {
  const lines = slip.lines();
  const sent = slip.sent();
  place.hidden = lines.length === 0 && sent.length === 0;
  document.body.classList.toggle('has-slip', !place.hidden);
  if (place.hidden) {
    fill(place);
    open = false;
    reviewing = null;
    return;
  }
  if (lines.length === 0) {
    reviewing = null;
  }
  const kept = keep(place);
  place.classList.toggle('is-open', open);
  drawing = true;
  fill(place,
    h('button.slip-bar', { id: 'slip-bar', type: 'button', 'aria-expanded': String(open), 'aria-controls': 'slip-body', onclick: () => (open ? shut(place) : openUp(place)) }, h('strong', {}, t('slip.title')), h('span', { id: 'slip-sum' }, barText())),
    h('div.slip-body', { id: 'slip-body' },
      reviewing === null ? drawLines(place) : drawReview(place),
      sent.length === 0 ? null : drawSent(sent)));
  drawing = false;
  drawLive(place);
  kept();
}

/** Notes what people did to the slip that is not in its lines: where they are in it, what they opened, what they type. Returns what does it again. */
function keep(place) {
  const scrolled = document.getElementById('slip-body')?.scrollTop ?? 0;
  const opened = [...place.querySelectorAll('details[open]')].map((each) => each.id);
  const focusAgain = keepFocus(place);
  return () => {
    opened.forEach((id) => document.getElementById(id)?.setAttribute('open', ''));
    focusAgain();
    document.getElementById('slip-body').scrollTop = scrolled;
  };
}

/** Where the slip lies over the view: there the device's button to go back closes it first. */
const covers = window.matchMedia('(max-width: 899px)');

function openUp(place) {
  open = true;
  if (covers.matches) {
    history.pushState({ slip: true }, '');
  }
  drawSlip(place);
}

function shut(place) {
  reviewing = null;
  if (history.state?.slip) {
    history.back(); // what that brings closes it
  } else {
    open = false;
    drawSlip(place);
  }
}

/** Goes back from the review to the lines, and from the lines to the view under them. */
function goBack(place) {
  if (!open || !covers.matches) {
    return;
  }
  if (reviewing === null) {
    open = false;
  } else {
    reviewing = null;
    history.pushState({ slip: true }, '');
  }
  drawSlip(place);
}

function barText() {
  const lines = slip.lines();
  if (lines.length > 0) {
    const count = lines.reduce((sum, line) => sum + slip.countOf(line), 0);
    return t('slip.sum', { count: number(count), price: yen(slip.total()) });
  }
  const waiting = slip.sent().filter((each) => !slip.isDecided(each)).length;
  return waiting > 0 ? t('slip.waiting', { count: waiting }) : t('slip.done');
}

function drawLines(place) {
  const lines = slip.lines();
  if (lines.length === 0) {
    return null;
  }
  const races = [...new Set(lines.map((line) => line.raceId))];
  return h('div.slip-lines', {},
    races.map((raceId) => drawRace(raceId, lines.filter((line) => line.raceId === raceId))),
    lines.length > 1 ? allStakes(lines) : null,
    h('div.slip-total', {},
      h('output', { class: 'sum' }, barText()),
      h('button.tool', { type: 'button', onclick: () => slip.clear() }, t('slip.clear'))),
    h('div.slip-problems', {}, problems(lines)),
    session.hasRole('bettor')
      ? h('button.button.primary', { id: 'slip-review', type: 'button', onclick: () => review(place) }, t('slip.review'))
      : h('a.button.primary', { href: '#/login' }, t('slip.login')));
}

function drawRace(raceId, lines) {
  const card = cardOf(raceId);
  return h('section.slip-race', {},
    h('h2', {}, h('a', { href: `#/race/${raceId}` }, `${card.venue} ${t('race.number', { number: card.race_number })} ${card.name}`), ' ',
      h('span.left', { 'data-deadline': card.deadline, 'data-state': card.state })),
    isOpen(card) ? null : h('p.warning', { role: 'status' }, t('slip.raceNotOpen', { state: t(`state.${card.state}`) })),
    h('ul', {}, lines.map((line) => drawLine(line, card))),
    h('p.estimate', { 'data-estimate': raceId }));
}

function drawLine(line, card) {
  const count = slip.countOf(line);
  const out = slip.scratchedIn(line);
  return h('li.slip-line', {},
    h('div.slip-what', {},
      h('span.type', {}, t(`type.${line.type}`)), ' ',
      describe(line, card),
      h('button.remove', { id: `slip-remove-${line.id}`, type: 'button', 'aria-label': t('slip.remove', { name: lineText(line) }), onclick: () => slip.remove(line.id) }, '×')),
    count === 1 ? h('p.line-facts', {},
      h('span.line-odds', { 'data-odds': `${line.raceId}|${line.type}|${slip.combinations(line)[0]}` }), ' ',
      h('span.line-names', {}, namesOf(line.type, slip.combinations(line)[0], card))) : null,
    h('div.slip-stake', {},
      stakeField(`slip-amount-${line.id}`, line.amount, t('slip.each'), (amount, typed) => slip.setAmount(amount, (each) => each.id === line.id, typed)),
      h('span.unit', { id: `slip-price-${line.id}` }, priceText(line)),
      QUICK.map((amount) => h('button.quick', { id: `slip-more-${line.id}-${amount}`, type: 'button', onclick: () => slip.setAmount(line.amount === slip.UNIT && amount !== slip.UNIT ? amount : line.amount + amount, (each) => each.id === line.id) }, `+${number(amount)}`)),
      count > 1 && count <= MOST_SPLIT ? h('button.quick', { id: `slip-split-${line.id}`, type: 'button', onclick: () => void split(line, card) }, t('slip.split')) : null),
    out.length > 0 ? h('p.warning', { role: 'status' }, t('slip.scratched', { numbers: out.join(', ') })) : null,
    h('div', { id: `slip-dear-${line.id}` }, tooDear(line)),
    line.refusal === '' ? null : h('p.warning', { role: 'status' }, t('slip.refused', { reason: reasonText(line.refusal) })));
}

/** Where a race is held, and its number. */
function raceText(card) {
  return `${card.venue} ${t('race.number', { number: card.race_number })}`;
}

/** A line in words, for those who listen. */
function lineText(line) {
  const { selection } = line;
  const what = selection.method === 'STRAIGHT' ? slip.combinations(line)[0] : `${t(`method.${selection.method}`)} ${numbersIn(selection).join(', ')}`;
  return `${t(`type.${line.type}`)} ${what}`;
}

function tooDear(line) {
  return balance.current() !== null && slip.priceOf(line) > balance.current() ? h('p.warning', {}, t('slip.tooDear')) : null;
}

/** Draws what follows from the stakes, and leaves every element in its place: people type into one, and press another next. */
function drawSums(place) {
  const lines = slip.lines();
  if (drawing || place.querySelector('.slip-lines') === null) {
    return;
  }
  setText(document.getElementById('slip-sum'), barText());
  setText(place.querySelector('.slip-total output'), barText());
  fill(place.querySelector('.slip-problems'), problems(lines));
  for (const line of lines) {
    const price = document.getElementById(`slip-price-${line.id}`);
    if (price !== null) { // a line that was added since the last frame is not drawn yet
      setText(price, priceText(line));
      fill(document.getElementById(`slip-dear-${line.id}`), tooDear(line));
      showStake(`slip-amount-${line.id}`, line.amount);
      showStake(`slip-amount-${line.type}`, lines.find((each) => each.type === line.type).amount);
    }
  }
  showStake('slip-amount-all', lines[0].amount);
  drawLive(place);
}

/** Shows a stake in a field, unless it is typed there. */
function showStake(id, amount) {
  const field = document.getElementById(id);
  if (field !== null && field !== document.activeElement) {
    field.value = String(amount / slip.UNIT);
  }
}

function priceText(line) {
  return t('slip.times', { count: number(slip.countOf(line)), price: yen(slip.priceOf(line)) });
}

function allStakes(lines) {
  const types = [...new Set(lines.map((line) => line.type))];
  const row = (id, title, condition) => h('div.slip-stake', {},
    h('span', {}, title),
    stakeField(id, lines.find(condition).amount, title, (amount, typed) => slip.setAmount(amount, condition, typed)));
  return h('details.slip-all', { id: 'slip-all' },
    h('summary', {}, t('slip.stakes')),
    row('slip-amount-all', t('slip.allLines'), () => true),
    types.length > 1 ? types.map((type) => row(`slip-amount-${type}`, t(`type.${type}`), (line) => line.type === type)) : null);
}

function problems(lines) {
  const total = slip.total();
  const known = balance.current();
  return known !== null && total > known && lines.length > 0
    ? h('p.warning', { role: 'status' }, t('slip.overBalance', { balance: yen(known), total: yen(total) }))
    : null;
}

/** The names of the horses of a combination; brackets have none. */
function namesOf(type, combination, card) {
  return isBracket(type) ? '' : numbersOf(combination).map((each) => runnerOf(card, each)?.name ?? '').join(isOrdered(type) ? ' → ' : ' – ');
}

/** What a line bets on, in caps: the lists of its selection. */
function describe(line, card) {
  const { selection, type } = line;
  const list = (numbers) => numbers.map((each) => caps(type.startsWith('BRACKET') ? type : 'WIN', String(each), card));
  switch (selection.method) {
    case 'STRAIGHT':
      return numberCaps(type, selection.numbers, card);
    case 'BOX':
      return h('span.lists', {}, h('span.method', {}, t('method.BOX')), list(selection.numbers));
    case 'FORMATION':
      return h('span.lists', {}, h('span.method', {}, t('method.FORMATION')), selection.columns.map((column) => h('span.list', {}, list(column))));
    default:
      return h('span.lists', {}, h('span.method', {}, t('method.WHEEL'), ' ', wheelOf(selection)),
        h('span.list', {}, list(selection.axis)), h('span.list', {}, list(selection.partners)));
  }
}

/** What moves without a change of the slip: countdowns, odds and estimates. */
function drawLive(place) {
  for (const element of place.querySelectorAll('[data-deadline]')) {
    const left = until(element.dataset.deadline);
    element.textContent = element.dataset.state === 'OPEN' ? (left > 0 ? countdown(left) : t('race.closing')) : '';
    element.classList.toggle('soon', left <= 120_000);
  }
  for (const element of place.querySelectorAll('[data-odds]')) {
    const [raceId, type, combination] = element.dataset.odds.split('|');
    element.textContent = odds(entryOf(raceId, type, combination), type);
  }
  for (const element of place.querySelectorAll('[data-estimate]')) {
    drawEstimate(element, element.dataset.estimate);
  }
}

function drawEstimate(element, raceId) {
  const price = slip.buyableLines(raceId).reduce((sum, line) => sum + slip.priceOf(line), 0);
  const estimate = slip.estimate(raceId, (type, combination) => entryOf(raceId, type, combination));
  element.classList.toggle('is-loss', estimate !== null && estimate.lowest < price);
  if (estimate === null) {
    element.textContent = t('slip.noEstimate');
    return;
  }
  const range = t('slip.estimate', { lowest: yen(estimate.lowest), highest: yen(estimate.highest) });
  element.textContent = estimate.lowest < price ? `${range} ${t('slip.loss')}` : range;
}

/** Splits an amount over the combinations of a line at the odds of now. */
async function split(line, card) {
  await readOdds([line]);
  splitLine(line, card, (combination) => entryOf(line.raceId, line.type, combination));
}

/** Reads the boards of lines that no stream keeps current. */
async function readOdds(lines) {
  const race = watchedRace();
  const wanted = new Set(lines.filter((line) => !(race?.id === line.raceId && race.boards.has(line.type))).map((line) => `${line.raceId} ${line.type}`));
  await Promise.all([...wanted].map(async (key) => {
    const [raceId, type] = key.split(' ');
    const answer = await get(`/v1/races/${raceId}/odds/${type}`);
    if (answer.ok) {
      readBoards.set(key, new Map(answer.body.odds.map((entry) => [entry.combination, entry])));
    }
  }));
}

/** Asks the service about every line before it is bought: the count, the price, the card as it is now. */
async function review(place) {
  const lines = [...slip.lines()];
  reviewing = { keys: new Map(lines.map((line) => [line.id, newKey()])), checked: new Map(), ready: false, at: Date.now() };
  const mine = reviewing;
  drawSlip(place);
  const cards = [...new Set(lines.map((line) => line.raceId))].map(readCard);
  const previews = lines.map(async (line) => {
    const answer = await post('/v1/purchases/preview', slip.request(line));
    mine.checked.set(line.id, answer);
  });
  // The second tap of a clumsy double tap must not buy what was not looked at.
  const look = new Promise((resolve) => setTimeout(resolve, LOOK));
  await Promise.all([...cards, ...previews, readOdds(lines), look]);
  mine.ready = true;
  if (reviewing === mine) {
    drawSlip(place);
    document.getElementById('slip-review-title')?.focus(); // not the button, which a held key would press
  }
}

function drawReview(place) {
  const lines = slip.lines().filter((line) => reviewing.keys.has(line.id));
  const good = lines.filter((line) => isBuyable(line));
  const total = good.reduce((sum, line) => sum + reviewing.checked.get(line.id).body.total_amount, 0);
  return h('div.slip-review', {},
    h('h2', { id: 'slip-review-title', tabindex: -1 }, t('review.title')),
    h('p.hint', {}, t('review.hint')),
    h('ul', {}, lines.map((line) => drawReviewed(line))),
    h('p.sum', {}, t('review.total', { total: yen(total), balance: balance.current() === null ? '–' : yen(balance.current()) })),
    [...new Set(good.map((line) => line.raceId))].map((raceId) => h('p.estimate', { 'data-estimate': raceId })),
    reviewing.ready ? null : h('p.hint', { role: 'status' }, t('review.checking')),
    h('div.choices', {},
      h('button.button.primary', { id: 'slip-buy', type: 'button', disabled: !reviewing.ready || good.length === 0, onclick: () => confirm(place, good) },
        t('review.buy', { total: yen(total) })),
      h('button.tool', { id: 'slip-back', type: 'button', onclick: () => {
        reviewing = null;
        drawSlip(place);
      } }, t('review.back'))));
}

function isBuyable(line) {
  return reviewing.checked.get(line.id)?.ok === true && isOpen(cardOf(line.raceId)) && slip.scratchedIn(line).length === 0;
}

function drawReviewed(line) {
  const card = cardOf(line.raceId);
  const answer = reviewing.checked.get(line.id);
  const combinations = slip.combinations(line);
  const names = line.type.startsWith('BRACKET') ? [] : [...new Set(combinations.flatMap(numbersOf))].sort((one, other) => one - other)
    .map((each) => card.runners.find((runner) => runner.horse_number === each))
    .map((runner) => h('li', { class: runs(runner) ? '' : 'is-out' }, `${runner.horse_number} ${runner.name}`,
      runs(runner) ? '' : ` ${t(`status.${runner.status}`)}`));
  const problem = !isOpen(card) ? t('slip.raceNotOpen', { state: t(`state.${card.state}`) })
    : slip.scratchedIn(line).length > 0 ? t('slip.scratched', { numbers: slip.scratchedIn(line).join(', ') })
      : answer !== undefined && !answer.ok ? t('slip.refused', { reason: reasonText(answer.problem) }) : '';
  return h('li.slip-line', {},
    h('div.slip-what', {}, h('span', {}, raceText(card)), ' ', h('span.type', {}, t(`type.${line.type}`)), ' ', describe(line, card)),
    combinations.length === 1
      ? h('span.line-odds', { 'data-odds': `${line.raceId}|${line.type}|${combinations[0]}` })
      : h('details', { id: `slip-combinations-${line.id}` }, h('summary', {}, t('review.combinations', { count: number(combinations.length) })),
        h('ul.combinations', {}, combinations.slice(0, 200).map((combination) => h('li', {}, caps(line.type, combination, card), ' ',
          h('span', { 'data-odds': `${line.raceId}|${line.type}|${combination}` }))))),
    h('ul.names', {}, names),
    h('span.unit', {}, answer?.ok ? t('slip.times', { count: number(answer.body.combinations), price: yen(answer.body.total_amount) }) : ''),
    problem === '' ? null : h('p.warning', { role: 'status' }, problem));
}

function confirm(place, lines) {
  const keys = new Map(lines.map((line) => [line.id, reviewing.keys.get(line.id)]));
  reviewing = null;
  const sending = slip.send(keys);
  announce(t('announce.sending'));
  drawSlip(place);
  document.getElementById('slip-sent-title')?.focus();
  void buy(sending);
}

function drawSent(sent) {
  return h('section.slip-sent', { 'aria-label': t('sent.title') },
    h('h2', { id: 'slip-sent-title', tabindex: -1 }, t('sent.title')),
    h('ul', {}, sent.map((each) => h('li.sent', { class: `is-${each.status}` },
      h('span.badge', { class: `sent-${each.status}` }, t(`sent.${each.status}`)), ' ',
      h('span.sent-race', {}, raceText(slip.cardOf(each.raceId))), ' ',
      h('span.type', {}, t(`type.${each.type}`)), ' ', describe(each, slip.cardOf(each.raceId)), ' ',
      h('span.unit', {}, t('slip.times', { count: number(each.count), price: yen(each.count * each.amount) })), ' ',
      h('time', {}, second(each.sentAt)),
      each.reason === '' ? null : h('p.warning', {}, reasonText(each.reason)),
      each.status === 'failed' ? h('button.tool', { id: `sent-again-${each.id}`, type: 'button', onclick: () => slip.putBack(each.id) }, t('sent.again')) : null,
      each.status === 'unknown' ? h('p.hint', {}, t('sent.unknownHint')) : null))),
    sent.some(slip.isDecided) ? h('button.tool', { type: 'button', onclick: () => slip.clearDecided() }, t('sent.clear')) : null);
}
