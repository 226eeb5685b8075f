// Messages as Slack shows them, and clicks on what is in them.

import { ask } from "./api.js";
import { fail } from "./composer.js";
import { confirmed } from "./dialogs.js";

const messages = document.getElementById("messages");
const empty = document.getElementById("empty");
const status = document.getElementById("status");

export function begin() {
  messages.replaceChildren(empty);
}

export function show({ id, html, changed }) {
  const made = fragment(html);
  made.id = id;
  const before = document.getElementById(id);
  empty.remove();
  if (before) {
    const focused = before.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    before.replaceWith(made);
    if (focused) (made.querySelector(focused) ?? messages).focus();
  } else messages.append(made);
  if (changed) made.classList.add("changed");
  made.scrollIntoView({ block: "nearest" });
}

export function remove({ id }) {
  document.getElementById(id)?.remove();
}

export function showStatus(text) {
  status.textContent = text;
}

export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** What was focused is focused again in what takes its place. */
function nameOf(element) {
  const { action } = element.dataset;
  return action ? `[data-action="${CSS.escape(action)}"]` : null;
}

async function use(element, value) {
  if (element.dataset.asks && !(await confirmed(element.dataset))) return;
  const { channel, ts } = element.closest(".message").dataset;
  element.setAttribute("aria-busy", "true");
  try {
    await ask("/play/click", { channel, ts, block: element.dataset.block, action: element.dataset.action, value });
  } catch (error) {
    fail(error);
  } finally {
    element.removeAttribute("aria-busy");
  }
}

/** One menu is open at a time, in sight, until something else is done. */
function closeMenus(but) {
  for (const menu of messages.querySelectorAll("details[open]")) if (menu !== but) menu.open = false;
}

function startMenus() {
  const open = (event) => {
    if (!event.target.open) return;
    closeMenus(event.target);
    event.target.querySelector(".menu").scrollIntoView({ block: "nearest" });
  };
  messages.addEventListener("toggle", open, { capture: true }); // it does not bubble
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details")));
  messages.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

export function start() {
  startMenus();
  messages.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action]");
    if (!button) return;
    button.closest("details")?.removeAttribute("open");
    use(button, button.dataset.value ?? "");
  });
  messages.addEventListener("change", (event) => {
    const chosen = event.target.closest("select[data-action], input[data-action]");
    if (chosen?.value) use(chosen, chosen.value);
  });
}
