// A temporary password on its way to the person: its state, issuing one, and the box that shows it this once.
import { administration, refusal } from './admin.js';
import { alert, button, confirmBox, element, facts, moment, openBox } from './elements.js';

/** Why there is none of name and phone number, by the ids of the endpoint's answer. */
const MISSING = { firstName: 'the first name has no letter', lastName: 'the last name has no letter', phoneNumber: 'the phone number has no digit' };
const BROKEN = {
  minimumLength: 'it would be too short',
  notContainsNames: 'it would contain a name of the person',
  characterTypes: 'it would have too few kinds of characters',
  forbiddenCharacters: 'it would contain a character that is not allowed',
  agentSafe: 'it would contain a character that the telephone system does not take',
};

const CONFLICT = {
  temporary_passwords_off: 'Your organization issues no temporary passwords. Ask whoever runs Keycloak.',
  being_issued: 'Somebody else issues one to this person at this moment. Ask who has it, or issue it again later.',
};

/** What a page shows of the endpoint's answer about the state. */
export function stateOf({ status, body }) {
  const shown = (kind, ...text) => element('span', { class: kind }, ...text);
  if (status !== 200) {
    return shown('muted', 'Not known');
  }
  switch (body.state) {
    case 'active':
      return shown('active', 'Active until ', moment(body.expiresAt));
    case 'expired':
      return shown('expired', 'Expired ', moment(body.expiresAt));
    default:
      return shown('muted', 'None');
  }
}

/** Asks whether to issue one, and how. */
export function askToIssue(portal, person) {
  const choice = (text, more, properties) =>
    element('label', { class: 'choice' }, element('input', { type: 'radio', name: 'mode', ...properties }), element('span', {}, element('b', {}, text), ` ${more}`));
  const usual = choice('The usual way.', 'As your organization has set it.', { checked: '' });
  const random = choice('Random.', '16 characters that nobody can guess.');
  const question = [
    element('p', {}, `It takes the place of the present password of ${person.name}, who chooses a new one at the next sign-in. Sign-ins that are open stay open.`),
    element('fieldset', {}, element('legend', {}, 'How it is made'), usual, random),
  ];
  confirmBox('Issue a temporary password?', question, 'Issue', () => issue(portal, person, random.control.checked ? 'random' : undefined));
}

/**
 * Issues one, and shows it on the person's page; or says there why there is none.
 *
 * @param person `added` where that has just been done, which has to be said where there is no password
 * @param mode `random`, or undefined for the realm's own way
 */
export async function issue(portal, person, mode) {
  const answer = await administration(portal).issue(person.id, mode);
  await portal.replace(`/people?${new URLSearchParams({ person: person.id })}`);
  if (answer.status === 200) {
    showPassword(person, answer.body);
    return;
  }
  const title = person.added ? `${person.name} is added, but there is no temporary password to show` : 'No temporary password';
  const box = openBox(title, alert(element('p', { tabindex: '-1', autofocus: '' }, reason(answer, mode))));
  const random = () => {
    box.close();
    issue(portal, person, 'random');
  };
  const mayHelp = answer.status === 422 && mode !== 'random';
  const close = button('Close', () => box.close(), { class: 'quiet' });
  box.append(element('div', { class: 'actions' }, ...(mayHelp ? [button('Issue a random one', random)] : []), close));
}

function showPassword({ name, userName }, { value, expiresAt }) {
  const until = () => moment(expiresAt, { weekday: 'long', timeZoneName: 'short' });
  const shown = element('code', { class: 'password', tabindex: '-1', autofocus: '' }, value);
  const said = element('p', { role: 'status' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      said.textContent = 'Copied.';
    } catch {
      getSelection().selectAllChildren(shown);
      said.textContent = 'The browser does not let this page copy. The password is selected: copy it with the keyboard.';
    }
  };
  const close = button('Close', () => box.close(), { class: 'quiet' });
  const box = openBox(
    `Temporary password for ${name}`,
    element('p', {}, `It is shown only now. Give it to ${name} and nobody else.`),
    element('p', {}, shown),
    element('p', {}, 'Good until ', until(), ', and only for choosing a new password.'),
    element('div', { class: 'actions' }, button('Copy', copy), button('Print slip', () => print(), { class: 'quiet' }), close),
    said,
    slip(name, userName, value, until()),
  );
}

/** What is printed of the box. */
function slip(name, userName, value, until) {
  const known = facts([
    ['Name', name],
    ['User name', userName],
    ['Temporary password', element('code', {}, value)],
    ['Good until', until],
    ['Sign in at', `${location.origin}/`],
  ]);
  const todo = 'Choose a new password at the first sign-in, one that only you know. Then destroy this slip.';
  return element('section', { class: 'slip' }, element('h2', {}, 'Your sign-in'), known, element('p', {}, todo));
}

function reason(answer, mode) {
  switch (answer.status) {
    case 403:
      return 'You have no right to issue a password for this person.';
    case 409:
      return CONFLICT[answer.body?.error] ?? 'This person signs in elsewhere and has no password here.';
    case 422: {
      if (mode === 'random') {
        return 'No random password keeps all the rules. Ask whoever runs Keycloak to look at the password rules.';
      }
      const { missing = [], broken = [] } = answer.body ?? {};
      const parts = [...missing.map((part) => MISSING[part] ?? part), ...broken.map((rule) => BROKEN[rule] ?? `it would break the rule ${rule}`)];
      return `None can be made the usual way: ${parts.join(', ')}.`;
    }
    default:
      return refusal(answer);
  }
}
