// Tells each moment in the reader's own time zone. Without this script it is told in the server's, which is named.
const language = document.documentElement.lang;

for (const element of document.querySelectorAll("time[data-text]")) {
  const moment = new Date(element.dateTime);
  const today = moment.toDateString() === new Date().toDateString();
  const text = moment.toLocaleString(language, { dateStyle: today ? undefined : "medium", timeStyle: "short" });
  element.textContent = element.textContent.replace(element.dataset.text, () => text);
}
