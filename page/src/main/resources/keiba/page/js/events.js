// A value that changes, and those who want to know.

/** A list of listeners. `add` returns a function that removes the listener. */
export class Listeners {
  #all = new Set();

  add(listener) {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(...facts) {
    for (const listener of [...this.#all]) {
      listener(...facts);
    }
  }
}
