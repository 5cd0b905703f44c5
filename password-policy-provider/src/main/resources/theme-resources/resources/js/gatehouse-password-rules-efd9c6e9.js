// Ticks the password rules while somebody types. Without it the list is there, unticked; the server decides anyway.

const lowerCase = (text) => Array.from(text, (character) => character.toLowerCase()).join("");

// The twin of ComparableText.
const comparable = (text) =>
  lowerCase(lowerCase(text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "")).toUpperCase());

// The twins of the classes …Rule, each tells whether a password keeps the rule.
export const rules = {
  minimumLength: (password, minimum) => [...password].length >= minimum,

  characterTypes: (password, needed) =>
    [/\p{Lu}/u, /(?!\u0295)\p{Ll}/u, /[0-9]/, /[!%^&()<>]/].filter((type) => type.test(password)).length >= needed,

  forbiddenCharacters: (password, characters) => ![...characters].some((character) => password.includes(character)),

  agentSafe: (password, longest) => /^[ -~]*$/.test(password) && password.length <= longest,

  notContainsNames(password, shortest, { userName = "", firstName = "", lastName = "" }) {
    const text = comparable(password);
    const [user, first, last] = [userName, firstName, lastName]
      .map((name) => name.slice(0, 1024).replace(/[\ud800-\udbff]$/, ""));
    return ![user, user.split("@")[0]]
      .concat(...[first, last].map((name) =>
        [name, name.replace(/[^\p{L}\p{Nd}]+/gu, ""), ...name.split(/[,.\-_ #\t\u00a0\u2010\u2011\u2013]+/)]))
      .map(comparable)
      // What Java calls blank, as far as NFKD leaves it.
      .some((form) => /[^\t-\r\x1c- \u1680\u2028\u2029]/.test(form) && [...form].length >= shortest && text.includes(form));
  },
};

const list = document.getElementById("password-rules");
if (list) {
  const { met, unmet, count, field, userNameField, ...names } = list.dataset;
  const password = document.getElementById(field);
  const inputs = password.form.elements;
  const said = document.getElementById("password-rules-said");
  let pause;

  const tick = () => {
    // Names that the page does not bring are those typed into its form.
    const owner = {
      userName: inputs[userNameField]?.value,
      firstName: inputs.firstName?.value,
      lastName: inputs.lastName?.value,
      ...names,
    };
    const lines = [...list.querySelectorAll("[data-rule]")];
    let kept = 0;
    for (const line of lines) {
      const state = password.value && (rules[line.dataset.rule](password.value, line.dataset.setting, owner) ? "met" : "unmet");
      kept += state === "met";
      line.dataset.state = state;
      line.querySelector(".gatehouse-rule-mark").textContent = { met: "✓", unmet: "✕" }[state] ?? "○";
      line.querySelector(".gatehouse-rule-state").textContent = state && `– ${{ met, unmet }[state]}`;
    }
    // Said once typing pauses, not at every key.
    clearTimeout(pause);
    pause = setTimeout(() => {
      const text = password.value && count.replace("{0}", kept).replace("{1}", lines.length);
      if (said.textContent !== text) {
        said.textContent = text;
      }
    }, 1000);
  };
  // Some password managers tell only that they have changed it.
  ["input", "change"].forEach((event) => password.form.addEventListener(event, tick));
  tick();
}
