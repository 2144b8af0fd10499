// The operators' views: the races of the day with their states, and one race from its opening to the report.
import { all, get, post, put } from '../api.js';
import { announce } from '../announcer.js';
import { dayInJapan, everySecond, until } from '../clock.js';
import { fill, h, showFailure } from '../dom.js';
import { countdown, day as dayText, minute, second, yen } from '../format.js';
import { t } from '../i18n.js';
import * as live from '../live.js';
import { reasonText } from '../purchases.js';
import { WatchedRace } from '../race.js';
import { hasRole } from '../session.js';
import { TYPES, hasStarted, isOfficial, runs } from '../types.js';
import { announceForm } from './announce.js';
import { ask } from './dialog.js';
import { finishForm } from './finish.js';
import { dayLinks, stateBadge, isBefore } from './races.js';
import { drawResult } from './result.js';

const SERVICE_EVERY = 10_000;
/** The report counts what was sold and refused: a long work for the service, so that it is read rarely unless the card changes. */
const REPORT_EVERY = 60_000;

export function operate({ day = dayInJapan() }) {
  if (!hasRole('operator') && !hasRole('auditor')) {
    return noEntry();
  }
  const list = h('div', {}, h('p.empty', {}, t('page.loading')));
  const health = h('div.health', { role: 'status' });
  const cards = new Map();
  const draw = () => {
    fill(list, table([...cards.values()]));
    list.querySelectorAll('[data-deadline]').forEach(tick);
  };
  const take = (card) => {
    if ((cards.get(card.race_id)?.version ?? -1) <= card.version) {
      cards.set(card.race_id, card);
    }
  };
  void all(`/v1/races?date=${day}&limit=100`).then((answer) => {
    answer.items.forEach(take);
    draw();
  });
  live.listen(`/v1/races/stream?date=${day}`, {
    race: (card) => {
      take(card);
      draw();
    },
  });
  const endTicks = everySecond(() => list.querySelectorAll('[data-deadline]').forEach(tick));
  const endHealth = every(SERVICE_EVERY, () => drawHealth(health));
  return {
    title: t('operate.title'),
    element: h('section.operate', { 'aria-labelledby': 'operate-title' },
      h('div.headline', {}, h('h1', { id: 'operate-title' }, t('operate.title')),
        hasRole('operator') ? h('a.button', { href: '#/operate/declare' }, t('declare.title')) : null,
        dayLinks(day, 'operate')),
      h('p.race-where', {}, dayText(day)),
      health,
      list,
      hasRole('operator') ? holdAll() : null),
    close: () => {
      endTicks();
      endHealth();
      live.close();
    },
  };
}

function noEntry() {
  return { title: t('operate.title'), element: h('p.empty', {}, t('operate.noRole'), ' ', h('a', { href: '#/login' }, t('login.title'))) };
}

function every(milliseconds, run) {
  void run();
  const timer = setInterval(run, milliseconds);
  return () => clearInterval(timer);
}

function tick(element) {
  const left = until(element.dataset.deadline);
  element.textContent = left > 0 ? countdown(left) : '0:00';
  element.classList.toggle('soon', left <= 120_000);
}

function table(cards) {
  if (cards.length === 0) {
    return h('p.empty', {}, t('races.none'));
  }
  const sorted = cards.sort((one, other) => Date.parse(one.post_time) - Date.parse(other.post_time));
  return h('table.race-table', {},
    h('thead', {}, h('tr', {}, ['operate.race', 'operate.state', 'operate.post', 'operate.left'].map((key) => h('th', { scope: 'col' }, t(key))))),
    h('tbody', {}, sorted.map((card) => h('tr', {},
      h('th', { scope: 'row' }, h('a', { href: `#/operate/${card.race_id}` }, `${card.venue} ${t('race.number', { number: card.race_number })} ${card.name}`)),
      h('td', {}, stateBadge(card.state)),
      h('td', {}, minute(card.post_time)),
      isBefore(card.state) ? h('td.left', { 'data-deadline': card.deadline }) : h('td.left', {}, '–')))));
}

/** Seconds from which on the lag of recording is marked. */
const LAG_TO_WATCH = 5;

