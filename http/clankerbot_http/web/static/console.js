// The console keeps itself current: what has changed is put in the place of what was shown.

const EVERY_MS = 5000;
const away = document.getElementById("away");

async function look() {
  const board = document.getElementById("board");
  if (board.contains(document.activeElement) || document.hidden) return; // nothing moves under a finger
  try {
    const answer = await fetch(location.pathname + location.search.replace(/&?said=[^&]*/, ""));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("board");
    if (now) board.replaceWith(now);
    else if (page.querySelector(".sign-in")) location.reload();
    away.hidden = Boolean(now);
  } catch {
    away.hidden = false;
  }
}

setInterval(look, EVERY_MS);
