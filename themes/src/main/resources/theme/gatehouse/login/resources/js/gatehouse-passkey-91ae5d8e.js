// For the sign-in page of a realm with passkeys only: without them the page does without this file.

// Keycloak's form for a passkey stands beside the one with the boxes, which go along with it. Without the tick under the
// notice the button asks for no passkey, and one that the browser offered by itself waits for it.
const passkey = document.getElementById("webauth");
const rememberMe = document.getElementById("rememberMe");
const acknowledgement = document.getElementById("acknowledgement");
passkey?.addEventListener("formdata", (event) => {
  if (rememberMe) {
    // As Keycloak's script has it since 26.7.
    event.formData.set(rememberMe.name, rememberMe.checked ? "on" : "off");
  }
  if (acknowledgement?.checked) {
    event.formData.set(acknowledgement.name, acknowledgement.value);
  }
});
if (passkey && acknowledgement) {
  const asksForTheTick = (event) => {
    const missing = !acknowledgement.reportValidity();
    if (missing) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    return missing;
  };
  document.getElementById("authenticateWebAuthnButton")?.addEventListener("click", asksForTheTick, true);
  passkey.addEventListener("submit", (event) => {
    if (asksForTheTick(event)) {
      acknowledgement.addEventListener("change", () => passkey.requestSubmit(), { once: true });
    }
  });
}