/** Whether the service is ready, which of its work fails, and how far recording is behind. */
async function drawHealth(place) {
  const answer = await get('/observe/health/ready', { as: '', patience: 5_000 });
  const checks = answer.body?.checks ?? [];
  const down = checks.filter((check) => check.status !== 'UP').map((check) => check.name);
  const work = checks.find((check) => check.name === 'work')?.data ?? {};
  const lag = work.recording_lag_seconds;
  const failing = Object.entries(work).filter(([name]) => name !== 'degraded' && name !== 'recording_lag_seconds').map(([name, what]) => `${name}: ${what}`);
  const good = answer.ok && down.length === 0 && failing.length === 0;
  fill(place, h('span.badge', { class: good ? 'good' : 'bad' }, t(good ? 'health.ready' : 'health.notReady')), ' ',
    answer.status === 0 ? t('health.away') : [...down, ...failing].join(' · '),
    lag === undefined ? null : h('span.lag', { class: lag < LAG_TO_WATCH ? '' : 'bad' }, ' ', t('health.lag', { seconds: lag.toFixed(1) })));
}

function holdAll() {
  const failure = h('p.failure', { role: 'alert', hidden: true });
  const reason = h('input', { id: 'hold-reason', type: 'text', maxlength: 200 });
  const hold = (held) => () => void run(failure, put('/v1/payouts/hold', { held, reason: reason.value.trim() }), t(held ? 'operate.held' : 'operate.released'));
  return h('details.hold', {},
    h('summary', {}, t('operate.holdAll')),
    h('label', { for: 'hold-reason' }, t('operate.reason')), reason,
    h('div.choices', {}, h('button.button.danger', { type: 'button', onclick: hold(true) }, t('operate.hold')), h('button.button', { type: 'button', onclick: hold(false) }, t('operate.release'))),
    failure);
}

/** Shows what a command came to. Returns whether it was done. */
async function run(failure, sending, done) {
  const answer = await sending;
  showFailure(failure, answer.ok ? '' : problemText(answer));
  announce(answer.ok ? done : failure.textContent);
  return answer.ok;
}

/** A problem with the details that the service gives. */
export function problemText(answer) {
  const detail = answer.body?.detail;
  return detail === undefined ? reasonText(answer.problem) : `${reasonText(answer.problem)} – ${detail}`;
}

export function operateRace({ id }) {
  if (!hasRole('operator') && !hasRole('auditor')) {
    return noEntry();
  }
  const race = new WatchedRace(id, ['WIN']);
  const element = h('section.operate', { 'aria-labelledby': 'race-title' }, h('p.empty', {}, t('page.loading')));
  const failure = h('p.failure', { role: 'alert', hidden: true });
  const report = reportOf(id);
  const finish = finishForm(race, problemText);
  const announcements = announceForm(race, problemText);
  const result = h('div.result');
  const hold = hasRole('operator') ? raceHold(id, failure, report.read) : null;
  const head = h('div');
  const possible = h('div');
  let drawn = 0;
  const command = (path, body, done) => run(failure, post(`/v1/races/${id}/${path}`, body), done);

  const takeOut = scratches(race, command);
  const times = schedule(race, (body) => run(failure, put(`/v1/races/${id}/schedule`, body), t('operate.done')));

  /** What holds fields is put into the page once, so that an announcement loses nothing that an operator types. */
  function draw() {
    const { card } = race;
    if (card === null || card.version === drawn) {
      return;
    }
    if (drawn === 0) {
      fill(element, head, failure,
        hasRole('operator') ? [possible, takeOut.element, times.element, announcements.element] : null,
        finish.element,
        result,
        hold,
        report.element);
    }
    drawn = card.version;
    document.title = `${card.name} – keiba`;
    fill(head,
      h('div.headline', {}, h('p.race-where', {}, `${card.venue} ${t('race.number', { number: card.race_number })}`), stateBadge(card.state),
        h('a.tool', { href: `#/race/${id}` }, t('operate.asBettor'))),
      h('h1', { id: 'race-title' }, card.name),
      h('p.race-facts', {}, t('race.post', { time: minute(card.post_time) }), ' · ', t('race.deadline', { time: second(card.deadline) }), ' ',
        isBefore(card.state) ? h('strong.left', { 'data-deadline': card.deadline }) : null,
        card.closed_at ? h('span', {}, ` · ${t('operate.closedAt', { time: second(card.closed_at) })}`) : null));
    fill(possible, commands(card, command));
    takeOut.update();
    times.update();
    finish.update();
    void showResult(result, card);
    hold?.toggleAttribute('hidden', card.state === 'VOID');
    announcements.update();
    report.read();
    element.querySelectorAll('[data-deadline]').forEach(tick);
  }

  const ends = [
    race.onChange((kind) => kind === 'race' && draw()),
    everySecond(() => element.querySelectorAll('[data-deadline]').forEach(tick)),
    every(REPORT_EVERY, report.read),
  ];
  void race.start().then((answer) => {
    if (answer.ok) {
      draw();
    } else {
      fill(element, h('p.failure', { role: 'alert' }, t(answer.status === 404 ? 'race.unknown' : 'page.failed')));
    }
  });
  return {
    title: t('operate.title'),
    element,
    close: () => {
      ends.forEach((end) => end());
      race.close();
    },
  };
}

