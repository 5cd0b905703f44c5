// What pages are made of. Text is always text, never markup from a string.

/** An element with text or further elements inside. */
export function element(name, properties = {}, ...content) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    made.setAttribute(property, value);
  }
  made.append(...content);
  return made;
}

export function button(text, action, properties = {}) {
  const made = element('button', { type: 'button', ...properties }, text);
  made.addEventListener('click', action);
  return made;
}

export function facts(pairs) {
  const rows = pairs.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
  return element('dl', {}, ...rows);
}

/** A table whose cells are text or elements. */
export function table(caption, columns, rows) {
  const cells = (name, values) => element('tr', {}, ...values.map((value) => element(name, {}, value)));
  const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
  const body = element('tbody', {}, ...rows.map((row) => cells('td', row)));
  // Reachable with the keyboard, because it scrolls sideways on a narrow screen.
  const frame = { class: 'wide', role: 'region', 'aria-label': caption, tabindex: '0' };
  return element('div', frame, element('table', {}, element('thead', {}, head), body));
}

/** A sentence in a frame; read out at once where it says what went wrong. */
export function alert(...content) {
  return element('div', { class: 'alert', role: 'alert' }, ...content);
}

/**
 * Opens a box over the page. It is a part of the page, so that it goes with it; and it goes when the browser leaves the
 * page, which otherwise might come back with it as it was.
 *
 * @param title its heading
 * @param content what stands below
 */
export function openBox(title, ...content) {
  const box = element('dialog', { class: 'box', 'aria-labelledby': 'box-title' }, element('h2', { id: 'box-title' }, title), ...content);
  const remove = () => box.remove();
  addEventListener('pagehide', remove);
  box.addEventListener('close', () => {
    removeEventListener('pagehide', remove);
    remove();
  });
  document.getElementById('page').append(box);
  box.showModal();
  return box;
}

/** Asks before something is done that cannot be undone. */
export function confirmBox(title, question, yes, action) {
  const box = openBox(
    title,
    ...question,
    element('div', { class: 'actions' }, button(yes, () => box.close('yes')), button('Cancel', () => box.close(), { class: 'quiet' })),
  );
  box.addEventListener('close', () => box.returnValue === 'yes' && action());
}

const MOMENT = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' };

/** Date and time where this browser is. */
export function moment(date, options = {}) {
  const at = new Date(date);
  return element('time', { datetime: at.toISOString() }, at.toLocaleString(undefined, { ...MOMENT, ...options }));
}
