/** A throttle that refunds after one pass of the event loop, and counts the completed refunds. */
import { setImmediate as nextPass } from "node:timers/promises";
import type { Throttle } from "../../shared/ports/index.js";

export const slowThrottle = (inner: Throttle): { throttle: Throttle; refunded: () => number } => {
  let refunded = 0;
  const throttle: Throttle = {
    ...inner,
    refund: async (rule, key) => {
      await nextPass();
      await inner.refund(rule, key);
      refunded += 1;
    },
  };
  return { throttle, refunded: () => refunded };
};
