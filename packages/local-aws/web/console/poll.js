/** Keeps a page up to date: polls its service every second while the page is visible. */

const EVERY_MS = 1000;

/** The service did not respond, or responded with an error. */
class Silence extends Error {}

/** Fetches a path as text. */
const textAt = async (path) => {
  const response = await fetch(path, { cache: "no-store" }).catch(() => undefined);
  if (!response?.ok) throw new Silence(path);
  return response.text();
};

/** Calls `ask` immediately and then every second. `onState` receives whether the service responds. */
export const keepAsking = (ask, onState) => {
  let timer;
  let asking = false;
  const round = async () => {
    if (asking) return;
    asking = true;
    clearTimeout(timer);
    try {
      await ask();
      onState(true);
    } catch (error) {
      if (!(error instanceof Silence)) reportError(error);
      onState(false);
    }
    asking = false;
    if (document.visibilityState === "visible") timer = setTimeout(round, EVERY_MS);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") round();
  });
  round();
};

/**
 * Polls the JSON at a path, and calls `onChange` when it changes. Stops after an answer that `isFinal`
 * recognises as one that does not change while the service runs.
 */
export const watched = (path, onChange, isFinal = () => false) => {
  let last = "";
  let final = false;
  return async () => {
    if (final) return;
    const text = await textAt(path);
    if (text === last) return;
    last = text;
    const answer = JSON.parse(text);
    final = isFinal(answer);
    onChange(answer);
  };
};

/**
 * Polls the new items of a list, by their `sequence`. The first response is passed on even if it is empty.
 */
export const followed = (path, field, onItems) => {
  let after = 0;
  let answered = false;
  return {
    ask: async () => {
      const items = JSON.parse(await textAt(`${path}?after=${after}`))[field];
      after = items.at(-1)?.sequence ?? after;
      if (items.length > 0 || !answered) onItems(items);
      answered = true;
    },
    /** Starts from the beginning, because the service restarted and its sequence numbers begin again. */
    restart: () => {
      after = 0;
    },
  };
};

/** Posts JSON. Returns undefined on success, or a notice if the request was rejected. */
export const post = async (path, body) => {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (response?.ok) return undefined;
  const { message } = (await response?.json().catch(() => undefined)) ?? {};
  return { failed: true, words: message ?? "The service did not respond." };
};
