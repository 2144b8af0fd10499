// An operator's form for announcements. It is built once, so that a change of the card loses nothing that was typed: what was typed is kept, and
// the other fields follow the card. What is sent is only what differs from the card.
import { put } from '../api.js';
import { announce } from '../announcer.js';
import { h, showFailure } from '../dom.js';
import { t } from '../i18n.js';
import { SURFACES, isOfficial, runs } from '../types.js';
import { cap } from './caps.js';

const GOINGS = ['FIRM', 'GOOD', 'YIELDING', 'SOFT'];
const WEATHERS = ['FINE', 'CLOUDY', 'LIGHT_RAIN', 'RAIN', 'LIGHT_SNOW', 'SNOW'];

/**
 * @param {import('../race.js').WatchedRace} race
 * @param {(answer: object) => string} problemText
 */
export function announceForm(race, problemText) {
  const element = h('details.announcements', {}, h('summary', {}, t('operate.announce')));
  const failure = h('p.failure', { role: 'alert', hidden: true });
  /** Fields with the value that the card has for each. */
  const fields = [];
  /** The version of the announcements that the operator saw when typing began; null while nothing is typed. */
  let seen = null;

  /** Fields of one group are one fact: what is typed into one of them keeps the others as they are, too. */
  function field(input, valueOf, group = input.id) {
    fields.push({ input, valueOf, group, shown: '' });
    input.addEventListener('input', () => {
      seen ??= race.card.announcement_version;
    });
    return input;
  }

  function build() {
    const { card } = race;
    const choice = (id, kind, values, valueOf) => [
      h('label', { for: id }, t(`announcement.${kind}`)),
      field(h('select', { id }, h('option', { value: '' }, '–'), values.map((value) => h('option', { value }, t(`${kind}.${value}`)))), valueOf),
    ];
    element.append(
      h('div.choices', {},
        choice('announce-surface', 'surface', SURFACES, (now) => now.course?.surface),
        h('label', { for: 'announce-distance' }, t('announcement.distance')),
        field(h('input', { id: 'announce-distance', type: 'number', min: 100, max: 9999, step: 1 }), (now) => now.course?.distance_m),
        choice('announce-going', 'going', GOINGS, (now) => now.course?.going),
        choice('announce-weather', 'weather', WEATHERS, (now) => now.weather)),
      h('table.announced-runners', {},
        h('thead', {}, h('tr', {}, ['column.number', 'column.name', 'announcement.jockey', 'announcement.weight', 'announcement.change']
          .map((key) => h('th', { scope: 'col' }, t(key))))),
        h('tbody', {}, card.runners.map(row))),
      failure,
      h('button.button.primary', { id: 'announce-send', type: 'button', onclick: () => void send() }, t('operate.announceSend')));
  }

  function row(runner) {
    const number = runner.horse_number;
    const of = (fact) => (card) => card.runners.find((each) => each.horse_number === number)?.[fact];
    const label = (key) => t('announcement.of', { what: t(key), number, name: runner.name });
    return h('tr', { 'data-runner': number },
      h('td', {}, cap(number, runner.bracket)),
      h('th', { scope: 'row' }, runner.name),
      h('td', {}, field(h('input', { id: `announce-jockey-${number}`, type: 'text', maxlength: 200, 'aria-label': label('announcement.jockey') }), of('jockey'))),
      h('td', {}, field(h('input', { id: `announce-weight-${number}`, type: 'number', min: 300, max: 1300, step: 1, inputmode: 'numeric', 'aria-label': label('announcement.weight') }), of('body_weight_kg'), `weight-${number}`)),
      h('td', {}, field(h('input', { id: `announce-change-${number}`, type: 'number', min: -99, max: 99, step: 1, 'aria-label': label('announcement.change') }), of('body_weight_change_kg'), `weight-${number}`)));
  }

  const differs = ({ input, shown }) => input.value.trim() !== shown.trim();
  const isTyped = ({ group }) => fields.some((each) => each.group === group && differs(each));

  function update() {
    const { card } = race;
    element.hidden = isOfficial(card.state) || card.state === 'VOID';
    if (fields.length === 0) {
      build();
    }
    const typedNow = new Set(fields.filter(isTyped));
    for (const each of fields) {
      const value = String(each.valueOf(card) ?? '');
      if (!typedNow.has(each)) {
        each.input.value = value;
      }
      each.shown = value;
    }
    if (!fields.some(isTyped)) {
      seen = null;
    }
    for (const runner of card.runners) {
      element.querySelectorAll(`[data-runner="${runner.horse_number}"] input`).forEach((input) => {
        input.disabled = !runs(runner);
      });
    }
  }

  const value = (id) => element.querySelector(`#${id}`).value.trim();
  const typed = (id) => value(id) !== '' && fields.some((each) => each.input.id === id && !each.input.disabled && isTyped(each));

  /** What was typed, without what the card says already. */
  function order() {
    const course = {
      ...(typed('announce-surface') ? { surface: value('announce-surface') } : {}),
      ...(typed('announce-distance') ? { distance_m: Number(value('announce-distance')) } : {}),
      ...(typed('announce-going') ? { going: value('announce-going') } : {}),
    };
    const runners = race.card.runners.map(({ horse_number: number }) => {
      // A change that was cleared is sent as the weight alone.
      const weighed = typed(`announce-weight-${number}`) || typed(`announce-change-${number}`);
      const change = value(`announce-change-${number}`);
      return {
        horse_number: number,
        ...(typed(`announce-jockey-${number}`) ? { jockey: value(`announce-jockey-${number}`) } : {}),
        ...(weighed ? { body_weight_kg: Number(value(`announce-weight-${number}`)) } : {}),
        ...(weighed && change !== '' ? { body_weight_change_kg: Number(change) } : {}),
      };
    }).filter((runner) => Object.keys(runner).length > 1);
    return {
      ...(Object.keys(course).length > 0 ? { course } : {}),
      ...(typed('announce-weather') ? { weather: value('announce-weather') } : {}),
      ...(runners.length > 0 ? { runners } : {}),
    };
  }

  async function send() {
    const facts = order();
    if (Object.keys(facts).length === 0) {
      show(t('operate.nothingTyped'));
      return;
    }
    const answer = await put(`/v1/races/${race.id}/announcements`, { announcement_version: seen ?? race.card.announcement_version, ...facts });
    if (answer.ok) {
      race.see(answer.body);
      seen = null;
      show('');
      announce(t('operate.announced'));
    } else {
      seen = answer.body?.announcement_version ?? seen; // the fields show what was announced meanwhile; sending again is a decision
      show(problemText(answer));
    }
  }

  function show(text) {
    showFailure(failure, text);
    if (text !== '') {
      announce(text);
    }
  }

  return { element, update };
}
