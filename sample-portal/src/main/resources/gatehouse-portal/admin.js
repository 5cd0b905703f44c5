// What the People page asks of Keycloak's Admin REST API, and of temporary-passwords beside it, with the token of the
// person who is signed in. What that person may do is decided there; a refusal is an answer like any other.

/** How many people a page of the list shows. */
export const PAGE_SIZE = 20;

/** No database of Keycloak has room for more than 255 characters of a user name, an e-mail address, or a name. */
const TOO_LONG = '@'.repeat(256);

/** Each call gives `{status, body}`; the status is 0 where there was no answer, the body null where there is none. */
export function administration({ keycloak, session, call }) {
  const realm = `/admin/realms/${encodeURIComponent(keycloak.realm)}`;

  async function ask(path, options) {
    const answer = await call(`${realm}${path}`, await session.accessToken(), options);
    const body = await answer?.json().catch(() => null);
    return { status: answer?.status ?? 0, body: body ?? null, location: answer?.headers.get('Location') };
  }
  const user = (id) => `/users/${encodeURIComponent(id)}`;
  const list = (parameters) => ask(`/users?${new URLSearchParams(parameters)}`);

  /** Keycloak's search knows no attributes, so an agent ID is asked for by itself. Quotes mean something to it. */
  const withAgentId = (agentId) =>
    agentId && !/["\\]/.test(agentId) ? list({ q: `agentId:"${agentId}"`, max: 2 }) : { status: 200, body: [] };

  return {
    /**
     * People of one page, 1 being the first, whose name, user name or e-mail address begins with what is searched for;
     * before them whoever has it as agent ID. `more` tells whether there is a further page.
     */
    async people(search, page) {
      const first = (page - 1) * PAGE_SIZE;
      const range = { first, max: PAGE_SIZE + 1 };
      const [named, numbered] = await Promise.all([list(search ? { search, ...range } : range), withAgentId(search)]);
      if (named.status !== 200) {
        return named;
      }
      const agents = numbered.status === 200 ? numbered.body : [];
      const others = named.body.slice(0, PAGE_SIZE).filter(({ id }) => agents.every((agent) => agent.id !== id));
      return { status: 200, body: page === 1 ? [...agents, ...others] : others, more: named.body.length > PAGE_SIZE };
    },

    person: (id) => ask(user(id)),
    groupsOf: (id) => ask(`${user(id)}/groups`),
    signInsOf: (id) => ask(`${user(id)}/sessions`),
    endSignIns: (id) => ask(`${user(id)}/logout`, { method: 'POST' }),
    lockOf: (id) => ask(`/attack-detection/brute-force${user(id)}`),
    unlock: (id) => ask(`/attack-detection/brute-force${user(id)}`, { method: 'DELETE' }),
    temporaryPasswordOf: (id) => ask(`/temporary-passwords/${encodeURIComponent(id)}`),

    /** @param mode `random`, or undefined for the realm's own way */
    issue: (id, mode) => ask(`/temporary-passwords/${encodeURIComponent(id)}`, { method: 'POST', json: mode ? { mode } : {} }),

    /** The groups to which this person may add people. */
    async ownGroups() {
      const { status, body } = await ask('/groups');
      return (status === 200 ? body : []).filter(({ access }) => access?.manageMembers && access.manageMembership);
    },

    /** Whether somebody whom this person may see has that agent ID. */
    async isTaken(agentId) {
      const { status, body } = await withAgentId(agentId);
      return status === 200 && body.length > 0;
    },

    /**
     * What Keycloak would refuse, as the answers to three trials: of the user name, of the e-mail address, and of all
     * else. Where somebody has a user name or an address already, Keycloak says nothing but that. No trial can add
     * anybody, in whatever realm: each has values that Keycloak's database has no room for; `tries` tells whether a
     * field's own value was in it.
     */
    rehearse: (person) =>
      Promise.all(
        [['firstName', 'lastName', 'email'], ['firstName', 'lastName', 'username'], ['username', 'email']].map(async (without) => {
          const json = { ...person, ...Object.fromEntries(without.map((field) => [field, TOO_LONG])) };
          return { ...(await ask('/users', { method: 'POST', json })), tries: (field) => !without.includes(field) };
        }),
      ),

    /** Adds somebody; `id` is that of the new person. */
    async add(person) {
      const answer = await ask('/users', { method: 'POST', json: person });
      return { ...answer, id: answer.location?.split('/').pop() };
    },
  };
}

/** Why Keycloak did not do what was asked, where the page has nothing better to say. */
export function refusal({ status }) {
  switch (status) {
    case 0:
      // Without the headers that would let the page read it, Keycloak's answer to an ended session looks the same.
      return 'Keycloak did not answer. Nothing is lost; try again in a moment. If that does not help, your sign-in has ended: open another page of the portal.';
    case 401:
      return 'Your sign-in has ended. Open another page of the portal to sign in again.';
    case 403:
      return 'You have no right to do this.';
    case 404:
      return 'This person is not there any more.';
    default:
      return `Keycloak did not do it (${status}). Try again in a moment.`;
  }
}
