// Listens to what is new, and says so when the server is away.

import { address } from "./address.js";

const notice = document.getElementById("away");
const [said, again] = notice.children;

export class Live {
  #source = null;
  #handlers;

  /** `handlers`: by the name of the event, a function of its data. */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  listen() {
    this.#source?.close();
    const asked = new URLSearchParams({ as: address.get("as"), lang: address.get("lang") });
    if (address.get("day")) asked.set("day", address.get("day"));
    const source = (this.#source = new EventSource(`/play/live?${asked}`));
    source.onopen = () => (notice.hidden = true);
    source.onerror = () => {
      showAway();
      // Browsers give up where the answer is no stream: the server is down behind a proxy, or wants one to sign in.
      if (source.readyState === EventSource.CLOSED) document.dispatchEvent(new Event("away"));
    };
    for (const [name, handle] of Object.entries(this.#handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  }
}

export function showAway() {
  said.textContent = notice.dataset.away;
  again.hidden = true;
  notice.hidden = false;
}

/** The server has started anew and knows this page no more. */
export function showSignedOut() {
  said.textContent = notice.dataset.signedOut;
  again.hidden = false;
  notice.hidden = false;
  again.onclick = () => location.reload();
}
