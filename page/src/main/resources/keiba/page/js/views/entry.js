// A form for bets of any method: type, method, and horses by tapping; the number of combinations and the price count along.
import { announce } from '../announcer.js';
import { choices, combinationsOf, methodsOf, wheelsOf } from '../bets.js';
import { fill, h, setText } from '../dom.js';
import { number, yen } from '../format.js';
import { t } from '../i18n.js';
import { isOpen } from '../race.js';
import * as slip from '../slip.js';
import { TYPES, isBracket, isOrdered, places } from '../types.js';
import { bracketOf, cap, runnerOf } from './caps.js';
import { keepFocus, stakeField } from './stake.js';

/** What was chosen last, for the next race too; the horses are not kept. */
const chosen = { type: 'TRIFECTA', method: 'FORMATION', wheel: 0, amount: 100 };

/** A horse from which the next form begins a wheel; 0 for none. */
let axisFrom = 0;

/** Has the next form begin with a wheel from this axis. */
export function wheelFrom(type, axis) {
  Object.assign(chosen, { type, method: 'WHEEL', wheel: 0 });
  axisFrom = axis;
}

export function entryForm(race) {
  const element = h('form.entry', { onsubmit: (event) => event.preventDefault() });
  let columns = [];
  const draw = () => {
    const kept = keepFocus(element);
    fill(element, drawForm());
    kept();
  };
  reset();
  if (axisFrom !== 0 && chosen.method === 'WHEEL' && choices(chosen.type, race.card).includes(axisFrom)) {
    columns[0].add(axisFrom);
  }
  axisFrom = 0;
  draw();
  return {
    element,
    redraw: () => {
      draw();
      return false;
    },
  };

  function reset() {
    const onSale = typesOnSale();
    if (!onSale.includes(chosen.type)) {
      chosen.type = onSale[0] ?? 'WIN';
    }
    if (!methodsOf(chosen.type).includes(chosen.method)) {
      [chosen.method] = methodsOf(chosen.type);
    }
    if (chosen.wheel >= wheelsOf(chosen.type).length) {
      chosen.wheel = 0;
    }
    columns = columnsOf(chosen).map(() => new Set());
  }

  function typesOnSale() {
    return TYPES.filter((type) => (race.card.on_sale ?? []).includes(type));
  }

  function drawForm() {
    const selection = selectionOf(chosen, columns);
    const count = combinationsOf(chosen.type, selection, race.card).length;
    const sumText = () => t('slip.count', { count: number(count), price: yen(count * chosen.amount) });
    const sum = h('output.sum', {}, sumText());
    const choose = (facts) => () => {
      Object.assign(chosen, facts);
      reset();
      draw();
    };
    return [
      group(t('entry.type'), typesOnSale().map((type) => choice(t(`type.${type}`), type === chosen.type, choose({ type, wheel: 0 })))),
      places(chosen.type) === 1 ? null : group(t('entry.method'), methodsOf(chosen.type).map((method) =>
        choice(t(`method.${method}`), method === chosen.method, choose({ method, wheel: 0 })))),
      chosen.method !== 'WHEEL' || wheelsOf(chosen.type).length === 1 ? null : group(t('entry.wheel'), wheelsOf(chosen.type).map((wheel, i) =>
        choice(wheelText(wheel), i === chosen.wheel, choose({ wheel: i })))),
      columnTable(),
      h('div.entry-sum', {},
        h('div.entry-stake', {}, h('span', { 'aria-hidden': 'true' }, t('entry.amount')), stakeField('entry-amount', chosen.amount, t('entry.amount'), (amount, typed) => {
          chosen.amount = amount;
          if (typed) {
            setText(sum, sumText()); // the field and the button stay: one is typed into, the other is pressed next
          } else {
            draw();
          }
        })),
        sum,
        h('button.button.primary', { id: 'entry-add', type: 'submit', disabled: count === 0 || !isOpen(race.card), onclick: () => addLine(selection) }, t('entry.add'))),
      isOpen(race.card) ? null : h('p.hint', {}, t('slip.notOpen')),
    ];
  }

  function addLine(selection) {
    if (slip.add(race.card, chosen.type, selection, chosen.amount)) {
      race.want([chosen.type]);
      announce(t('announce.lineAdded'));
      columns = columns.map(() => new Set());
      draw();
    } else {
      announce(t('slip.full', { most: slip.MOST_LINES }));
    }
  }

  /** One row for each horse, one column for each list of the selection. */
  function columnTable() {
    const shown = columnsOf(chosen);
    const numbers = choices(chosen.type, race.card);
    return h('table.picks', {},
      h('thead', {}, h('tr', {},
        h('th', { scope: 'col' }, t(isBracket(chosen.type) ? 'column.bracket' : 'column.horse')),
        shown.map((column) => h('th', { scope: 'col' }, column.title)))),
      h('tbody', {}, numbers.map((each) => h('tr', {},
        h('th', { scope: 'row' }, cap(each, isBracket(chosen.type) ? each : bracketOf(race.card, each)),
          h('span.horse', {}, isBracket(chosen.type) ? horsesOf(each) : runnerOf(race.card, each)?.name ?? '')),
        shown.map((column, i) => h('td', {}, h('button.pick', {
          type: 'button',
          'aria-pressed': String(columns[i].has(each)),
          'aria-label': `${column.title}: ${each}`,
          onclick: () => pick(column, i, each),
        }, columns[i].has(each) ? '●' : '○')))))),
      h('tfoot', {}, h('tr', {},
        h('th', { scope: 'row' }, t('entry.all')),
        shown.map((column, i) => h('td', {}, column.most === 1 ? null : h('button.pick', {
          type: 'button',
          'aria-label': `${column.title}: ${t('entry.all')}`,
          onclick: () => {
            const others = numbers.filter((each) => !column.exclusive || columns.every((other, j) => j === i || !other.has(each)));
            columns[i] = columns[i].size === others.length ? new Set() : new Set(others);
            draw();
          },
        }, t('entry.allShort')))))));
  }

  function horsesOf(bracket) {
    return race.card.runners.filter((runner) => runner.bracket === bracket && runner.status !== 'WITHDRAWN').map((runner) => runner.name).join(t('entry.and'));
  }

  function pick(column, i, each) {
    if (columns[i].delete(each)) {
      draw();
      return;
    }
    if (column.most === 1) {
      columns[i].clear();
    } else if (columns[i].size >= column.most) {
      return;
    }
    if (column.exclusive) {
      columns.forEach((other, j) => j !== i && other.delete(each));
    }
    columns[i].add(each);
    draw();
  }
}

