// What was announced of a race: the latest change where the eyes are, and all of them on demand.
import { all } from '../api.js';
import { dayInJapan, now } from '../clock.js';
import { fill, h, setText } from '../dom.js';
import { day, minute } from '../format.js';
import { changesBetween, sentences } from '../changes.js';
import { t } from '../i18n.js';

/** The time of an instant, with its day where that is not today. */
function when(instant) {
  const date = dayInJapan(Date.parse(instant));
  return date === dayInJapan() ? minute(instant) : `${day(date)} ${minute(instant)}`;
}

/** @param {import('../race.js').WatchedRace} race */
export function newsOf(race) {
  const latest = h('p.race-news', { hidden: true });
  const list = h('ol.news-list', { tabindex: 0 }); // a long one is scrolled
  const details = h('details.news', { hidden: true, ontoggle: reread }, h('summary', {}, t('news.title')), list);
  let seen = race.card;
  let listed = -1;

  function reread() {
    listed = -1;
    void draw();
  }

  function update() {
    const { card } = race;
    if (card !== seen) {
      const changes = changesBetween(seen, card);
      seen = card;
      if (changes.length > 0) {
        setText(latest, t('news.latest', { time: minute(now()), news: sentences(changes, card).join(' ') }));
        latest.hidden = false;
      }
    }
    details.hidden = (card.announcement_version ?? 0) === 0;
    void draw();
  }

  /** Reads the history only while it is open: a change of the card is told to every page at once. */
  async function draw() {
    const { card } = race;
    if (!details.open || card.announcement_version === listed) {
      return;
    }
    listed = card.announcement_version;
    const answer = await all(`/v1/races/${race.id}/announcements?limit=1000`);
    if (!answer.ok) {
      fill(list, h('li', {}, t('page.failed')));
      return;
    }
    fill(list, answer.items.toReversed().map((made) => h('li', {}, h('time', { datetime: made.at }, when(made.at)), ' ', sentences(made.changes, card).join(' '))));
  }

  return { elements: [latest, details], update };
}
