// The only script of the theme's own. Without it every page works: the forgot link shows, passwords stay hidden.

// The answer to a form has that form's address, and loading it again would send the form again. So the address becomes
// that of the step that is shown, without the code that makes it a form's. Keycloak does the same by a script in the
// page, which our policy forbids.
if (new URLSearchParams(location.search).has("session_code")) {
  const step = document.querySelector('form[action*="session_code="]')?.getAttribute("action") ?? location.href;
  const address = new URL(step, location.href);
  address.searchParams.delete("session_code");
  history.replaceState(history.state, "", address);
}

// Show and hide. Listens before any other listener and stops the click there, because some of Keycloak's pages load
// a script of their own for the same buttons, and two would undo each other.
const { textShow, textHide, textCapsLock, authChecker, ssoUrl, authSession } = document.body.dataset;

function show(button, visible) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  field.type = visible ? "text" : "password";
  button.textContent = visible ? textHide : textShow;
  button.setAttribute("aria-label", `${button.textContent} ${field.labels[0]?.textContent.trim() ?? ""}`);
}

for (const button of document.querySelectorAll("[data-password-toggle]")) {
  show(button, false);
  button.classList.add("ready");
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-password-toggle]");
  if (button) {
    event.stopPropagation();
    show(button, document.getElementById(button.getAttribute("aria-controls")).type === "password");
  }
}, true);

// Caps Lock is told under a password field; a browser says by keys and clicks only whether it is on.
for (const field of document.querySelectorAll("[type=password]")) {
  const hint = document.createElement("span");
  hint.className = "help";
  hint.role = "status";
  (field.closest(".input-group") ?? field).after(hint);
  for (const type of ["keydown", "keyup", "pointerdown", "blur"]) {
    field.addEventListener(type, (event) => {
      hint.textContent = event.getModifierState?.("CapsLock") ? textCapsLock : "";
    });
  }
}

// A double click sends a form once. Passwords are hidden again first, so that no browser keeps one as a typed text.
const sentAt = new WeakMap();
document.addEventListener("submit", (event) => {
  if (event.timeStamp - sentAt.get(event.target) < 2000) {
    event.preventDefault();
    return;
  }
  sentAt.set(event.target, event.timeStamp);
  event.target.querySelectorAll("[data-password-toggle]").forEach((button) => show(button, false));
});

// Codes to keep. Browsers let only pages of https, or of this machine, write to the clipboard.
for (const button of document.querySelectorAll("[data-print], [data-copy]")) {
  button.hidden = button.hasAttribute("data-copy") && !navigator.clipboard;
  button.addEventListener("click", () => {
    if (button.dataset.copy) {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
    } else {
      print();
    }
  });
}

// Google's reCAPTCHA calls it by this name, as on Keycloak's own registration page.
globalThis.onSubmitRecaptcha = () => document.getElementById("kc-register-form").requestSubmit();

// A link to an identity provider works once; going back to the page makes it work again.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-once-link]");
  if (link?.ariaDisabled === "true") {
    event.preventDefault();
  } else if (link) {
    link.ariaDisabled = "true";
  }
});
addEventListener("pageshow", () => {
  document.querySelectorAll("a[data-once-link]").forEach((link) => link.removeAttribute("aria-disabled"));
});

// The forgot link comes with the password field's focus, or its own, and stays. It takes the typed name along.
const forgot = document.getElementById("gatehouse-forgot");
if (forgot) {
  const password = document.getElementById("password");
  const stay = () => forgot.classList.add("shown");
  password.addEventListener("focus", stay);
  forgot.addEventListener("focus", stay);
  if (document.activeElement === password) {
    stay();
  }
  forgot.addEventListener("click", (event) => {
    const name = document.getElementById("username")?.value.trim();
    if (name && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const form = document.getElementById("gatehouse-forgot-form");
      form.elements.username.value = name;
      form.requestSubmit();
    }
  });
}

// Follows a sign-in in another tab; after load, because nothing on the page waits for it.
async function followOtherTabs() {
  const { startSessionPolling, checkAuthSession } = await import(authChecker);
  startSessionPolling(ssoUrl);
  if (authSession) {
    checkAuthSession(authSession);
  }
}
if (document.readyState === "complete") {
  followOtherTabs();
} else {
  addEventListener("load", followOtherTabs);
}
