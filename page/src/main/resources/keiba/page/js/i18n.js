// The texts of the page in the language that is chosen. A key without a text is a fault, which the tests find.
import ja from './texts/ja.js';
import en from './texts/en.js';
import { Listeners } from './events.js';

const TEXTS = { ja, en };
const changes = new Listeners();
let language = chosen();

function chosen() {
  const stored = localStorage.getItem('keiba.language');
  if (stored in TEXTS) {
    return stored;
  }
  return navigator.languages.some((each) => each.startsWith('ja')) ? 'ja' : 'en';
}

export function currentLanguage() {
  return language;
}

/** Chooses the language, tells the listeners, and remembers it on this device. */
export function useLanguage(name) {
  language = name;
  localStorage.setItem('keiba.language', name);
  document.documentElement.lang = name;
  changes.tell(name);
}

export function onLanguage(listener) {
  return changes.add(listener);
}

/**
 * The text of a key.
 *
 * @param facts values for the names in braces: `t('slip.lines', {lines: 3})` for "{lines} lines"; for a count of 1 the text of the key
 *     with `.one` behind it is taken, if there is one
 */
export function t(key, facts = {}) {
  const one = String(facts.count) === '1' ? TEXTS[language][`${key}.one`] : undefined;
  const text = one ?? TEXTS[language][key];
  if (text === undefined) {
    return key;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** Whether a key has a text. */
export function has(key) {
  return TEXTS[language][key] !== undefined;
}

document.documentElement.lang = language;
