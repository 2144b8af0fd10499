// Tells screen readers what matters: a close, a scratch, a result, a purchase. Odds are not read out.
import { h } from './dom.js';

/** How many sentences the region keeps. One that is followed by another within a moment is read all the same, because it stays. */
const KEPT = 5;

/** Says a sentence politely; the same one twice in a row is said once. */
export function announce(sentence) {
  const region = document.getElementById('announcer');
  if (region.lastElementChild?.textContent === sentence) {
    return;
  }
  region.append(h('p', {}, sentence));
  while (region.childElementCount > KEPT) {
    region.firstElementChild.remove();
  }
}
