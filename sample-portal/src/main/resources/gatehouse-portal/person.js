// One person: what is known, the temporary password, a lock after wrong passwords, and the sign-ins.
import { administration, refusal } from './admin.js';
import { alert, button, confirmBox, element, facts, moment, table } from './elements.js';
import { askToIssue, stateOf } from './temporary-password.js';

/** First and last name of a user of Keycloak's, or the user name where there are none. */
export function nameOf(user) {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || user.username;
}

/** The names of the answer's groups. */
export function groupNames({ status, body }) {
  return status === 200 ? body.map(({ name }) => name).join(', ') : '';
}

/** The page of the person with that id. */
export async function person(portal, id) {
  const admin = administration(portal);
  const [known, password, groups, lock, signIns] = await Promise.all([
    admin.person(id),
    admin.temporaryPasswordOf(id),
    admin.groupsOf(id),
    admin.lockOf(id),
    admin.signInsOf(id),
  ]);
  const back = element('p', {}, element('a', { href: '/people' }, 'All people'));
  if (known.status !== 200) {
    return [element('h1', {}, 'Person'), alert(known.status === 403 ? 'You do not look after this person.' : refusal(known)), back];
  }
  const user = known.body;
  const name = nameOf(user);
  const { manage, resetPassword } = user.access ?? {};
  const attribute = (key) => user.attributes?.[key]?.[0] ?? 'none';
  const about = facts([
    ['User name', user.username],
    ['Agent ID', attribute('agentId')],
    ['Phone', attribute('phoneNumber')],
    ['E-mail', user.email ?? 'none'],
    ['Groups', groupNames(groups) || 'none'],
    ['Temporary password', stateOf(password)],
  ]);

  /** Does something, and shows the page as it is then, with a sentence about it. */
  const act = async (action, sentence) => {
    const answer = await action();
    await portal.replace(location.href);
    portal.say(answer.status === 204 || answer.status === 200 ? sentence : refusal(answer));
  };
  const unlock = () => act(() => admin.unlock(id), `${name} can try again.`);
  const endSignIns = () =>
    confirmBox(
      `End all sign-ins of ${name}?`,
      [element('p', {}, 'What is not saved in the applications is lost.')],
      'End all sign-ins',
      () => act(() => admin.endSignIns(id), `All sign-ins of ${name} are ended.`),
    );
  const askForPassword = () => askToIssue(portal, { id, name, userName: user.username });
  const issued = password.body?.state === 'active' || password.body?.state === 'expired';

  return [
    element('h1', {}, name),
    ...(user.enabled ? [] : [alert('This account is switched off: nobody can sign in with it.')]),
    ...(lock.body?.disabled ? [locked(lock.body, manage ? [button('Unlock', unlock)] : [])] : []),
    about,
    ...(resetPassword ? [actions(button(issued ? 'Issue it again' : 'Issue a temporary password', askForPassword))] : []),
    element('h2', {}, 'Sign-ins'),
    ...listOf(signIns),
    ...(manage && signIns.body?.length > 0 ? [actions(button('End all sign-ins', endSignIns, { class: 'quiet' }))] : []),
    back,
  ];
}

function actions(...buttons) {
  return element('div', { class: 'actions' }, ...buttons);
}

/** Keycloak gives the end of a lock in seconds, and a number beyond every date for one that has none. */
function locked({ failedLoginNotBefore }, unlock) {
  const end = new Date(failedLoginNotBefore * 1000);
  const until = Number.isNaN(end.valueOf()) ? [] : ['until ', moment(end), ' '];
  return alert(element('p', {}, 'Locked ', ...until, 'after too many wrong passwords.'), ...unlock);
}

function listOf({ status, body }) {
  if (status !== 200) {
    return [element('p', { class: 'muted' }, 'Keycloak did not give the list.')];
  }
  if (body.length === 0) {
    return [element('p', { class: 'muted' }, 'None at the moment.')];
  }
  const rows = body
    .sort((one, other) => other.lastAccess - one.lastAccess)
    .map(({ start, lastAccess, ipAddress, clients }) => [moment(start), moment(lastAccess), ipAddress, Object.values(clients).join(', ')]);
  return [table('Sign-ins', ['Since', 'Last used', 'Address', 'Applications'], rows)];
}
