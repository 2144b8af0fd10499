// The odds of a race over time, as a plot and as changes against a chosen moment.
import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { minute, second } from '../format.js';
import { t } from '../i18n.js';
import { onTheme } from '../theme.js';
import { isRange } from '../types.js';

/** How many combinations are drawn, the most popular ones. */
const LINES = 8;
const TYPES_SHOWN = ['WIN', 'PLACE', 'QUINELLA', 'WIDE', 'EXACTA', 'TRIO', 'TRIFECTA'];

export function historyOf(race) {
  const place = h('div.history');
  let type = 'WIN';
  let plot = null;
  let closed = false;
  let timer = 0;
  let shown = null; // the history that is drawn, with its type
  let latest = 0; // the request whose answer is drawn: another type may be chosen while one runs
  const load = async () => {
    const mine = ++latest;
    const answer = await get(`/v1/races/${race.id}/odds/${type}/history`);
    if (closed || mine !== latest) {
      return;
    }
    shown = answer.ok && answer.body.points.length > 0 ? { history: answer.body, of: type } : null;
    if (shown === null) {
      fill(place, choices(), h('p.empty', {}, t(answer.ok ? 'history.none' : 'page.failed')));
    } else {
      await draw(shown);
      if (closed || mine !== latest) {
        return;
      }
    }
    timer = setTimeout(load, race.card.state === 'OPEN' ? 15_000 : 120_000);
  };
  const choices = () => h('div.choices', { role: 'group', 'aria-label': t('entry.type') }, TYPES_SHOWN.filter((each) => (race.card.on_sale ?? []).includes(each))
    .map((each) => h('button.choice', { type: 'button', 'aria-pressed': String(each === type), onclick: () => {
      type = each;
      clearTimeout(timer);
      void load();
    } }, t(`type.${each}`))));

  async function draw({ history, of }) {
    const lines = popular(history, of);
    const canvas = h('div.plot');
    fill(place, choices(), h('p.hint', {}, t('history.hint', { step: history.step_seconds })), canvas, changes(history, lines, of));
    const { default: UPlot } = await import('/page/lib/uplot/uPlot.esm.js');
    if (closed || !canvas.isConnected) {
      return;
    }
    plot?.destroy();
    plot = plotOf(UPlot, canvas, history, lines, of);
  }

  const endTheme = onTheme(() => shown !== null && void draw(shown));

  loadStyle();
  fill(place, choices(), h('p.empty', {}, t('page.loading')));
  void load();
  return {
    element: place,
    redraw: () => false,
    close: () => {
      closed = true;
      endTheme();
      clearTimeout(timer);
      plot?.destroy();
    },
  };
}

function loadStyle() {
  if (document.getElementById('uplot-style') === null) {
    document.head.append(h('link', { id: 'uplot-style', rel: 'stylesheet', href: '/page/lib/uplot/uPlot.min.css' }));
  }
}

/** The odds of one combination at one point; the lower end of a range. */
function valueAt(point, index, type) {
  const value = isRange(type) ? point.odds_min?.[index] ?? point.odds?.[index] : point.odds?.[index];
  return value === null || value === undefined ? null : Number(value);
}

/** The places in the list of combinations of those with the shortest odds at the last point. */
function popular(history, type) {
  const last = history.points[history.points.length - 1];
  return history.combinations.map((combination, index) => ({ combination, index, value: valueAt(last, index, type) }))
    .filter((each) => each.value !== null)
    .sort((one, other) => one.value - other.value)
    .slice(0, LINES);
}

function plotOf(UPlot, canvas, history, lines, type) {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue('--ink').trim();
  const grid = style.getPropertyValue('--line').trim();
  const times = history.points.map((point) => Date.parse(point.as_of) / 1_000);
  const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  return new UPlot({
    width: Math.max(280, canvas.clientWidth),
    height: 320,
    tzDate: (at) => UPlot.tzDate(new Date(at * 1_000), 'Asia/Tokyo'),
    scales: { x: { range: (plot, from, to) => spanOf(from, to, times[times.length - 1]) }, y: { distr: 3, log: 10 } },
    axes: [{ ...axis, values: (plot, splits, i, space, step) => splits.map((at) => (step < 60 ? second : minute)(at * 1_000)), space: 70 }, { ...axis, values: (plot, values) => values.map((value) => (value === null ? '' : String(value))) }],
    series: [{ label: t('account.at'), value: (plot, at) => (at === null ? '–' : second(at * 1_000)) }, ...lines.map((line, i) => ({
      label: line.combination, stroke: style.getPropertyValue(`--series-${i + 1}`).trim(), width: 2, spanGaps: true, paths: UPlot.paths.stepped({ align: 1 }),
      dash: i % 2 === 1 ? [6, 3] : undefined,
    }))],
  }, [times, ...lines.map((line) => history.points.map((point) => valueAt(point, line.index, type)))], canvas);
}

/** The time that the plot spans: a minute at least. For a single point the library asks for years behind it. */
function spanOf(from, to, last) {
  const end = Math.min(to, last);
  return end - from < 60 ? [from - 30, end + 30] : [from, end];
}

/** What each combination had at a chosen moment, and has now. */
function changes(history, lines, type) {
  const body = h('tbody');
  const choose = (at) => {
    const then = history.points[at];
    const now = history.points[history.points.length - 1];
    fill(body, lines.map((line) => {
      const before = valueAt(then, line.index, type);
      const after = valueAt(now, line.index, type);
      const moved = before === null || after === null || before === after ? '' : after > before ? '▲' : '▼';
      return h('tr', {}, h('th', { scope: 'row' }, line.combination), h('td', {}, before ?? '–'), h('td', {}, after ?? '–'),
        h('td', { class: moved === '▲' ? 'up' : moved === '▼' ? 'down' : '' }, moved));
    }));
  };
  const select = h('select', { onchange: (event) => choose(Number(event.target.value)) },
    history.points.map((point, i) => h('option', { value: String(i) }, second(point.as_of))));
  choose(0);
  return h('table.changes', {},
    h('caption', {}, h('label', {}, t('history.since'), ' ', select)),
    h('thead', {}, h('tr', {}, ['history.combination', 'history.then', 'history.now', 'history.moved'].map((key) => h('th', { scope: 'col' }, t(key))))),
    body);
}
