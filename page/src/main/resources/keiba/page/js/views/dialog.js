// Questions and answers in a modal dialog of the page: the rest of the page cannot be reached meanwhile, Escape closes it, and the focus
// returns to where it was.
import { h } from '../dom.js';
import { t } from '../i18n.js';

let shown = null;

/**
 * Opens a dialog in place of one that is open.
 *
 * @param {string} title
 * @param {...(Node|string)} content
 * @returns {{element: HTMLDialogElement, close: (value?: string) => void, closed: Promise<string>}} closed: resolves with the value that it was
 *     closed with; '' where it was dismissed
 */
export function openDialog(title, ...content) {
  shown?.close();
  const before = document.activeElement;
  const element = h('dialog.dialog', { 'aria-labelledby': 'dialog-title' }, h('h2', { id: 'dialog-title' }, title), content);
  const dialog = { element, close: (value = '') => element.close(value), closed: new Promise((resolve) => {
    element.addEventListener('close', () => {
      element.remove();
      shown = shown === dialog ? null : shown;
      focusAgain(before);
      resolve(element.returnValue);
    });
  }) };
  shown = dialog;
  document.body.append(element);
  element.showModal();
  return dialog;
}

/** The element may have been drawn again while the dialog was open; then it has the same id. */
function focusAgain(before) {
  const now = before?.isConnected ? before : before?.id ? document.getElementById(before.id) : null;
  now?.focus();
}

/**
 * Asks a question that is answered by yes or no.
 *
 * @param {string} text
 * @param {string} yes what the button says that does it
 * @returns {Promise<boolean>} whether that button was pressed
 */
export async function ask(text, yes) {
  const dialog = openDialog(text, h('div.choices', {},
    h('button.button', { id: 'dialog-no', type: 'button', onclick: () => dialog.close() }, t('dialog.no')),
    h('button.button.danger', { id: 'dialog-yes', type: 'button', onclick: () => dialog.close('yes') }, yes)));
  return await dialog.closed === 'yes';
}

// A dialog belongs to the view under it.
document.addEventListener('keiba:shown', () => shown?.close());
