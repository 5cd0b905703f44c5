// The pages of the sample portal. Each is a function (portal, parameters of the address) that gives the page's elements.
// The People page has its own files.
import { button, element, facts, table } from './elements.js';

/** Puts a page in place. Its heading becomes the document's title. */
export function show(content) {
  document.title = `${content[0].textContent} - Contact Center`;
  document.getElementById('page').replaceChildren(...content);
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

export async function notFound() {
  return [element('h1', {}, 'There is no such page'), element('p', {}, element('a', { href: '/' }, 'Home'))];
}

export function signInFailed() {
  const again = button('Try again', () => location.reload());
  return [element('h1', {}, 'The sign-in did not work'), element('p', {}, 'Keycloak did not answer as expected.'), again];
}
