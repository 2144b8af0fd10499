// Numbers and times as people read them. Money is whole yen; times are shown in Japanese time, where the races are run.
import { currentLanguage, t } from './i18n.js';
import { isRange } from './types.js';

const YEN = { ja: new Intl.NumberFormat('ja-JP'), en: new Intl.NumberFormat('en-US') };

/** A number with separators. */
export function number(value) {
  return YEN[currentLanguage()].format(value);
}

/** An amount of money: 1,200円 or ¥1,200. */
export function yen(amount) {
  const digits = number(Math.abs(amount));
  const sign = amount < 0 ? '−' : '';
  return currentLanguage() === 'ja' ? `${sign}${digits}円` : `${sign}¥${digits}`;
}

function clockFormat(options) {
  return Object.fromEntries(['ja', 'en'].map((language) =>
    [language, new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', { timeZone: 'Asia/Tokyo', ...options })]));
}

const MINUTE = clockFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const SECOND = clockFormat({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const DAY = clockFormat({ month: 'short', day: 'numeric', weekday: 'short' });

/** Hours and minutes of an instant. */
export function minute(instant) {
  return MINUTE[currentLanguage()].format(new Date(instant));
}

/** Hours, minutes and seconds of an instant. */
export function second(instant) {
  return SECOND[currentLanguage()].format(new Date(instant));
}

const MOMENT = clockFormat({ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** Month, day and time of an instant. */
export function moment(instant) {
  return MOMENT[currentLanguage()].format(new Date(instant));
}

/** A day such as 2026-11-22 with its weekday. */
export function day(date) {
  return DAY[currentLanguage()].format(new Date(`${date}T12:00:00+09:00`));
}

/** A duration until something: 1:02:03, 12:34 or 0:05; 0:00 when it is over. */
export function countdown(milliseconds) {
  const all = Math.max(0, Math.ceil(milliseconds / 1_000));
  const hours = Math.floor(all / 3_600);
  const minutes = Math.floor(all / 60) % 60;
  const two = (value) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
}

/**
 * The odds of a combination as a board shows them: 12.3, 1.2–1.9 for a range, 0票 without votes, 取消 for one that is void.
 *
 * @param entry of a board's list
 * @param type the bet type
 */
export function odds(entry, type) {
  if (entry === undefined) {
    return '–';
  }
  if (entry.mark === 'SCRATCHED') {
    return t('odds.void');
  }
  const text = isRange(type) ? range(entry) : entry.odds;
  if (text === null || text === undefined) {
    return t('odds.noVotes');
  }
  return entry.mark === 'CAPPED' ? `${text}${t('odds.orMore')}` : text;
}

function range(entry) {
  return entry.odds_min === null || entry.odds_min === undefined ? null : `${entry.odds_min}–${entry.odds_max}`;
}

/** The odds as a number to sort and to estimate by; the lower end of a range; null where there are none. */
export function oddsValue(entry) {
  const text = entry?.odds ?? entry?.odds_min;
  return text === null || text === undefined ? null : Number(text);
}