/** The order and the dividends of a race whose result is official. */
async function showResult(place, card) {
  const answer = isOfficial(card.state) ? await get(`/v1/races/${card.race_id}/result`) : null;
  fill(place, answer?.ok ? drawResult(answer.body, card) : '');
}

const COMMANDS = {
  DECLARED: ['open', 'cancel'],
  OPEN: ['suspend', 'close', 'cancel'],
  SUSPENDED: ['resume', 'close', 'cancel'],
  CLOSED: ['start', 'cancel'],
  RUNNING: ['cancel'],
  UNOFFICIAL: ['inquiry', 'cancel'],
  INQUIRY: ['cancel'],
  PLACED_TO_3: ['cancel'],
};

function commands(card, command) {
  const possible = COMMANDS[card.state] ?? [];
  const button = (name) => h('button.button', {
    id: `command-${name}`,
    type: 'button',
    class: name === 'close' || name === 'cancel' || name === 'suspend' ? 'danger' : 'primary',
    onclick: async () => {
      if (name === 'cancel' && !await ask(t('operate.confirmCancel', { race: card.name }), t('command.cancel'))) {
        return;
      }
      void command(name, name === 'cancel' ? { reason: hasStarted(card.state) ? 'NO_RACE' : 'CANCELLED' } : undefined, t('operate.done'));
    },
  }, t(`command.${name}`));
  return possible.length === 0 ? null : h('div.choices.commands', { role: 'group', 'aria-label': t('operate.commands') }, possible.map(button));
}

/** The form to take a horse out; it keeps what is chosen while the card changes. */
function scratches(race, command) {
  const horse = h('select', { id: 'scratch-horse' });
  const kind = h('select', { id: 'scratch-kind' }, ['SCRATCHED', 'EXCLUDED'].map((each) => h('option', { value: each }, t(`status.${each}`))));
  const element = h('details', {},
    h('summary', {}, t('operate.scratch')),
    h('div.choices', {}, h('label', { for: 'scratch-horse' }, t('column.horse')), horse, h('label', { for: 'scratch-kind' }, t('operate.kind')), kind,
      h('button.button.danger', { id: 'scratch-send', type: 'button', onclick: async () => {
        if (horse.value === '') {
          return;
        }
        const out = { horse_number: Number(horse.value), kind: kind.value };
        if (await ask(t('operate.confirmScratch', { horse: horse.selectedOptions[0].textContent }), t('operate.takeOut'))) {
          void command('scratches', out, t('operate.done'));
        }
      } }, t('operate.takeOut'))));

  function update() {
    const { card } = race;
    element.hidden = !['DECLARED', 'OPEN', 'SUSPENDED', 'CLOSED', 'UNOFFICIAL'].includes(card.state);
    const running = card.runners.filter((runner) => runs(runner));
    for (const option of [...horse.options]) {
      if (!running.some((runner) => option.value === String(runner.horse_number))) {
        option.remove();
      }
    }
    running.forEach((runner, i) => {
      const value = String(runner.horse_number);
      if (horse.options[i]?.value !== value) {
        horse.insertBefore(h('option', { value }, `${value} ${runner.name}`), horse.options[i] ?? null);
      }
    });
  }

  return { element, update };
}

