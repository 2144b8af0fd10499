// The colours of the page: those of the device, or light or dark ones that people chose.
import { Listeners } from './events.js';

export const THEMES = ['auto', 'light', 'dark'];

const changes = new Listeners();

/** The theme that was chosen on this device; 'auto' without a choice. */
export function theme() {
  const stored = localStorage.getItem('keiba.theme');
  return THEMES.includes(stored) ? stored : 'auto';
}

/** Chooses a theme and remembers it on this device. */
export function useTheme(name) {
  localStorage.setItem('keiba.theme', name);
  show();
}

/** Calls a function when the colours have changed; pictures that are drawn in them are drawn again then. */
export function onTheme(listener) {
  return changes.add(listener);
}

function show() {
  if (theme() === 'auto') {
    document.documentElement.removeAttribute('data-theme');
  } else {
    document.documentElement.dataset.theme = theme();
  }
  changes.tell();
}

window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
show();
