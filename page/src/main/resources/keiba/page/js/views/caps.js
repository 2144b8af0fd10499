// Numbers in the colours of the brackets' caps.
import { h } from '../dom.js';
import { isBracket, isOrdered, numbersOf } from '../types.js';

/** A horse's number in the colour of its bracket. */
export function cap(number, bracket) {
  return h('span.cap', { class: `cap-${bracket}` }, number);
}

/** The numbers of a combination, separated by its sign. */
export function caps(type, combination, card) {
  return numberCaps(type, numbersOf(combination), card);
}

/** Numbers of a bet type, separated by the sign for ordered or unordered combinations. */
export function numberCaps(type, numbers, card) {
  const between = isOrdered(type) ? '›' : '–';
  return h('span.caps', {}, numbers.flatMap((number, i) => [
    i === 0 ? null : h('span.between', { 'aria-hidden': 'true' }, between),
    cap(number, isBracket(type) ? number : bracketOf(card, number)),
  ]));
}

/** The bracket of a horse. */
export function bracketOf(card, number) {
  return runnerOf(card, number)?.bracket ?? 0;
}

export function runnerOf(card, number) {
  return card.runners.find((runner) => runner.horse_number === number);
}