/** The form for the times of a race: a time that was typed is kept while the card changes, and the other follows the card. */
function schedule(race, send) {
  const local = (instant) => new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().slice(0, 19);
  const instant = (text) => new Date(`${text}+09:00`).toISOString();
  const field = (id, valueOf) => ({ input: h('input', { id, type: 'datetime-local', step: 1 }), valueOf, shown: '' });
  const postTime = field('schedule-post', (card) => card.post_time);
  const deadline = field('schedule-deadline', (card) => card.deadline);
  const element = h('details', {},
    h('summary', {}, t('operate.schedule')),
    h('div.choices', {}, h('label', { for: 'schedule-post' }, t('operate.post')), postTime.input, h('label', { for: 'schedule-deadline' }, t('operate.deadline')), deadline.input,
      h('button.button', { id: 'schedule-send', type: 'button', onclick: () => postTime.input.value !== '' && deadline.input.value !== ''
        && void send({ post_time: instant(postTime.input.value), deadline: instant(deadline.input.value) }) }, t('operate.change'))));

  function update() {
    const { card } = race;
    element.hidden = !isBefore(card.state);
    for (const each of [postTime, deadline]) {
      const value = local(each.valueOf(card));
      if (each.shown === '' || Date.parse(each.input.value) === Date.parse(each.shown)) {
        each.input.value = value;
      }
      each.shown = value;
    }
  }

  return { element, update };
}

function raceHold(id, failure, paid) {
  const reason = h('input', { id: 'race-hold-reason', type: 'text', maxlength: 200 });
  const hold = (held) => () => void run(failure, put(`/v1/races/${id}/payouts/hold`, { held, reason: reason.value.trim() }), t(held ? 'operate.held' : 'operate.released'));
  return h('details.hold', {},
    h('summary', {}, t('operate.holdRace')),
    h('label', { for: 'race-hold-reason' }, t('operate.reason')), reason,
    h('div.choices', {}, h('button.button.danger', { type: 'button', onclick: hold(true) }, t('operate.hold')), h('button.button', { type: 'button', onclick: hold(false) }, t('operate.release')),
      h('button.button.primary', { id: 'pay-all', type: 'button', onclick: () => void run(failure, post(`/v1/races/${id}/payouts/execution`), t('operate.paid')).then(paid) }, t('operate.payAll'))));
}

/** The report of a race, which is read again when it is asked for; the answer to an earlier request is not drawn over a later one. */
function reportOf(id) {
  const place = h('div');
  let latest = 0;
  const read = async () => {
    const mine = ++latest;
    const answer = await get(`/v1/races/${id}/report`);
    if (mine === latest) {
      drawReport(place, answer);
    }
  };
  const element = h('div.report', {}, place, h('button.tool', { id: 'report-again', type: 'button', onclick: () => void read() }, t('report.again')));
  return { element, read: () => void read() };
}

/** Money of a race by type: it must balance. */
function drawReport(place, answer) {
  if (!answer.ok) {
    fill(place, '');
    return;
  }
  const report = answer.body;
  const columns = ['sales', 'refunds', 'payouts', 'takeout', 'breakage', 'top_ups'];
  const row = (title, figures) => h('tr', {}, h('th', { scope: 'row' }, title), columns.map((column) => h('td.money', {}, yen(figures?.[column] ?? 0))));
  fill(place, h('table.report-table', { tabindex: 0 }, // a phone scrolls it sideways
    h('caption', {}, t('report.title'), ' ', h('span.badge', { class: report.balanced ? 'good' : 'bad' }, t(report.balanced ? 'report.balanced' : 'report.unbalanced'))),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('entry.type')), columns.map((column) => h('th', { scope: 'col' }, t(`report.${column}`))))),
    h('tbody', {}, TYPES.filter((type) => report.types?.[type] !== undefined).map((type) => row(t(`type.${type}`), report.types[type])), row(t('report.total'), report.total))),
  h('p', {}, t('report.tickets', { tickets: report.tickets, paid: yen(report.paid), unpaid: yen(report.unpaid) })),
  Object.keys(report.refused ?? {}).length > 0
    ? h('p', {}, t('report.refused'), ' ', Object.entries(report.refused).map(([reason, count]) => `${reasonText(reason)} (${count})`).join(' · ')) : null);
}
