// Shows the view that belongs to the address's fragment, and ends the one before.
import { fill, h } from './dom.js';
import { t } from './i18n.js';

/**
 * @typedef {object} View
 * @property {string} title
 * @property {Node} element
 * @property {() => void} [close] ends what the view has begun
 */

const routes = [];
let shown = null;
let address = null;

/** Registers a view for addresses that match. */
export function route(pattern, make) {
  routes.push({ pattern, make });
}

/** Shows the view of the address now, and from now on whenever the address changes. */
export function start() {
  window.removeEventListener('hashchange', show);
  window.addEventListener('hashchange', show);
  address = null;
  show();
}

/** Goes to an address such as race/100. */
export function go(path) {
  location.hash = `#/${path}`;
}

function show() {
  const path = location.hash.replace(/^#\/?/, '');
  if (path === address) {
    return;
  }
  const first = address === null;
  address = path;
  shown?.close?.();
  shown = view(path);
  document.title = shown.title === '' ? 'keiba' : `${shown.title} – keiba`;
  const main = document.getElementById('main');
  fill(main, shown.element);
  if (!first) {
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  document.dispatchEvent(new CustomEvent('keiba:shown', { detail: path }));
}

/** The view of an address that means nothing. */
export function unknown() {
  return { title: '', element: h('p.empty', {}, t('page.unknown')) };
}

function view(path) {
  for (const { pattern, make } of routes) {
    const match = pattern.exec(path);
    if (match !== null) {
      return make(match.slice(1));
    }
  }
  return unknown();
}
