// The pages of the sample portal. Each is a function (portal, parameters of the address) that gives the page's elements.

/** Roles that Keycloak gives to everybody. */
const STOCK_ROLES = /^(default-roles-.*|offline_access|uma_authorization)$/;

/** An element with text or further elements inside; never markup from a string. */
function element(name, properties = {}, ...content) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    made.setAttribute(property, value);
  }
  made.append(...content);
  return made;
}

/** Puts a page in place. Its heading becomes the document's title. */
export function show(content) {
  document.title = `${content[0].textContent} - Contact Center`;
  document.getElementById('page').replaceChildren(...content);
}

function facts(pairs) {
  const rows = pairs.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
  return element('dl', {}, ...rows);
}

function table(caption, columns, rows) {
  const cells = (name, values) => element('tr', {}, ...values.map((value) => element(name, {}, value)));
  const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
  const body = element('tbody', {}, ...rows.map((row) => cells('td', row)));
  // Reachable with the keyboard, because it scrolls sideways on a narrow screen.
  const frame = { class: 'wide', role: 'region', 'aria-label': caption, tabindex: '0' };
  return element('div', frame, element('table', {}, element('thead', {}, head), body));
}

const time = (date) => date.toLocaleTimeString();

export async function home({ keycloak, session }) {
  const { given_name: given, preferred_username: userName } = keycloak.tokenParsed;
  return [
    element('h1', {}, `Welcome, ${given ?? userName}`),
    element('p', {}, `Without activity you are signed out at ${time(session.times().idleEnd)}.`),
    element('p', {}, 'See what this portal asks Keycloak for: ', element('a', { href: '/reports?id=7&tab=calls' }, 'report 7'), '.'),
  ];
}

/** One report, number 7: this sign-in. Its tabs are `calls` and `times`. */
export async function reports({ session, calls }, parameters) {
  if (parameters.get('id') !== '7') {
    const link = element('a', { href: '/reports?id=7&tab=calls' }, 'Report 7: this sign-in');
    return [element('h1', {}, 'Reports'), element('p', {}, link)];
  }
  const tab = parameters.get('tab') === 'times' ? 'times' : 'calls';
  const link = (name, text) => element('a', { href: `/reports?id=7&tab=${name}`, ...(name === tab ? { 'aria-current': 'page' } : {}) }, text);
  const tabs = element('nav', { class: 'tabs', 'aria-label': 'Report' }, link('calls', 'Calls'), link('times', 'Times'));
  const heading = element('h1', {}, 'Report 7: this sign-in');
  if (tab === 'times') {
    const { lastActivity, idleEnd, sessionEnd } = session.times();
    const known = facts([
      ['Last activity', time(lastActivity)],
      ['Signed out without activity at', time(idleEnd)],
      ['Keycloak ends the session at', `${time(sessionEnd)}, or later after activity`],
    ]);
    return [heading, tabs, known];
  }
  const rows = calls.map(({ at, what, answer }) => [time(at), what, answer]);
  return [heading, tabs, table('Calls to Keycloak since this page was loaded', ['Time', 'Call to Keycloak', 'Answer'], rows)];
}

/** Who is signed in, and the people whom Keycloak lets this person see. */
export async function people({ keycloak, session, call }) {
  const { name, preferred_username: userName, email, realm_access: realmAccess } = keycloak.tokenParsed;
  const you = facts([
    ['Name', name ?? ''],
    ['User name', userName],
    ['E-mail', email ?? 'none'],
    ['Roles', (realmAccess?.roles ?? []).filter((role) => !STOCK_ROLES.test(role)).join(', ') || 'none'],
  ]);
  const answer = await call(`/admin/realms/${encodeURIComponent(keycloak.realm)}/users?max=100`, await session.accessToken());
  const others = answer?.ok ? listOf(await answer.json()) : element('p', {}, reason(answer));
  return [element('h1', {}, 'People'), element('h2', {}, 'You'), you, element('h2', {}, 'Others'), others];
}

function listOf(users) {
  const rows = users.map((user) => [[user.firstName, user.lastName].filter(Boolean).join(' '), user.username, user.email ?? '']);
  return rows.length > 0 ? table('People', ['Name', 'User name', 'E-mail'], rows) : element('p', {}, 'There is nobody whom you look after.');
}

function reason(answer) {
  return answer?.status === 403
    ? 'The list of people is for those who look after others: supervisors, managers and administrators.'
    : 'Keycloak did not give the list. Open this page again in a moment.';
}

export async function notFound() {
  return [element('h1', {}, 'There is no such page'), element('p', {}, element('a', { href: '/' }, 'Home'))];
}

export function signInFailed() {
  const again = element('button', { type: 'button' }, 'Try again');
  again.addEventListener('click', () => location.reload());
  return [element('h1', {}, 'The sign-in did not work'), element('p', {}, 'Keycloak did not answer as expected.'), again];
}
