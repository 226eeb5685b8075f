// The address of the page says what it shows, so that it can be shared.

const settings = document.getElementById("settings");

export const address = {
  /** What the address says, or what is chosen where it says nothing. */
  get(name) {
    return new URLSearchParams(location.search).get(name) ?? settings.elements[name]?.value ?? null;
  },

  /** `null` takes a name away. */
  set(names) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(names)) {
      if (value === null || value === "") url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    history.replaceState(null, "", url);
  },
};
