// The sample portal: a few pages behind sign-in that show gatehouse-sign-out.js at work. keycloak-js is a plain script
// here (its module needs a bundler), so it is found on the window.
import { watchSession } from './gatehouse-sign-out.js';
import { home, notFound, reports, show, signInFailed } from './pages.js';
import { people } from './people.js';

const BACKGROUND_CHECK_MS = 60_000;
const PAGES = { '/': home, '/reports': reports, '/people': people };

/** The calls to Keycloak since this page was loaded, for the report on them. */
const calls = [];

async function start() {
  const { url, realm, clientId } = await (await fetch('/config.json')).json();
  const keycloak = new window.Keycloak({ url, realm, clientId });
  noteSignInCalls(keycloak);
  await keycloak.init({ onLoad: 'login-required', pkceMethod: 'S256', checkLoginIframe: false });
  const session = watchSession(keycloak);
  const portal = {
    keycloak,
    session,
    calls,
    call: (path, token, options) => call(`${url}${path}`, token, options),
    go: (address) => move(portal, 'pushState', address),
    replace: (address) => move(portal, 'replaceState', address),
    say,
    left: new AbortController(),
  };

  document.getElementById('who').textContent = keycloak.tokenParsed.name ?? keycloak.tokenParsed.preferred_username;
  document.getElementById('sign-out').addEventListener('click', () => session.signOut(`${location.origin}/`));
  document.getElementById('bar').hidden = false;
  document.addEventListener('click', (event) => followLink(event, portal));
  addEventListener('popstate', () => open(portal));
  await render(portal);

  // What many applications do, and what must not keep anyone signed in: it takes the token as it is.
  setInterval(() => portal.call(`/realms/${realm}/protocol/openid-connect/userinfo`, keycloak.token), BACKGROUND_CHECK_MS);
}

function noteSignInCalls(keycloak) {
  const note = (what, answer) => () => calls.push({ at: new Date(), what, answer });
  keycloak.onAuthSuccess = note('sign-in', 'tokens');
  keycloak.onAuthRefreshSuccess = note('refresh', 'tokens');
  keycloak.onAuthRefreshError = note('refresh', 'no tokens');
}

/** A call to Keycloak with a token; its answer, or null if there was none. `json` is what is sent, if anything. */
async function call(address, token, { method = 'GET', json } = {}) {
  const entry = { at: new Date(), what: `${method === 'GET' ? '' : `${method} `}${new URL(address).pathname}`, answer: 'none' };
  calls.push(entry);
  try {
    const headers = { Authorization: `Bearer ${token}`, ...(json ? { 'Content-Type': 'application/json' } : {}) };
    const answer = await fetch(address, { method, headers, body: json && JSON.stringify(json) });
    entry.answer = String(answer.status);
    return answer;
  } catch {
    return null;
  }
}

/** Links within the portal open without loading it again. */
function followLink(event, portal) {
  const link = event.target.closest?.('a');
  if (event.defaultPrevented || link?.origin !== location.origin || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  portal.go(link.href);
}

/** @param how `pushState`, or `replaceState` where Back should not come by here again */
function move(portal, how, address) {
  history[how](null, '', address);
  return open(portal);
}

/** A sentence about what was done; it stays until another page is opened. */
function say(sentence) {
  document.getElementById('said').textContent = sentence;
}

/** Opens the page of the address, or Keycloak's sign-in page if the session has ended. */
async function open(portal) {
  await portal.session.pageOpened();
  await render(portal);
  const page = document.getElementById('page');
  (page.querySelector('[autofocus]') ?? page).focus();
}

async function render(portal) {
  const address = new URL(location.href);
  for (const link of document.querySelectorAll('#bar nav a')) {
    link.ariaCurrent = new URL(link.href).pathname === address.pathname ? 'page' : null;
  }
  portal.left.abort();
  portal.left = new AbortController();
  const content = await (PAGES[address.pathname] ?? notFound)(portal, address.searchParams);
  if (location.href === address.href) {
    say('');
    show(content);
  }
}

start().catch((error) => {
  console.error(error);
  show(signInFailed());
});
