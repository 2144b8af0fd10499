// How people want odds to be shown and read out, remembered on this device.
import { Listeners } from './events.js';

const STORED = 'keiba.settings';
/** short: whether odds below 10.0 are marked, a house rule of some operators; spoken: whether odds are read out now and then. */
const DEFAULTS = { short: false, spoken: true };

const changes = new Listeners();
let settings = stored();

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(STORED) ?? '{}');
    return Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, typeof found?.[name] === 'boolean' ? found[name] : value]));
  } catch {
    return { ...DEFAULTS };
  }
}

/** Whether a setting is on. */
export function isOn(name) {
  return settings[name];
}

/** Turns a setting on or off. */
export function set(name, on) {
  settings = { ...settings, [name]: on };
  localStorage.setItem(STORED, JSON.stringify(settings));
  changes.tell();
}

export function onSettings(listener) {
  return changes.add(listener);
}
