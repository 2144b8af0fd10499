// Tells screen readers what matters: a close, a scratch, a result, a purchase. Odds are not read out.
import { setText } from './dom.js';

let last = '';

/** Says a sentence politely; the same one twice in a row is said once. */
export function announce(sentence) {
  if (sentence !== last) {
    last = sentence;
    setText(document.getElementById('announcer'), sentence);
  }
}
