// A race as the page knows it: its card, its boards, and what has changed since each was drawn. One stream keeps it current.
import { get } from './api.js';
import { announce } from './announcer.js';
import { changesBetween, sentences } from './changes.js';
import { heard } from './clock.js';
import { Listeners } from './events.js';
import { oddsValue } from './format.js';
import { t } from './i18n.js';
import * as live from './live.js';
import { runs } from './types.js';

/** Watches one race; a page watches one at a time. */
export class WatchedRace {
  card = null;
  /** Boards by bet type: {board, byCombination: Map, moved: Map of combination to 'up' or 'down'}. */
  boards = new Map();
  #changes = new Listeners();
  #types;
  #closed = false;

  /**
   * @param {string} id of the race
   * @param {string[]} types the boards that are wanted
   */
  constructor(id, types) {
    this.id = id;
    this.#types = types;
  }

  /** Reads the card once, then listens. Returns the answer to the first request. */
  async start() {
    const answer = await get(`/v1/races/${this.id}`);
    if (answer.ok && !this.#closed) {
      this.#takeCard(answer.body);
    }
    if (!this.#closed && answer.status !== 404) {
      this.#listen();
    }
    return answer;
  }

  /** Listens to the boards of other types, too. */
  want(types) {
    const missing = types.filter((type) => !this.#types.includes(type));
    if (missing.length > 0) {
      this.#types = [...this.#types, ...missing];
      this.#listen();
    }
  }

  #listen() {
    live.listen(`/v1/races/${this.id}/odds/stream?types=${this.#types.join(',')}`, {
      race: (card) => this.#takeCard(card),
      odds: (board) => this.#takeBoard(board),
    });
  }

  /** `listener(kind, fact)`: 'race' with the former card, or 'odds' with the bet type. */
  onChange(listener) {
    return this.#changes.add(listener);
  }

  /** Takes a card that came as the answer to a command, so that it need not come by the stream first. */
  see(card) {
    this.#takeCard(card);
  }

  close() {
    this.#closed = true;
    live.close();
  }

  #takeCard(card) {
    if (this.card !== null && card.version < this.card.version) {
      return;
    }
    heard(card.server_time);
    const before = this.card;
    this.card = card;
    if (before !== null) {
      tell(before, card);
    }
    this.#changes.tell('race', before);
  }

  #takeBoard(board) {
    const before = this.boards.get(board.bet_type);
    if (before !== undefined && board.version < before.board.version) {
      return;
    }
    const byCombination = new Map(board.odds.map((entry) => [entry.combination, entry]));
    const moved = before === undefined ? new Map() : movements(before, byCombination);
    this.boards.set(board.bet_type, { board, byCombination, moved });
    this.#changes.tell('odds', board.bet_type);
  }
}

/** A movement stays marked until the combination moves the other way. */
function movements(before, byCombination) {
  const moved = new Map(before.moved);
  for (const [combination, entry] of byCombination) {
    const now = oddsValue(entry);
    const then = oddsValue(before.byCombination.get(combination));
    if (now !== null && then !== null && now !== then) {
      moved.set(combination, now > then ? 'up' : 'down');
    } else if (now === null) {
      moved.delete(combination);
    }
  }
  return moved;
}

/** Announces what a bettor must hear of a change of the card. */
function tell(before, card) {
  if (before.state !== card.state) {
    announce(t('announce.state', { race: card.name, state: t(`state.${card.state}`) }));
  }
  const changes = changesBetween(before, card);
  if (changes.length > 0) {
    announce([...new Set(sentences(changes, card))].join(' '));
  }
}

/** The numbers of the runners that are out of a race. */
export function outOf(card) {
  return card.runners.filter((runner) => !runs(runner)).map((runner) => runner.horse_number);
}

/** Whether bets on a race are taken now, as far as the page knows. */
export function isOpen(card) {
  return card.state === 'OPEN';
}
