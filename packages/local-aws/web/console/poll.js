/** Keeps a page up to date by asking its service again each second, while the page is seen. */

const EVERY_MS = 1000;

/** The service did not answer, or answered with an error. */
class Silence extends Error {}

/** The text at a path; undefined where there is nothing (404). */
const textAt = async (path) => {
  const response = await fetch(path, { cache: "no-store" }).catch(() => undefined);
  if (response?.status === 404) return undefined;
  if (!response?.ok) throw new Silence(path);
  return response.text();
};

/** Calls `ask` at once and then each second; `onState` learns whether the service answers. */
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
 * Asks for the JSON at a path, and hands it on when it is not what it was. Where there is nothing, it is not asked again: what a
 * service serves is settled when it starts.
 */
export const watched = (path, onChange) => {
  let last = "";
  return async () => {
    if (last === undefined) return;
    const text = await textAt(path);
    if (text === last) return;
    last = text;
    onChange(text === undefined ? undefined : JSON.parse(text));
  };
};

/**
 * Asks for the items of a list that came after the last one seen, by their `sequence`. The first answer is handed on even when
 * it is empty.
 */
export const followed = (path, field, onItems) => {
  let after = 0;
  let answered = false;
  return {
    ask: async () => {
      const items = JSON.parse((await textAt(`${path}?after=${after}`)) ?? "{}")[field] ?? [];
      after = items.at(-1)?.sequence ?? after;
      if (items.length > 0 || !answered) onItems(items);
      answered = true;
    },
    /** Begins again: the service was started anew and counts from the start. */
    restart: () => {
      after = 0;
    },
  };
};

/** Sends JSON; the answer as a notice when it was refused, undefined when it was taken. */
export const post = async (path, body) => {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (response?.ok) return undefined;
  const { message } = (await response?.json().catch(() => undefined)) ?? {};
  return { failed: true, words: message ?? "The service did not answer." };
};
