// The day and the week: which day is looked at, timers that tick, and changes made in Clockify itself.

import { ask } from "./api.js";
import { address } from "./address.js";
import { fail } from "./composer.js";

const sheet = document.getElementById("timesheet");
let changing = address.get("change") === "1";

export function show({ html, day }) {
  const field = sheet.contains(document.activeElement) ? document.activeElement : null;
  if (field?.form?.classList.contains("change") && field.value !== field.defaultValue) return; // it is being typed in
  const focused = field?.dataset.day ? `button[data-day="${CSS.escape(field.dataset.day)}"]` : field?.id ? `#${field.id}` : null;
  sheet.innerHTML = html;
  sheet.removeAttribute("aria-busy");
  sheet.classList.toggle("changing", changing);
  sheet.querySelector("#in-clockify").checked = changing;
  if (focused) sheet.querySelector(focused)?.focus();
  if (day) address.set({ day });
}

function tick() {
  for (const each of sheet.querySelectorAll(".ticks")) {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(each.dataset.since)) / 1000));
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    each.textContent = parts.map((part) => String(part).padStart(2, "0")).join(":");
  }
}

export function start(live) {
  setInterval(tick, 1000);
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-day]");
    if (!button) return;
    address.set({ day: button.dataset.day });
    live.listen();
  });
  sheet.addEventListener("change", (event) => {
    if (event.target.id !== "in-clockify") return;
    changing = event.target.checked;
    address.set({ change: changing ? "1" : null });
    sheet.classList.toggle("changing", changing);
  });
  sheet.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const { start, end, description } = form.elements;
    const change = event.submitter.name === "delete"
      ? { delete: true }
      : { start: start.value, end: end?.value ?? null, description: description.value };
    document.activeElement.blur();
    try {
      await ask("/play/entry", { entry: form.dataset.entry, ...change });
    } catch (error) {
      fail(error);
    }
  });
}
