// The box: what is typed is coloured by what it is read as, and said again as chips that can be changed.

import { ask, Failed } from "./api.js";
import { address } from "./address.js";
import { showAway, showSignedOut } from "./live.js";

const KEPT = "clankerbot.text";
const form = document.getElementById("composer");
const text = document.getElementById("text");
const shades = document.getElementById("shades");
const reading = document.getElementById("reading");
const problem = document.getElementById("problem");
const nothing = document.getElementById("reading-none");

let parts = [];
let asking = null;

/** Colours what is known so far, at once; then asks what it is read as now. */
function typed() {
  sessionStorage.setItem(KEPT, text.value);
  problem.hidden = true;
  fit();
  shade();
  read();
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

function shade() {
  const value = text.value;
  const nodes = [];
  let end = 0;
  for (const part of parts) {
    if (part.end > value.length) break;
    nodes.push(value.slice(end, part.start));
    const mark = document.createElement("mark");
    mark.className = `t-${part.tone}`;
    mark.textContent = value.slice(part.start, part.end);
    nodes.push(mark);
    end = part.end;
  }
  shades.replaceChildren(...nodes, `${value.slice(end)}\n`);
}

async function read() {
  asking?.abort();
  if (!text.value.trim()) {
    parts = [];
    reading.replaceChildren(nothing.content.cloneNode(true));
    return;
  }
  asking = new AbortController();
  const asked = text.value;
  try {
    const told = await ask("/play/parse", { text: asked, llm: byModel() }, { signal: asking.signal });
    if (asked !== text.value) return;
    parts = told.parts;
    reading.innerHTML = told.html;
    shade();
  } catch (error) {
    if (error.name !== "AbortError") fail(error);
  }
}

function byModel() {
  return address.get("parser") === "model";
}

/** What is typed stays where it cannot be sent. */
export async function send(value = text.value) {
  if (!value.trim()) return;
  try {
    await ask("/play/say", { text: value, llm: byModel() });
  } catch (error) {
    if (!text.value.trim()) fill(value);
    fail(error);
    return;
  }
  if (text.value === value) fill(""); // else the next one is being typed already
  address.set({ text: null });
}

export function fill(value) {
  text.value = value;
  parts = [];
  typed();
}

export function fail(error) {
  if (!(error instanceof Failed)) throw error;
  if (error.away) {
    showAway();
    document.dispatchEvent(new Event("away"));
  } else if (error.signedOut) showSignedOut();
  else {
    problem.textContent = problem.dataset.failed.replace("{reason}", error.message);
    problem.hidden = false;
  }
}

/** The words that a chip was read from become a field; what is typed there takes their place. */
function change(chip) {
  const start = Number(chip.dataset.start);
  const end = Number(chip.dataset.end);
  const field = document.createElement("input");
  field.className = chip.className;
  field.value = text.value.slice(start, end);
  field.size = Math.max(4, field.value.length);
  field.setAttribute("aria-label", chip.getAttribute("aria-label"));
  const done = (keep) => {
    field.onblur = null;
    if (keep && field.value.trim()) {
      text.value = text.value.slice(0, start) + field.value.trim() + text.value.slice(end);
      parts = [];
    }
    typed();
    text.focus();
  };
  field.onblur = () => done(true);
  field.onkeydown = (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      done(true);
    } else if (event.key === "Escape") done(false);
  };
  chip.replaceWith(field);
  field.select();
}

export function start() {
  text.addEventListener("input", typed);
  text.addEventListener("scroll", () => (shades.scrollTop = text.scrollTop));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  reading.addEventListener("click", (event) => {
    const chip = event.target.closest("button.chip");
    if (chip?.dataset.suggestion) fill(chip.dataset.suggestion);
    else if (chip) change(chip);
  });
  text.value = address.get("text") ?? sessionStorage.getItem(KEPT) ?? "";
  if (text.value) typed();
}

export { read };
