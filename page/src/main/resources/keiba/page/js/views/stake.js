// A stake for each combination. It is a whole number of hundreds: people enter the hundreds, and the two zeros stand behind. Where fingers
// enter it, a keypad of the page takes the place of the device's keyboard, which would hide half of the slip.
import { h, setText } from '../dom.js';
import { number, yen } from '../format.js';
import { t } from '../i18n.js';
import { UNIT } from '../slip.js';
import { openDialog } from './dialog.js';

/** The most hundreds of yen for each combination. */
const MOST = 1_000_000;
const MORE = [1_000, 5_000, 10_000];
const fingers = window.matchMedia('(max-width: 599px), (max-width: 899px) and (pointer: coarse)');

/**
 * A field for a stake.
 *
 * @param {string} id of the field
 * @param {number} amount yen
 * @param {string} label what it is for
 * @param {(amount: number, typed: boolean) => void} change called with the new amount; typed: at each key that is typed into the field,
 *     which must then stay as it is
 */
export function stakeField(id, amount, label, change) {
  return fingers.matches
    ? h('button.stake', { id, type: 'button', 'aria-haspopup': 'dialog', 'aria-label': `${label}: ${yen(amount)}`, onclick: async () => {
      const entered = await keypad(label, amount);
      if (entered !== null && entered !== amount) {
        change(entered, false);
      }
    } }, yen(amount))
    : h('label.hundreds', {}, h('span.visually-hidden', {}, label),
      h('input', {
        id, type: 'number', inputmode: 'numeric', min: 1, max: MOST, step: 1, value: String(amount / UNIT),
        oninput: (event) => change(hundreds(event.target.value) * UNIT, true),
        onchange: (event) => {
          const entered = hundreds(event.target.value);
          event.target.value = String(entered);
          change(entered * UNIT, true);
        },
        onblur: (event) => {
          event.target.value = String(hundreds(event.target.value)); // a field that was drawn again hears of no change
        },
      }), h('span', { 'aria-hidden': 'true' }, t('slip.hundreds')));
}

function hundreds(text) {
  return Math.min(MOST, Math.max(1, Math.floor(Number(text)) || 1));
}

/**
 * Notes which element of a place has the focus, and what is typed into it. Returns what gives both to the element that has the same id after the
 * place was drawn again. A text that stands for another stake than the new field is left out: the field shows what will be bought.
 */
export function keepFocus(place) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const typed = focused?.tagName === 'INPUT' ? focused.value : null;
  return () => {
    const now = focused === null || focused.id === '' ? null : document.getElementById(focused.id);
    now?.focus({ preventScroll: true });
    if (now !== null && typed !== null && hundreds(typed) === Number(now.value)) {
      now.value = typed;
    }
  };
}

/** Asks for an amount. Returns null if it was dismissed. */
async function keypad(title, amount) {
  let digits = '';
  let entered = amount / UNIT;
  const value = h('output.keypad-value', { 'aria-live': 'polite' }, yen(amount));
  const set = h('button.button.primary', { id: 'keypad-done', type: 'button', onclick: done }, t('keypad.done'));
  const show = () => {
    setText(value, yen(entered * UNIT));
    set.disabled = entered === 0;
  };
  const enter = (text) => {
    digits = String(Math.min(MOST, Number(text)));
    entered = Number(digits);
    show();
  };
  const press = (key) => enter(key === 'clear' ? '' : key === 'back' ? digits.slice(0, -1) : digits + key);
  const add = (more) => {
    enter(String(entered + more / UNIT));
  };
  const key = (name, text, label) => h('button.key', { type: 'button', 'data-key': name, 'aria-label': label, onclick: () => press(name) }, text);
  const dialog = openDialog(title, value,
    h('div.choices', {}, MORE.map((more) => h('button.quick', { type: 'button', onclick: () => add(more) }, `+${number(more)}`))),
    h('div.keys', { role: 'group', 'aria-label': t('keypad.title') },
      ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((each) => key(each, each)),
      key('clear', 'C', t('keypad.clear')), key('0', '0'), key('back', '⌫', t('keypad.back'))),
    h('p.hint', {}, t('keypad.hint')),
    h('div.choices', {},
      h('button.button', { type: 'button', onclick: () => dialog.close() }, t('dialog.no')),
      set));
  dialog.element.tabIndex = -1;
  dialog.element.focus();
  dialog.element.addEventListener('keydown', (event) => {
    if (/^\d$/.test(event.key)) {
      press(event.key);
    } else if (event.key === 'Backspace') {
      press('back');
    } else if (event.key === 'Enter' && event.target === dialog.element) {
      event.preventDefault(); // or it would press the field, to which the focus returns
      done();
    }
  });
  const answer = await dialog.closed;
  return answer === '' ? null : hundreds(answer) * UNIT;

  function done() {
    if (entered > 0) {
      dialog.close(String(entered));
    }
  }
}
