// The form that adds a person. What is wrong is said at each field, all of it at once, and what was typed stays.
import { administration, refusal } from './admin.js';
import { element } from './elements.js';
import { issue } from './temporary-password.js';
import { nameOf } from './person.js';

/** By the names of Keycloak's user profile, in the order of the page. */
const FIELDS = [
  { name: 'firstName', label: 'First name', missing: 'Enter the first name.' },
  { name: 'lastName', label: 'Last name', missing: 'Enter the last name.' },
  { name: 'username', label: 'User name', missing: 'Enter a user name.', taken: 'Somebody has this user name already. Choose another one.' },
  { name: 'phoneNumber', label: 'Phone', type: 'tel', missing: 'Enter the phone number. The temporary password is made from it.' },
  { name: 'agentId', label: 'Agent ID (optional)', taken: 'Somebody has this agent ID already.' },
  { name: 'email', label: 'E-mail (optional)', type: 'email', taken: 'Somebody has this e-mail address already.' },
];
const REFUSED = [400, 409];
const ATTRIBUTES = ['phoneNumber', 'agentId'];

/** What Keycloak says by a key. The parameters of a length are the field's name, the least and the greatest one. */
const SENTENCES = {
  'error-user-attribute-required': () => 'Fill this in.',
  'error-invalid-email': () => 'This is not an e-mail address.',
  'error-non-ascii-local-part-email': () => 'Use an address without accents before the @.',
  'error-username-invalid-character': () => 'Use letters, digits and signs such as . - _ and @, without spaces.',
  'error-person-name-invalid-character': () => 'Leave out signs that are in no name, such as < > " & %.',
  signInNameTaken: () => 'Somebody signs in under this name already, as user name or as agent ID. Choose another one.',
  'error-invalid-length': ([, least, most]) => `Use ${least} to ${most} characters.`,
  'error-invalid-length-too-short': ([, least]) => `Use at least ${least} characters.`,
  'error-invalid-length-too-long': ([, , most]) => `Use at most ${most} characters.`,
};
const NOT_ACCEPTED = () => 'Keycloak does not accept this. Write it in another way.';

export async function addPerson(portal) {
  const admin = administration(portal);
  const heading = element('h1', {}, 'Add a person');
  const groups = await admin.ownGroups();
  if (groups.length === 0) {
    return [heading, element('p', {}, 'There is no group to which you may add people.')];
  }
  const fields = [...FIELDS.map(textField), groupField(groups)];
  const summary = element('div', { class: 'summary', role: 'alert', tabindex: '-1' });
  const send = element('button', {}, 'Add');
  const cancel = element('a', { href: '/people' }, 'Cancel');
  const form = element(
    'form',
    { class: 'card', novalidate: '', 'aria-label': 'Add a person' },
    summary,
    ...fields.map(({ row }) => row),
    element('div', { class: 'actions' }, send, cancel),
  );
  let sending = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!sending) {
      sending = true;
      send.textContent = 'Adding …';
      try {
        await add(portal, admin, fields, summary);
      } finally {
        send.textContent = 'Add';
        sending = false;
      }
    }
  });
  return [heading, form];
}

/** Adds the person and issues the password; or says all that is wrong: what the page sees, and what Keycloak says. */
async function add(portal, admin, fields, summary) {
  const value = Object.fromEntries(fields.map(({ name, input }) => [name, input.value.trim()]));
  const looked = await Promise.all(fields.map((field) => wrong(admin, field, value[field.name])));
  const seen = fields.map(({ name }, i) => [name, looked[i]]).filter(([, sentence]) => sentence);
  const attributes = ATTRIBUTES.filter((name) => value[name]).map((name) => [name, [value[name]]]);
  const { firstName, lastName, username, email, group } = value;
  const person = { firstName, lastName, username, ...(email ? { email } : {}), enabled: true, groups: [group], attributes: Object.fromEntries(attributes) };
  const answer = seen.length > 0 ? undefined : await admin.add(person);
  if (answer?.status === 201) {
    await issue(portal, { id: answer.id, name: nameOf(person), userName: username, added: true });
    return;
  }
  const refused = answer && !REFUSED.includes(answer.status) ? [] : await refusals(admin, fields, person);
  tell(fields, summary, new Map([...refused, ...seen]), answer && sentenceOf(answer));
}

/** Field and sentence of all that Keycloak refuses, whatever else is missing. */
async function refusals(admin, fields, person) {
  const { value, options } = fields.find(({ name }) => name === 'group').input;
  const trials = await admin.rehearse({ ...person, groups: [value || options[options.length - 1].value] });
  return trials.flatMap((trial) => errorsOf(trial).filter(([name]) => trial.tries(name)));
}

async function wrong(admin, { name, input, missing, taken }, value) {
  if (!value) {
    return missing;
  }
  if (!input.validity.valid) {
    return SENTENCES['error-invalid-email']();
  }
  return name === 'agentId' && (await admin.isTaken(value)) ? taken : undefined;
}

/** Field and sentence of what Keycloak refuses. Somebody outside the groups that one sees may have the same name. */
function errorsOf({ status, body }) {
  if (status === 409) {
    const name = /email/i.test(body?.errorMessage) ? 'email' : 'username';
    return [[name, FIELDS.find((field) => field.name === name).taken]];
  }
  const errors = status === 400 ? (body?.errors ?? [body ?? {}]) : [];
  return errors
    .filter(({ field }) => field)
    .map(({ field, errorMessage, params }) => [field, (SENTENCES[errorMessage] ?? NOT_ACCEPTED)(params ?? [])]);
}

/** What to say where no field is to blame. */
function sentenceOf(answer) {
  if (answer.status === 403) {
    return 'You have no right to add somebody to this group.';
  }
  return answer.status === 400 ? `Keycloak did not add the person: ${answer.body?.errorMessage ?? 'something is not accepted'}.` : refusal(answer);
}

function tell(fields, summary, errors, otherwise) {
  for (const field of fields) {
    const sentence = errors.get(field.name);
    field.error.textContent = sentence ?? '';
    field.input.toggleAttribute('aria-invalid', false);
    if (sentence) {
      field.input.setAttribute('aria-invalid', 'true');
    }
  }
  const failing = fields.filter(({ name }) => errors.has(name));
  const links = failing.map(({ input, label }) => element('li', {}, linkTo(input, label)));
  summary.replaceChildren(...(links.length > 0 ? [element('p', {}, 'Nobody was added yet. Look at:'), element('ul', {}, ...links)] : [element('p', {}, otherwise)]));
  summary.focus();
}

function linkTo(input, text) {
  const link = element('a', { href: `#${input.id}` }, text);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    input.focus();
  });
  return link;
}

/** Without what the browser would suggest: the person's own data. */
function textField({ name, label, type = 'text', ...about }) {
  const input = element('input', { type, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off' });
  return { ...about, ...field(name, label, input) };
}

function groupField(groups) {
  const options = groups.map(({ name, path }) => element('option', { value: path }, name));
  const choose = groups.length > 1 ? [element('option', { value: '' }, 'Choose')] : [];
  return { missing: 'Choose a group.', ...field('group', 'Group', element('select', {}, ...choose, ...options)) };
}

function field(name, label, input) {
  const error = element('p', { id: `${name}-error`, class: 'error' });
  for (const [property, value] of Object.entries({ id: name, name, 'aria-describedby': error.id })) {
    input.setAttribute(property, value);
  }
  return { name, label: label.replace(' (optional)', ''), input, error, row: element('div', { class: 'row' }, element('label', { for: name }, label), input, error) };
}
