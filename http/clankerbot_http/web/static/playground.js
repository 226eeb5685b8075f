// The playground: puts its parts together.

import { ask } from "./api.js";
import { address } from "./address.js";
import * as composer from "./composer.js";
import * as conversation from "./conversation.js";
import * as dialogs from "./dialogs.js";
import { Live } from "./live.js";
import * as timesheet from "./timesheet.js";

const settings = document.getElementById("settings");
const tour = document.querySelector(".tour");

let began = false;

const live = new Live({
  begin() {
    conversation.begin();
    if (began) settle(); // a server that was started anew knows neither the page nor its settings
    began = true;
  },
  message: conversation.show,
  gone: conversation.remove,
  timesheet: timesheet.show,
  form: dialogs.showForm,
  state({ trouble, status }) {
    settings.elements.clockify.value = trouble;
    settings.classList.toggle("in-trouble", trouble !== "none");
    conversation.showStatus(status);
  },
});

/** Who is played, where they are, what they speak, and how Clockify is. False where that was not heard. */
async function settle(trouble = null) {
  try {
    await ask("/play/settle", { timezone: address.get("zone"), language: address.get("lang"), trouble });
    return true;
  } catch (error) {
    composer.fail(error);
    return false;
  }
}

let again = 0;

/** Whether the server is there again, a moment later; where not, it is looked again. */
document.addEventListener("away", () => {
  clearTimeout(again);
  again = setTimeout(async () => (await settle()) && live.listen(), 1500);
});

settings.addEventListener("change", async (event) => {
  const { name, value } = event.target;
  if (name === "as") address.set({ as: value, day: null });
  else address.set({ [name]: value });
  await settle(name === "clockify" ? value : null);
  if (name === "lang") location.reload();
  else if (name === "parser") composer.read();
  else if (name !== "clockify") live.listen();
});

tour.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-step]");
  if (!button) return;
  address.set({ step: button.dataset.step });
  for (const each of tour.querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
  button.setAttribute("aria-current", "step");
  composer.send(button.dataset.text);
});

for (const name of ["parser", "clockify"]) settings.elements[name].value = address.get(name);
const step = tour.querySelector(`[data-step="${CSS.escape(address.get("step") ?? "")}"]`);
step?.setAttribute("aria-current", "step");

composer.start();
conversation.start();
dialogs.start();
timesheet.start(live);
await settle(new URLSearchParams(location.search).has("clockify") ? address.get("clockify") : null);
live.listen();
if (step && !address.get("text")) composer.fill(step.dataset.text);
document.getElementById("text").focus({ preventScroll: true });
