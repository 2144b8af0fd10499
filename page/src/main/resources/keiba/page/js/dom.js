// Builds elements. Texts become text nodes and never markup, so a name from a client cannot become part of the page.

/**
 * Creates an element.
 *
 * @param name of the tag, with classes after dots: 'button.primary'
 * @param properties attributes; a function under 'onclick' and the like is an event listener; false, null and undefined are left out
 * @param children elements, texts, numbers, or lists of them; null, undefined and false are left out
 */
export function h(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) {
    element.className = classes.join(' ');
  }
  set(element, properties);
  element.append(...nodes(children));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Creates an element of an SVG picture. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  set(element, attributes);
  element.append(...nodes(children));
  return element;
}

function set(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'class') {
      element.classList.add(...value.split(' ').filter((part) => part !== ''));
    } else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'selected') {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

function nodes(children) {
  return children.flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

/** Sets an element's text if it differs; returns whether it did. */
export function setText(element, text) {
  if (element.textContent === text) {
    return false;
  }
  element.textContent = text;
  return true;
}

/** Shows a failure in the line that is there for it; '' hides the line. */
export function showFailure(line, text) {
  line.hidden = text === '';
  setText(line, text);
}

/** Sets a class according to a condition. */
export function toggle(element, name, condition) {
  element.classList.toggle(name, Boolean(condition));
}

const waiting = new Map();
let frame = 0;

/** Runs the latest function of a key once before the next frame, however often it is asked for until then. */
export function beforeNextFrame(key, run) {
  waiting.set(key, run);
  if (frame === 0) {
    frame = requestAnimationFrame(() => {
      frame = 0;
      const due = [...waiting.values()];
      waiting.clear();
      due.forEach((each) => each());
    });
  }
}
