// A summary of the odds for screen readers, seldom enough to be listened to.

/** Says the latest summary at most once in a time, and only if it differs from the last. */
export class Spoken {
  #say;
  #every;
  #lastAt;
  #last = '';

  /**
   * @param {(sentence: string) => void} say
   * @param {number} every milliseconds between two summaries
   * @param {number} now milliseconds at which people began to look; the first summary comes so long after it
   */
  constructor(say, every, now) {
    this.#say = say;
    this.#every = every;
    this.#lastAt = now;
  }

  /** Says a sentence if it is time for one. `sentence` is made only then. */
  offer(sentence, now) {
    if (now - this.#lastAt < this.#every) {
      return;
    }
    const text = sentence();
    if (text !== '' && text !== this.#last) {
      this.#lastAt = now;
      this.#last = text;
      this.#say(text);
    }
  }
}
