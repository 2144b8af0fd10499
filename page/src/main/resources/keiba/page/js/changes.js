// What is announced of a race: found by comparing two of its cards, or listed by the service. Both have the same form:
// {kind, horse_number, before, after}, as GET /v1/races/{race_id}/announcements gives them.
import { minute } from './format.js';
import { t } from './i18n.js';
import { runs } from './types.js';

const COURSE = ['surface', 'distance_m', 'going'];

/** The changes from a card to a later one of the same race, in the order in which the service lists them. */
export function changesBetween(before, after) {
  const changes = [];
  if (before.post_time !== after.post_time || before.deadline !== after.deadline) {
    changes.push(change('POST_TIME', before, after));
  }
  if (COURSE.some((fact) => before.course?.[fact] !== after.course?.[fact])) {
    changes.push(change('COURSE', before.course ?? {}, after.course ?? {}));
  }
  if (before.weather !== after.weather) {
    changes.push(change('WEATHER', before, after));
  }
  after.runners.forEach((runner) => {
    const earlier = before.runners.find((each) => each.horse_number === runner.horse_number) ?? {};
    const ofRunner = (kind) => changes.push({ ...change(kind, earlier, runner), horse_number: runner.horse_number });
    if (runs(earlier) && !runs(runner)) {
      ofRunner('SCRATCH');
    }
    if ((earlier.jockey ?? '') !== (runner.jockey ?? '')) {
      ofRunner('JOCKEY');
    }
    if (earlier.body_weight_kg !== runner.body_weight_kg || earlier.body_weight_change_kg !== runner.body_weight_change_kg) {
      ofRunner('BODY_WEIGHT');
    }
  });
  return changes;
}

function change(kind, before, after) {
  return { kind, before, after };
}

/** Changes as sentences. The weights of several horses are one sentence: they are read on the card. */
export function sentences(changes, card) {
  const weights = changes.filter(({ kind }) => kind === 'BODY_WEIGHT');
  const others = changes.filter(({ kind }) => kind !== 'BODY_WEIGHT').map((each) => sentence(each, card));
  return [...others, ...(weights.length > 1 ? [t('change.weights', { count: weights.length })] : weights.map((each) => sentence(each, card)))];
}

function sentence({ kind, horse_number: number, before, after }, card) {
  const name = card.runners.find((each) => each.horse_number === number)?.name ?? '';
  switch (kind) {
    case 'POST_TIME':
      return t('change.postTime', { time: minute(after.post_time), deadline: minute(after.deadline) });
    case 'COURSE':
      return courseText(before, after);
    case 'WEATHER':
      return t('change.weather', { weather: t(`weather.${after.weather}`) });
    case 'SCRATCH':
      return t('announce.scratch', { number, name, status: t(`status.${after.status}`) });
    case 'JOCKEY':
      return t('change.jockey', { number, name, jockey: after.jockey });
    default:
      return t('change.weight', { number, name, weight: weightText(after) });
  }
}

/** The parts of a course that differ: the surface and the distance belong together. */
function courseText(before, after) {
  const moved = before.surface !== after.surface || before.distance_m !== after.distance_m;
  const parts = [
    moved ? t('change.course', { course: surfaceText(after) }) : '',
    before.going !== after.going ? t('change.going', { going: t(`going.${after.going}`) }) : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Surface and distance, as far as they are known. */
export function surfaceText(course) {
  return [course.surface ? t(`surface.${course.surface}`) : '', course.distance_m ? `${course.distance_m} m` : '']
    .filter((part) => part !== '').join(' ');
}

/** A body weight with its change, such as 486 kg (−4); '' where it is not known. */
export function weightText({ body_weight_kg: weight, body_weight_change_kg: difference }) {
  if (weight === undefined || weight === null) {
    return '';
  }
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±';
  return `${weight} kg${difference === undefined || difference === null ? '' : ` (${sign}${Math.abs(difference)})`}`;
}