function group(title, buttons) {
  return h('fieldset.choices', {}, h('legend', {}, title), buttons);
}

function choice(text, pressed, onclick) {
  return h('button.choice', { type: 'button', 'aria-pressed': String(pressed), onclick }, text);
}

/** How a form of a wheel is named. */
function wheelText({ axes, position }) {
  if (position === null) {
    return t(`wheel.axes.${axes}`);
  }
  if (position === 'multi') {
    return t('wheel.multi', { axes: t(`wheel.axes.${axes}`) });
  }
  return t('wheel.at', { axes: t(`wheel.axes.${axes}`), places: [position].flat().map((place) => t(`place.${place}`)).join(t('entry.and')) });
}

/** How the wheel of a selection is named. */
export function wheelOf({ axis, position, multi }) {
  return wheelText({ axes: axis.length, position: multi ? 'multi' : position ?? null });
}

/** The lists of a selection: their titles, and how many numbers each takes. */
function columnsOf({ type, method, wheel }) {
  const size = places(type);
  const exclusive = !isBracket(type);
  switch (method) {
    case 'STRAIGHT':
      return isOrdered(type)
        ? Array.from({ length: size }, (unused, i) => ({ title: t(`place.${i + 1}`), most: 1, exclusive }))
        : size === 1 || !isBracket(type)
          ? [{ title: t('entry.pick', { count: size }), most: size, exclusive: false }]
          : [{ title: '1', most: 1, exclusive: false }, { title: '2', most: 1, exclusive: false }];
    case 'BOX':
      return [{ title: t('entry.boxed'), most: 18, exclusive: false }];
    case 'FORMATION':
      return Array.from({ length: size }, (unused, i) => ({
        title: isOrdered(type) ? t(`place.${i + 1}`) : t('entry.column', { number: i + 1 }), most: 18, exclusive: false,
      }));
    default: {
      const { axes, position } = wheelsOf(type)[wheel];
      const axis = Array.from({ length: axes }, (unused, i) => ({
        title: Array.isArray(position) ? t('entry.axisAt', { place: t(`place.${position[i]}`) }) : axes === 1 ? t('entry.axis') : t('entry.axisNumber', { number: i + 1 }),
        most: 1, exclusive,
      }));
      return [...axis, { title: t('entry.partners'), most: 18, exclusive }];
    }
  }
}

/** The selection of what was picked. */
function selectionOf({ type, method, wheel }, columns) {
  const lists = columns.map((column) => [...column].sort((one, other) => one - other));
  switch (method) {
    case 'STRAIGHT':
      return { method, numbers: lists.flat() };
    case 'BOX':
      return { method, numbers: lists[0] };
    case 'FORMATION':
      return { method, columns: lists };
    default: {
      const { axes, position } = wheelsOf(type)[wheel];
      const selection = { method, axis: lists.slice(0, axes).flat(), partners: lists[axes] };
      if (selection.axis.length < axes) {
        return { method: 'STRAIGHT', numbers: [] };
      }
      if (position === 'multi') {
        selection.multi = true;
      } else if (position !== null) {
        selection.position = position;
      }
      return selection;
    }
  }
}
