// Declaring a race: by a form, or as the JSON that POST /v1/races takes.
import { post } from '../api.js';
import { dayInJapan, now } from '../clock.js';
import { h, showFailure } from '../dom.js';
import { t } from '../i18n.js';
import { go } from '../router.js';
import { hasRole } from '../session.js';
import { SURFACES } from '../types.js';
import { problemText } from './operate.js';

const EXAMPLE_RUNNERS = 'Alpha, A. Sato\nBeta, B. Suzuki\nGamma, C. Tanaka\nDelta, D. Ito\nEpsilon, E. Abe\nZeta, F. Mori\nEta, G. Ono\nTheta, H. Oka';

export function declare() {
  if (!hasRole('operator')) {
    return { title: t('declare.title'), element: h('p.empty', {}, t('operate.noRole')) };
  }
  const failure = h('p.failure', { role: 'alert', hidden: true });
  const soon = new Date(Math.ceil((now() + 30 * 60_000) / 300_000) * 300_000 + 9 * 3_600_000).toISOString().slice(0, 16);
  const field = (id, label, properties) => [h('label', { for: id }, t(label)), h('input', { id, ...properties })];
  const form = h('form.declare', { onsubmit: (event) => {
    event.preventDefault();
    void send(failure, fromForm(event.target.elements));
  } },
  field('declare-id', 'declare.id', { type: 'number', min: 1, required: true, value: String(Number(dayInJapan().replaceAll('-', '')) * 100 + 1) }),
  field('declare-venue', 'declare.venue', { type: 'text', maxlength: 100, required: true, value: 'Sapporo' }),
  field('declare-number', 'declare.number', { type: 'number', min: 1, max: 99, required: true, value: '1' }),
  field('declare-name', 'declare.name', { type: 'text', maxlength: 100, required: true, value: 'Keiba Cup' }),
  field('declare-post', 'declare.post', { type: 'datetime-local', required: true, value: soon }),
  h('label', { for: 'declare-surface' }, t('announcement.surface')),
  h('select', { id: 'declare-surface' }, h('option', { value: '' }, '–'), SURFACES.map((surface) => h('option', { value: surface }, t(`surface.${surface}`)))),
  field('declare-distance', 'announcement.distance', { type: 'number', min: 100, max: 9999, step: 1 }),
  // Any name can be typed: the service may know rule books of the operator, and lists the known ones where it refuses a name.
  field('declare-rules', 'declare.rules', { type: 'text', maxlength: 100, required: true, value: 'JRA', list: 'declare-rule-books' }),
  h('datalist', { id: 'declare-rule-books' }, ['JRA', 'NAR'].map((rules) => h('option', { value: rules }))),
  h('label', { for: 'declare-runners' }, t('declare.runners')),
  h('textarea', { id: 'declare-runners', rows: 12, required: true }, EXAMPLE_RUNNERS),
  h('button.button.primary', { id: 'declare-send', type: 'submit' }, t('declare.send')));
  const json = h('textarea', { id: 'declare-json', rows: 12, spellcheck: 'false' });
  return {
    title: t('declare.title'),
    element: h('section.operate', { 'aria-labelledby': 'declare-title' },
      h('h1', { id: 'declare-title' }, t('declare.title')), failure, form,
      h('details', {}, h('summary', {}, t('declare.json')), h('label', { for: 'declare-json' }, 'JSON'), json,
        h('button.button', { id: 'declare-json-send', type: 'button', onclick: () => {
          try {
            void send(failure, JSON.parse(json.value));
          } catch {
            showFailure(failure, t('declare.notJson'));
          }
        } }, t('declare.send')))),
  };
}

function fromForm(fields) {
  const post_time = new Date(`${fields['declare-post'].value}:00+09:00`);
  const surface = fields['declare-surface'].value;
  const distance = fields['declare-distance'].value;
  return {
    race_id: Number(fields['declare-id'].value),
    date: dayInJapan(post_time.getTime()),
    venue: fields['declare-venue'].value.trim(),
    race_number: Number(fields['declare-number'].value),
    name: fields['declare-name'].value.trim(),
    rules: fields['declare-rules'].value.trim(),
    post_time: post_time.toISOString(),
    course: { ...(surface === '' ? {} : { surface }), ...(distance === '' ? {} : { distance_m: Number(distance) }) },
    runners: fields['declare-runners'].value.split('\n').filter((line) => line.trim() !== '').map((line, i) => {
      const [name, jockey] = line.split(',').map((part) => part.trim());
      return { horse_number: i + 1, name, ...(jockey ? { jockey } : {}) };
    }),
  };
}

async function send(failure, race) {
  const answer = await post('/v1/races', race);
  showFailure(failure, answer.ok ? '' : problemText(answer));
  if (answer.ok) {
    go(`operate/${answer.body.race_id}`);
  }
}
