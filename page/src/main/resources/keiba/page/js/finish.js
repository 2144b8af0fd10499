// An order of finish while it is entered: groups of horses that cross the line together, and horses that have no place. Pure.

/** @typedef {{order: number[][], notPlaced: Map<number, 'PULLED_UP'|'DISQUALIFIED'>}} Finish */

export function empty() {
  return { order: [], notPlaced: new Map() };
}

/** Adds a horse behind those before, or beside the last ones where it finishes level with them. */
export function add(finish, horse, tied) {
  const rest = without(finish, horse);
  if (tied && rest.order.length > 0) {
    const last = rest.order[rest.order.length - 1];
    return { ...rest, order: [...rest.order.slice(0, -1), [...last, horse].sort((one, other) => one - other)] };
  }
  return { ...rest, order: [...rest.order, [horse]] };
}

/** Notes that a horse has no place. */
export function notPlaced(finish, horse, status) {
  const rest = without(finish, horse);
  return { ...rest, notPlaced: new Map([...rest.notPlaced, [horse, status]]) };
}

/** Takes a horse out again. */
export function without(finish, horse) {
  return {
    order: finish.order.map((group) => group.filter((each) => each !== horse)).filter((group) => group.length > 0),
    notPlaced: new Map([...finish.notPlaced].filter(([each]) => each !== horse)),
  };
}

/** Takes the last horse out again. */
export function undo(finish) {
  const last = finish.order[finish.order.length - 1];
  return last === undefined ? finish : without(finish, last[last.length - 1]);
}

/** The horses of a race that are not in it yet. */
export function missing(finish, horses) {
  const known = new Set([...finish.order.flat(), ...finish.notPlaced.keys()]);
  return horses.filter((horse) => !known.has(horse));
}

/** The body of the request that posts it. */
export function requestOf(finish) {
  return {
    order: finish.order,
    not_placed: [...finish.notPlaced].sort(([one], [other]) => one - other).map(([horse, status]) => ({ horse_number: horse, status })),
  };
}

/** The order of a result that the service shows. */
export function of(result) {
  return { order: result.order ?? [], notPlaced: new Map((result.not_placed ?? []).map((each) => [each.horse_number, each.status])) };
}

/** Whether two orders say the same; how a dead heat is listed does not matter. */
export function same(one, other) {
  const text = (finish) => JSON.stringify([
    finish.order.map((group) => [...group].sort((a, b) => a - b)),
    [...finish.notPlaced].sort(([a], [b]) => a - b),
  ]);
  return text(one) === text(other);
}

/** The rank of each horse: 1, 1, 3 for a dead heat. */
export function ranks(finish) {
  const found = new Map();
  let rank = 1;
  for (const group of finish.order) {
    group.forEach((horse) => found.set(horse, rank));
    rank += group.length;
  }
  return found;
}
