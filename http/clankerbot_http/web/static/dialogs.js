// The bot's forms, and its "are you sure?".

import { ask } from "./api.js";
import { fail } from "./composer.js";

const dialog = document.getElementById("form");
const sure = document.getElementById("confirm");

/** Shows the form on top, or none. What is typed in it meanwhile is with the server already. */
export function showForm({ html }) {
  const focused = dialog.contains(document.activeElement) ? document.activeElement.id : "";
  dialog.innerHTML = html;
  if (!html) {
    if (dialog.open) dialog.close();
    return;
  }
  if (!dialog.open) dialog.showModal();
  const wrong = dialog.querySelector("[aria-invalid]");
  (wrong ?? document.getElementById(focused) ?? dialog.querySelector("input, select, textarea"))?.focus();
}

/** By block and action: what is chosen or typed there. */
function filled() {
  const values = {};
  for (const field of dialog.querySelectorAll("[data-type]")) {
    const { block, action, type } = field.dataset;
    const given = ((values[block] ??= {})[action] ??= []);
    if (type === "checkboxes") {
      if (field.checked) given.push({ value: field.value });
    } else if (field instanceof HTMLSelectElement) {
      for (const each of field.selectedOptions) if (each.value) given.push({ value: each.value, label: each.text });
    } else if (field.value) given.push({ value: field.value });
  }
  return values;
}

async function tell(path, body) {
  try {
    await ask(path, body);
  } catch (error) {
    dialog.close();
    fail(error);
  }
}

export function start() {
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    tell("/play/form", { do: "submit", filled: filled() });
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    tell("/play/form", { do: "close" });
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) tell("/play/form", { do: "close" });
    const button = event.target.closest("button[data-action]");
    if (!button) return;
    tell("/play/click", { block: button.dataset.block, action: button.dataset.action, filled: filled() });
  });
  dialog.addEventListener("change", (event) => {
    if (event.target.dataset.type === "external_select") tell("/play/form", { do: "fill", filled: filled() });
  });
}

export function confirmed({ title, asks, yes, no }) {
  sure.querySelector("h2").textContent = title;
  sure.querySelector("p").textContent = asks;
  const [refuse, agree] = sure.querySelectorAll("button");
  refuse.textContent = no;
  agree.textContent = yes;
  sure.returnValue = "";
  sure.showModal();
  return new Promise((resolve) => sure.addEventListener("close", () => resolve(sure.returnValue === "yes"), { once: true }));
}
