/** A throttle that takes a turn of the event loop to give an attempt back, and counts those that it gave back. */
import { setImmediate as turn } from "node:timers/promises";
import type { Throttle } from "../../shared/ports/index.js";

export const slowThrottle = (inner: Throttle): { throttle: Throttle; returned: () => number } => {
  let returned = 0;
  const throttle: Throttle = {
    ...inner,
    giveBack: async (rule, key) => {
      await turn();
      await inner.giveBack(rule, key);
      returned += 1;
    },
  };
  return { throttle, returned: () => returned };
};
