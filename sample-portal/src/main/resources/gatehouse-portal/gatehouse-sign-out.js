// Gatehouse for Keycloak: signs a person out of a browser application after the realm's idle time and at the realm's
// maximum. Include it next to keycloak-js; it needs nothing else. How to: docs/signing-out.md. Licence: Apache-2.0.

/**
 * How long before its end a session is refreshed, if there was activity. A tab in the background is woken once a
 * minute only, so two minutes make sure that it is woken in time.
 */
const REFRESH_AHEAD_MS = 120_000;
const WARNING_MS = 60_000;
/** Tokens carry whole seconds; a moment after its last one, Keycloak is sure to know the session as over. */
const ROUNDING_MS = 2_000;
/** Longest sleep: a computer that wakes up, or a clock that is set, is noticed within this time. */
const LONGEST_SLEEP_MS = 10_000;
const RETRY_MS = 5_000;
/** An application may ask before its page is left. Whoever chooses to stay is asked again after this time. */
const STAYED_MS = 30_000;
const SECOND = 1_000;

/** What a person does. Scrolling is not among them: pages scroll by themselves. */
const ACTIVITY_EVENTS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove', 'input'];

const ENGLISH = {
  title: 'Are you still there?',
  text: 'Nothing was done here for a while. You will be signed out when the time is up.',
  secondsLeft: (seconds) => (seconds === 1 ? '1 second left' : `${seconds} seconds left`),
  stay: 'Stay signed in',
};

/** How long before the idle end the warning comes, in ms: a minute, or a third of a short idle time. */
export function warningTime(idle) {
  return Math.min(WARNING_MS, idle / 3);
}

/**
 * What a refresh token tells about the session: `{sid, iat, exp, idle, length, final}`, all times in seconds of the
 * server's clock.
 *
 * Keycloak sets `exp` to the earlier of `iat` + idle time and the session's maximum, and names neither. The longest
 * `exp - iat` of a session is therefore its idle time. A shorter one means that the maximum is near, or that the realm's
 * idle time was made shorter: it is the maximum (`final`) when `exp` stays where it was, and a new idle time when the same
 * shorter length comes twice. Until that is clear `exp` bounds the session anyway.
 *
 * @param known what was learnt before, of this or of an earlier session; null at first
 */
export function learn(known, { sid, iat, exp }) {
  const length = exp - iat;
  if (known?.sid !== sid) {
    return { sid, iat, exp, idle: length, length, final: false };
  }
  if (iat <= known.iat) {
    return known;
  }
  const sameEnd = Math.abs(exp - known.exp) <= 1;
  const sameLength = Math.abs(length - known.length) <= 1;
  const later = iat - known.iat > 2;
  const idle = length > known.idle || (later && sameLength) ? length : known.idle;
  return { sid, iat, exp, idle, length, final: later ? sameEnd : known.final };
}

/**
 * What is due, and when to look again: `{step, refresh, at}` with step `wait`, `warn`, `idle` (nothing was done for the idle
 * time: end the session, which another application may keep alive) or `ended` (Keycloak has ended it). All values in ms of one clock.
 *
 * @param lastActivity in any tab
 * @param refreshed, expires when this tab got its newest refresh token, and when that ends
 * @param sessionEnd the latest `expires` of any tab: the server's end of the session as far as it is known here
 * @param final no refresh can move the end: it is the session's maximum
 */
export function due({ now, lastActivity, idle, refreshed, expires, sessionEnd, final }) {
  const idleEnd = lastActivity + idle;
  const over = sessionEnd + ROUNDING_MS;
  if (now >= idleEnd) {
    return { step: 'idle', refresh: false, at: now };
  }
  if (now >= over) {
    return { step: 'ended', refresh: false, at: now };
  }
  const refreshAt = expires - Math.min(REFRESH_AHEAD_MS, idle / 3);
  const mayRefresh = lastActivity > refreshed && !final && now < expires;
  const warnAt = idleEnd < over ? idleEnd - warningTime(idle) : over;
  const times = [idleEnd, over, warnAt, ...(mayRefresh ? [refreshAt] : [])];
  const warn = now >= warnAt;
  return {
    step: warn ? 'warn' : 'wait',
    refresh: mayRefresh && now >= refreshAt,
    at: Math.min(...times.filter((time) => time > now), ...(warn ? [now + SECOND] : [])),
  };
}

/**
 * What the tabs of one application share, in the browser's local storage. Where that is switched off, full or was
 * cleared, a tab goes on with what it knew last.
 */
function sharedMemory(name) {
  const key = (entry) => `gatehouse-sign-out ${name} ${entry}`;
  const known = new Map();
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  return {
    read(entry) {
      const value = attempt(() => JSON.parse(localStorage.getItem(key(entry))));
      if (value !== null) {
        known.set(entry, value);
      }
      return known.get(entry) ?? null;
    },
    write(entry, value) {
      known.set(entry, value);
      try {
        localStorage.setItem(key(entry), JSON.stringify(value));
      } catch {
        attempt(() => localStorage.removeItem(key(entry))); // an old value would hide the new one
      }
    },
    onChange: (listener) => addEventListener('storage', (event) => event.key?.startsWith(key('')) && listener()),
  };
}

