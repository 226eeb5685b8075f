// What the page asks of its server. Every request carries the token of the page, and whose part is played.

import { address } from "./address.js";

const token = document.querySelector("meta[name=page-token]").content;

/** What the server says went wrong, in words. `signedOut`: the page must be loaded again. `away`: no answer at all. */
export class Failed extends Error {
  constructor(message, { signedOut = false, away = false } = {}) {
    super(message);
    this.signedOut = signedOut;
    this.away = away;
  }
}

export async function ask(path, body, { signal } = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Page-Token": token },
      body: JSON.stringify({ person: address.get("as"), ...body }),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failed("", { away: true });
  }
  if (answer.status === 503) throw new Failed("", { away: true }); // it is about to stop
  const told = await answer.json().catch((error) => {
    if (error.name === "AbortError") throw error; // cut short in the middle of the answer
    return { ok: false, error: { message: `HTTP ${answer.status}` } };
  });
  if (!told.ok) throw new Failed(told.error.message, { signedOut: answer.status === 401 });
  return told.data;
}
