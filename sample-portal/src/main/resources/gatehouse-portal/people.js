// The People page: the list. A person who is opened, and adding one, are beside it.
import { addPerson } from './add-person.js';
import { administration, PAGE_SIZE, refusal } from './admin.js';
import { element, facts } from './elements.js';
import { groupNames, nameOf, person } from './person.js';
import { stateOf } from './temporary-password.js';

/** Roles that Keycloak gives to everybody. */
const STOCK_ROLES = /^(default-roles-.*|offline_access|uma_authorization)$/;

/** So many people are asked about at a time. */
const AT_A_TIME = 6;

const COLUMNS = ['Name', 'User name', 'Agent ID', 'Phone', 'E-mail', 'Groups', 'Temporary password'];

/** The people whom Keycloak lets this person see, one of them, or the form for a new one. */
export async function people(portal, parameters) {
  if (parameters.has('add')) {
    return addPerson(portal);
  }
  if (parameters.has('person')) {
    return person(portal, parameters.get('person'));
  }
  const search = (parameters.get('search') ?? '').trim();
  const page = Math.max(1, Number.parseInt(parameters.get('page'), 10) || 1);
  const admin = administration(portal);
  const { signal } = portal.left;
  const [answer, groups] = await Promise.all([admin.people(search, page), admin.ownGroups()]);
  const heading = element('h1', {}, 'People');
  if (answer.status !== 200) {
    return [heading, element('h2', {}, 'You'), you(portal), element('h2', {}, 'Others'), element('p', {}, reason(answer))];
  }
  const add = groups.length > 0 ? [element('a', { class: 'button', href: '/people?add' }, 'Add a person')] : [];
  const top = element('div', { class: 'top' }, searchForm(portal, search), ...add);
  return [heading, top, ...listOf(admin, answer, { search, page, signal })];
}

/** Who is signed in. */
function you({ keycloak }) {
  const { name, preferred_username: userName, email, realm_access: realmAccess } = keycloak.tokenParsed;
  const roles = (realmAccess?.roles ?? []).filter((role) => !STOCK_ROLES.test(role));
  return facts([
    ['Name', name ?? ''],
    ['User name', userName],
    ['E-mail', email ?? 'none'],
    ['Roles', roles.join(', ') || 'none'],
  ]);
}

function reason(answer) {
  return answer.status === 403
    ? 'The list of people is for those who look after others: supervisors, managers and administrators.'
    : refusal(answer);
}

function address(search, page = 1) {
  const parameters = String(new URLSearchParams({ ...(search ? { search } : {}), ...(page > 1 ? { page } : {}) }));
  return parameters ? `/people?${parameters}` : '/people';
}

function searchForm(portal, search) {
  const field = element('input', { id: 'search', type: 'search', name: 'search', autocomplete: 'off', 'aria-describedby': 'found', value: search });
  field.toggleAttribute('autofocus', search !== '');
  const form = element(
    'form',
    { role: 'search' },
    element('label', { for: 'search' }, 'Name, user name, e-mail or agent ID'),
    element('div', { class: 'field' }, field, element('button', {}, 'Search')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    portal.go(address(field.value.trim()));
  });
  return form;
}

function listOf(admin, { body, more }, { search, page, signal }) {
  const found = element('p', { id: 'found', class: 'muted' }, sentence(body.length, more, search, page));
  if (body.length === 0) {
    return [found];
  }
  const rows = body.map(rowOf);
  fill(admin, rows, signal);
  const head = element('tr', {}, ...COLUMNS.map((column) => element('th', { scope: 'col' }, column)));
  const content = element('tbody', {}, ...rows.map(({ row }) => row));
  const list = element('table', { class: 'people', 'aria-label': 'People' }, element('thead', {}, head), content);
  return [found, list, ...pages(search, page, more)];
}

function sentence(count, more, search, page) {
  if (count === 0) {
    return search || page > 1 ? 'Nobody is found.' : 'There is nobody whom you look after.';
  }
  if (!more && page === 1) {
    return count === 1 ? '1 person' : `${count} people`;
  }
  const first = (page - 1) * PAGE_SIZE + 1;
  return `${first} to ${first + count - 1}.${more ? ' There are more.' : ''}`;
}

function rowOf(user) {
  const state = element('td', { class: 'state' }, '…');
  const groups = element('td', {}, '…');
  const link = element('a', { href: `/people?${new URLSearchParams({ person: user.id })}` }, nameOf(user));
  const attribute = (key) => element('td', {}, user.attributes?.[key]?.[0] ?? '');
  const row = element(
    'tr',
    {},
    element('th', { scope: 'row' }, link),
    element('td', {}, user.username),
    attribute('agentId'),
    attribute('phoneNumber'),
    element('td', {}, user.email ?? ''),
    groups,
    state,
  );
  return { id: user.id, row, state, groups };
}

/** Asks for what the list does not hold, while the page is open. */
async function fill(admin, rows, signal) {
  const rest = rows.values();
  const some = async () => {
    for (const { id, state, groups } of rest) {
      if (signal.aborted) {
        return;
      }
      const [password, memberships] = await Promise.all([admin.temporaryPasswordOf(id), admin.groupsOf(id)]);
      state.replaceChildren(stateOf(password));
      groups.replaceChildren(groupNames(memberships));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, some));
}

function pages(search, page, more) {
  const link = (text, to, rel) => element('a', { href: address(search, to), rel }, text);
  const links = [...(page > 1 ? [link('Previous', page - 1, 'prev')] : []), ...(more ? [link('Next', page + 1, 'next')] : [])];
  return links.length > 0 ? [element('nav', { class: 'pages', 'aria-label': 'Pages of the list' }, ...links)] : [];
}