function idleWarning(messages, stay) {
  const dialog = document.createElement('dialog');
  dialog.className = 'gatehouse-sign-out';
  dialog.setAttribute('role', 'alertdialog');
  const part = (name, id, text) => {
    const element = dialog.appendChild(document.createElement(name));
    element.id = id;
    element.textContent = text;
    return element;
  };
  part('h2', 'gatehouse-sign-out-title', messages.title);
  part('p', 'gatehouse-sign-out-text', messages.text);
  const left = part('p', 'gatehouse-sign-out-left', '');
  left.setAttribute('role', 'timer');
  const button = part('button', 'gatehouse-sign-out-stay', messages.stay);
  button.type = 'button';
  button.addEventListener('click', stay);
  dialog.setAttribute('aria-labelledby', 'gatehouse-sign-out-title');
  dialog.setAttribute('aria-describedby', 'gatehouse-sign-out-text gatehouse-sign-out-left');
  dialog.addEventListener('cancel', stay); // the Escape key
  return {
    isOpen: () => dialog.open,
    show(milliseconds) {
      left.textContent = messages.secondsLeft(Math.max(0, Math.ceil(milliseconds / SECOND)));
      if (!dialog.open) {
        document.body.append(dialog);
        dialog.showModal();
      }
    },
    hide() {
      dialog.close();
      dialog.remove();
    },
  };
}

/**
 * Starts to watch the session of a keycloak-js instance that has signed in (standard flow).
 *
 * @param keycloak the instance, after its `init`
 * @param options `messages`: texts of the warning, any of `title`, `text`, `stay` and the function `secondsLeft(seconds)`
 * @throws Error if nobody is signed in, or with a session that never ends (scope offline_access)
 */
