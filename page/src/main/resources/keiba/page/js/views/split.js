// Splits an amount over the combinations of a line, so that each returns much the same: a budget that is given, or the least that brings a
// profit that is given.
import { splitEqually, splitForProfit, straight } from '../bets.js';
import { fill, h, showFailure } from '../dom.js';
import { number, oddsValue, yen } from '../format.js';
import { t } from '../i18n.js';
import * as slip from '../slip.js';
import { numbersOf } from '../types.js';
import { caps } from './caps.js';
import { openDialog } from './dialog.js';

/**
 * Asks how to split, and puts a line for each combination in the place of the one.
 *
 * @param {import('../slip.js').Line} line
 * @param {object} card of its race
 * @param {(combination: string) => object|undefined} entryOf the entry of a combination on its board
 */
export function splitLine(line, card, entryOf) {
  const combinations = slip.combinations(line);
  const least = combinations.length * slip.UNIT;
  const tenths = combinations.map((combination) => Math.round((oddsValue(entryOf(combination)) ?? 0) * 10));
  let goal = 'budget';
  let stakes = null;
  const amount = h('input', { id: 'split-amount', type: 'number', inputmode: 'numeric', min: 0, step: 100, value: String(Math.max(slip.priceOf(line), least)), oninput: draw });
  const label = h('label', { for: 'split-amount' });
  const plan = h('div.split-plan', { 'aria-live': 'polite' });
  const failure = h('p.failure', { role: 'alert', hidden: true });
  const apply = h('button.button.primary', { id: 'split-apply', type: 'button', onclick: () => {
    if (slip.replace(line.id, combinations.map((combination, i) => ({ selection: straight(numbersOf(combination)), amount: stakes[i] })))) {
      dialog.close();
    } else if (!slip.lines().some((each) => each.id === line.id)) {
      dialog.close(); // the line was bought or removed meanwhile: there is nothing to split
    } else {
      showFailure(failure, t('slip.full', { most: slip.MOST_LINES }));
    }
  } }, t('split.apply'));
  const choice = (name) => h('button.choice', { id: `split-${name}`, type: 'button', 'aria-pressed': 'false', onclick: () => {
    goal = name;
    draw();
  } }, t(`split.${name}`));
  const choices = [choice('budget'), choice('profit')];
  const dialog = openDialog(t('slip.split'),
    h('div.choices', { role: 'group', 'aria-label': t('slip.split') }, choices), label, amount, plan, failure,
    h('div.choices', {}, h('button.button', { type: 'button', onclick: () => dialog.close() }, t('dialog.no')), apply));
  draw();
  amount.select();

  function draw() {
    choices.forEach((each) => each.setAttribute('aria-pressed', String(each.id === `split-${goal}`)));
    fill(label, t(`split.${goal}.amount`, { least: yen(least) }));
    const wanted = Math.floor(Number(amount.value));
    stakes = goal === 'budget' ? splitEqually(tenths, wanted) : splitForProfit(tenths, wanted);
    apply.disabled = stakes === null;
    fill(plan, stakes === null ? h('p.warning', {}, t(tenths.includes(0) ? 'split.noOdds' : goal === 'budget' ? 'slip.notSplit' : 'split.profit.impossible')) : drawPlan());
  }

  function drawPlan() {
    const total = stakes.reduce((sum, stake) => sum + stake, 0);
    const returns = stakes.map((stake, i) => stake / slip.UNIT * tenths[i] * 10);
    return [
      h('table.split', {},
        h('thead', {}, h('tr', {}, ['history.combination', 'split.odds', 'account.amount', 'split.return'].map((key) => h('th', { scope: 'col' }, t(key))))),
        h('tbody', {}, combinations.map((combination, i) => h('tr', {},
          h('th', { scope: 'row' }, caps(line.type, combination, card)),
          h('td.money', {}, number(tenths[i] / 10)),
          h('td.money', {}, yen(stakes[i])),
          h('td.money', {}, yen(returns[i])))))),
      h('p.sum', { id: 'split-sum' }, t('split.sum', { total: yen(total), profit: yen(Math.min(...returns) - total) })),
    ];
  }
}
