/** Follows a stream of Server-Sent Events, which begins with the recent events. */

/**
 * Calls `onEvent` with each event's JSON, and `onState` with whether the connection stands. Only
 * while the page is seen: a browser opens six connections to an origin, for all its tabs together.
 * What was missed comes with the recent events, so `onEvent` may see an event again.
 */
export const follow = (path, onEvent, onState = () => undefined) => {
  let source;
  const open = () => {
    source = new EventSource(path);
    source.addEventListener("open", () => onState(true));
    source.addEventListener("error", () => onState(false));
    source.addEventListener("message", ({ data }) => onEvent(JSON.parse(data)));
  };
  document.addEventListener("visibilitychange", () => {
    source?.close();
    source = undefined;
    if (document.visibilityState === "visible") open();
  });
  if (document.visibilityState === "visible") open();
};

/** Shows in a status line whether a stream stands. */
export const showState = (line, live, words) => {
  line.classList.toggle("live", live);
  line.classList.toggle("failed", !live);
  line.textContent = live ? words : "Connection lost, trying again…";
};
