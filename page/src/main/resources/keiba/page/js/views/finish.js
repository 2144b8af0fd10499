// Entering the order of finish. The second operator enters it without seeing the first entry, and the page compares the two; only then can
// the version that was posted be confirmed.
import { get, post, put } from '../api.js';
import { announce } from '../announcer.js';
import { fill, h } from '../dom.js';
import * as finishes from '../finish.js';
import { t } from '../i18n.js';
import { hasRole } from '../session.js';
import { awaitsOrder, hasPostedOrder, runs } from '../types.js';
import { drawResult } from './result.js';
import { cap } from './caps.js';

/**
 * @param {import('../race.js').WatchedRace} race
 * @param {(answer: object) => string} problemText
 */
export function finishForm(race, problemText) {
  const element = h('section.finish', { 'aria-labelledby': 'finish-title' });
  let finish = finishes.empty();
  let tied = false;
  let status = '';
  let compared = null; // the posted result, once the entry was compared with it
  let revealed = false; // whether the operator asked to see the posted order after an entry that differs
  let preview = null;
  let failure = '';

  function update() {
    const { card } = race;
    const entering = hasRole('operator') && (awaitsOrder(card.state) || hasPostedOrder(card.state));
    if (!entering) {
      element.hidden = true;
      return;
    }
    element.hidden = false;
    draw();
  }

  function draw() {
    const { card } = race;
    const horses = card.runners.filter(runs).map((runner) => runner.horse_number);
    const missing = finishes.missing(finish, horses);
    const ranks = finishes.ranks(finish);
    fill(element,
      h('h2', { id: 'finish-title' }, t(awaitsOrder(card.state) ? 'finish.title' : 'finish.second')),
      h('p.hint', {}, t(awaitsOrder(card.state) ? 'finish.hint' : 'finish.blind')),
      h('div.choices', { role: 'group', 'aria-label': t('finish.next') },
        toggleButton('finish-tied', t('finish.tied'), tied, () => {
          tied = !tied;
          status = '';
        }),
        toggleButton('finish-pulled-up', t('finish.PULLED_UP'), status === 'PULLED_UP', () => setStatus('PULLED_UP')),
        toggleButton('finish-disqualified', t('finish.DISQUALIFIED'), status === 'DISQUALIFIED', () => setStatus('DISQUALIFIED')),
        h('button.tool', { id: 'finish-undo', type: 'button', onclick: () => change(finishes.undo(finish)) }, t('finish.undo')),
        h('button.tool', { id: 'finish-clear', type: 'button', onclick: () => change(finishes.empty()) }, t('finish.clear'))),
      h('div.runner-buttons', {}, runnerButtons(card, press, (horse) => (ranks.has(horse) ? t('result.rank', { rank: ranks.get(horse) })
        : finish.notPlaced.has(horse) ? t(`finish.${finish.notPlaced.get(horse)}`) : ''))),
      h('p', { role: 'status' }, missing.length === 0 ? t('finish.complete') : t('finish.missing', { count: missing.length })),
      failure === '' ? null : h('p.failure', { role: 'alert' }, failure),
      awaitsOrder(card.state) ? first(missing) : second(missing));
  }

  function toggleButton(id, text, pressed, choose) {
    return h('button.choice', { id, type: 'button', 'aria-pressed': String(pressed), onclick: () => {
      choose();
      draw();
    } }, text);
  }

  function setStatus(chosen) {
    status = status === chosen ? '' : chosen;
    tied = false;
  }

  function change(next) {
    finish = next;
    compared = null;
    revealed = false;
    preview = null;
    failure = '';
    draw();
  }

  function press(horse) {
    if (finishes.missing(finish, [horse]).length === 0) {
      change(finishes.without(finish, horse));
      return;
    }
    const next = status === '' ? finishes.add(finish, horse, tied) : finishes.notPlaced(finish, horse, status);
    tied = false;
    status = '';
    change(next);
  }

  /** The first operator: what it would pay, then the post. */
  function first(missing) {
    return [
      h('div.choices', {},
        h('button.button', { id: 'finish-preview', type: 'button', disabled: missing.length > 0, onclick: () => void showPreview() }, t('finish.preview')),
        h('button.button.primary', { id: 'finish-post', type: 'button', disabled: missing.length > 0, onclick: () => void send() }, t('finish.post'))),
      drawPreview(),
    ];
  }

  /** The second operator: compare, look at what it pays, confirm. */
  function second(missing) {
    const equal = compared !== null && finishes.same(finish, finishes.of(compared));
    return [
      h('div.choices', {},
        h('button.button', { id: 'finish-compare', type: 'button', disabled: missing.length > 0, onclick: () => void compare() }, t('finish.compare')),
        compared !== null && !equal && !revealed ? h('button.button', { id: 'finish-reveal', type: 'button', onclick: () => {
          revealed = true;
          draw();
        } }, t('finish.reveal')) : null,
        compared !== null && !equal && revealed ? h('button.button.danger', { id: 'finish-replace', type: 'button', onclick: () => void send() }, t('finish.replace')) : null,
        equal && race.card.state !== 'PLACED_TO_3' ? h('button.button', { id: 'finish-first-three', type: 'button', onclick: () => void confirm('first-three', 'finish.placed') }, t('finish.firstThree')) : null,
        equal ? h('button.button.primary', { id: 'finish-confirm', type: 'button', onclick: () => void confirm('confirmation', 'finish.confirmed') }, t('finish.confirm', { version: compared.result_version })) : null),
      compared === null ? null : h('p', { id: 'finish-verdict', role: 'status', class: equal ? 'good' : 'bad' }, t(equal ? 'finish.equal' : 'finish.differs')),
      compared !== null && !equal && revealed ? h('div.comparison', {}, h('p', {}, t('finish.posted', { order: orderText(finishes.of(compared)) })), h('p', {}, t('finish.yours', { order: orderText(finish) }))) : null,
      drawPreview(),
    ];
  }

  function orderText(one) {
    return [...one.order.map((group) => group.join(' = ')), ...[...one.notPlaced].map(([horse, why]) => `${horse} ${t(`finish.${why}`)}`)].join(', ');
  }

  function drawPreview() {
    return preview === null ? null : h('div.preview', { id: 'finish-pays' }, h('h3', {}, t('finish.pays')), drawResult(preview, race.card));
  }

  async function showPreview() {
    const answer = await post(`/v1/races/${race.id}/result/preview`, finishes.requestOf(finish));
    preview = answer.ok ? answer.body : null;
    failure = answer.ok ? '' : problemText(answer);
    draw();
  }

  async function send() {
    const answer = await put(`/v1/races/${race.id}/result`, finishes.requestOf(finish));
    if (answer.ok) {
      announce(t('finish.sent', { version: answer.body.result_version }));
      change(finishes.empty()); // whoever confirms enters it anew
    } else {
      failure = problemText(answer);
      draw();
    }
  }

  async function compare() {
    const answer = await get(`/v1/races/${race.id}/result`);
    failure = answer.ok ? '' : problemText(answer);
    compared = answer.ok ? answer.body : null;
    if (compared !== null && finishes.same(finish, finishes.of(compared))) {
      await showPreview();
    }
    draw();
  }

  /** Confirms the posted order, or its first three places. */
  async function confirm(what, done) {
    const answer = await post(`/v1/races/${race.id}/result/${what}`, { result_version: compared.result_version });
    if (answer.ok) {
      announce(t(done));
      change(finishes.empty());
    } else {
      failure = problemText(answer);
      draw();
    }
  }

  return { element, update };
}

/** The horses that run, as buttons of a number and a name. */
function runnerButtons(card, press, label) {
  return card.runners.filter((runner) => runs(runner)).map((runner) => h('button.pick.named', {
    type: 'button', 'data-horse': runner.horse_number, onclick: () => press(runner.horse_number),
  }, cap(runner.horse_number, runner.bracket), h('span.horse', {}, runner.name), h('span.rank', {}, label(runner.horse_number))));
}
