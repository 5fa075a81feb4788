/** Follows a stream of server-sent events. The stream begins with recent events. */

/**
 * Calls `onEvent` with the JSON of each event, and `onState` with the connection state. Connects only while
 * the page is visible, because browsers allow six connections per origin across all tabs. After a reconnect
 * the recent events are sent again, so `onEvent` may receive an event twice.
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

/** Shows the connection state in a status line. */
export const showState = (line, live, words) => {
  line.classList.toggle("live", live);
  line.classList.toggle("failed", !live);
  line.textContent = live ? words : "Connection lost, trying again…";
};