export function watchSession(keycloak, options = {}) {
  if (!keycloak.refreshTokenParsed?.exp) {
    throw new Error('watchSession: call it after keycloak.init has signed in, without the scope offline_access.');
  }
  const { iss } = keycloak.tokenParsed;
  const shared = sharedMemory(`${iss} ${keycloak.clientId}`);
  const warning = idleWarning({ ...ENGLISH, ...options.messages }, () => reportActivity());
  let session = null;
  let token = null;
  let refreshed = 0;
  let timer = null;
  let leaving = false;
  let endedAt = null;
  let retryAt = 0;
  let lastNoticed = 0;
  let lastPlace = '';

  /** Time of the server as time of this browser. */
  const local = (seconds) => (seconds + (keycloak.timeSkew ?? 0)) * SECOND;

  /** Looks at the newest token, whoever got it: this script or the application. */
  function learnToken() {
    if (token === keycloak.refreshToken || !keycloak.refreshTokenParsed) {
      return;
    }
    token = keycloak.refreshToken;
    refreshed = Date.now();
    session = learn(shared.read('session'), { ...keycloak.refreshTokenParsed, sid: keycloak.sessionId });
    shared.write('session', session);
  }

  function state() {
    const now = Date.now();
    if (shared.read('activity') > now) {
      shared.write('activity', now); // the clock was set back: whoever was active then was so until now at most
    }
    const newest = shared.read('session');
    const { exp } = keycloak.refreshTokenParsed ?? session;
    return {
      now,
      lastActivity: shared.read('activity'),
      // Tokens carry whole seconds, rounded down: a second less, so that the last one to act is still in time.
      idle: (session.idle - 1) * SECOND,
      refreshed,
      expires: local(exp),
      sessionEnd: local(newest.sid === session.sid ? Math.max(newest.exp, exp) : exp),
      final: session.final,
    };
  }

  /** Leaves for the sign-in page, which leads back to this very address. */
  function signIn() {
    if (!leaving) {
      stop();
      keycloak.login({ redirectUri: location.href });
    }
  }

  /** Ends the session. The browser comes back to `redirectUri` (this very address), and so to the sign-in page. */
  function signOut(redirectUri = location.href) {
    if (!leaving) {
      stop();
      endedAt = Date.now();
      shared.write('ended', { sid: session.sid, at: endedAt });
      // As a page of the browser (GET), so that Keycloak also takes its cookies away and tells other applications.
      keycloak.logout({ redirectUri, logoutMethod: 'GET' });
    }
  }

  /** Whether another tab has ended this session or has a newer one; then this tab follows. */
  function followsOtherTab() {
    const newest = shared.read('session');
    const ended = shared.read('ended');
    if (newest.sid !== session.sid && newest.iat > session.iat) {
      signIn();
    } else if (ended?.sid === session.sid && ended.at > local(session.iat)) {
      // Straight after the other tab the session may still be there, and signing in would use it again: end it too.
      // Later the browser may have a new one, and Keycloak would ask whether that is to be ended.
      if (Date.now() - ended.at < LONGEST_SLEEP_MS) {
        signOut();
      } else {
        signIn();
      }
    }
    return leaving;
  }

  function stop() {
    leaving = true;
    clearTimeout(timer);
    timer = setTimeout(stayed, STAYED_MS);
    warning.hide();
  }

  /** The page is still here: the application asked before it was left, and the person chose to stay. */
  function stayed() {
    leaving = false;
    if (shared.read('ended')?.at === endedAt) {
      shared.write('ended', {}); // it was not ended; what is due is done anew
    }
    look();
  }

  async function refresh() {
    try {
      await keycloak.updateToken(-1);
      learnToken();
    } catch {
      if (!keycloak.authenticated) {
        signIn(); // Keycloak says that the session is over; otherwise it could not be reached
      }
    }
  }

  function look() {
    if (leaving) {
      return;
    }
    clearTimeout(timer);
    let sleep = LONGEST_SLEEP_MS;
    try {
      sleep = doWhatIsDue();
    } finally {
      if (!leaving) {
        timer = setTimeout(look, sleep); // also after an error, such as one in the application's texts
      }
    }
  }

  /** Returns how long there is nothing more to do, in ms. */
  function doWhatIsDue() {
    learnToken();
    if (followsOtherTab()) {
      return 0;
    }
    const known = state();
    const { step, refresh: wanted, at } = due(known);
    if (step === 'ended' || !keycloak.authenticated) {
      signIn();
      return 0;
    }
    if (step === 'idle') {
      signOut();
      return 0;
    }
    if (step === 'warn') {
      warning.show(known.lastActivity + known.idle - known.now);
    } else {
      warning.hide();
    }
    if (wanted && known.now >= retryAt) {
      retryAt = known.now + RETRY_MS;
      refresh().then(look);
    }
    return Math.min(at - known.now, wanted ? RETRY_MS : LONGEST_SLEEP_MS);
  }

  /** Tells that the person is active although no key or pointer shows it: a phone call, a video. */
  function reportActivity() {
    look(); // what is over stays over
    if (!leaving) {
      shared.write('activity', Date.now());
      look();
    }
  }

  function noticeActivity(event) {
    const place = event.type === 'pointermove' ? `${event.screenX} ${event.screenY}` : '';
    // Scripts dispatch events, and browsers report a move when the page moves below a pointer at rest.
    const byPerson = event.isTrusted && (place === '' || place !== lastPlace);
    lastPlace = place || lastPlace;
    // While the warning is open only an answer counts: a pointer must be able to get to its button.
    if (byPerson && !warning.isOpen() && Math.abs(Date.now() - lastNoticed) >= SECOND) {
      lastNoticed = Date.now();
      reportActivity();
    }
  }

  /**
   * An access token for a call made for the person. It is refreshed if it is about to end and there was activity since
   * the last refresh; otherwise it is given as it is, and the call may get a 401. Background calls take `keycloak.token`.
   */
  async function accessToken() {
    if (!leaving && state().lastActivity > refreshed && keycloak.isTokenExpired(5)) {
      await refresh();
    }
    return keycloak.token;
  }

  /**
   * To be called when the person opens a page of the application: counts as activity and asks Keycloak whether the session
   * is still there. If not, the browser goes to the sign-in page and the promise stays open. Without an answer from
   * Keycloak the page may open.
   */
  async function pageOpened() {
    reportActivity();
    try {
      const headers = { Authorization: `Bearer ${await accessToken()}` };
      const answer = leaving ? null : await fetch(`${iss}/protocol/openid-connect/userinfo`, { headers });
      if (answer?.status === 401) {
        await refresh(); // a session that is there has a new token
      }
    } catch {
      // Keycloak cannot be reached.
    }
    return leaving ? new Promise(() => {}) : undefined;
  }

  /** What is known: `lastActivity`, `idleEnd` and `sessionEnd` (the latest that Keycloak has promised) as dates. */
  function times() {
    const { lastActivity: active, idle, sessionEnd } = state();
    return { lastActivity: new Date(active), idleEnd: new Date(active + idle), sessionEnd: new Date(sessionEnd) };
  }

  for (const type of ACTIVITY_EVENTS) {
    addEventListener(type, noticeActivity, { capture: true, passive: true });
  }
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', () => clearTimeout(timer)); // it is left, or comes back by pageshow
  addEventListener('pageshow', (event) => {
    leaving &&= !event.persisted; // back from the sign-in page to this page as it was
    look();
  });
  shared.onChange(look);
  learnToken();
  // Opening a page of the application is activity; the token was made for it.
  const before = shared.read('activity') ?? 0;
  const opened = Math.min(refreshed, local(session.iat));
  shared.write('activity', before > Date.now() ? opened : Math.max(before, opened)); // the clock may have been set back
  look();
  return { reportActivity, accessToken, pageOpened, signOut, times };
}
