// The address of the page says what it shows, so that it can be shared.

const settings = document.getElementById("settings");

export const address = {
  /** What the address says; of what can be chosen, what is chosen where it says nothing or nonsense. */
  get(name) {
    const said = new URLSearchParams(location.search).get(name);
    const choice = settings.elements[name];
    if (!choice) return said;
    return [...choice.options].some((option) => option.value === said && !option.disabled) ? said : choice.value;
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
