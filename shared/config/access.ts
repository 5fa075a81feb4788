/** For how long the authorizer goes by what it read, and when the end of a session counts. */
import { concern, plain } from "./concern.js";
import { oneOf, wholeNumber } from "./forms.js";

/**
 * `immediate`: every request reads anew. `cached`: a change shows when what was read is too old.
 * `lifetime`: the same, and tokens of ended sessions are good to their own end.
 */
export const access = /* @__PURE__ */ concern(
  () =>
    plain({
      ACCESS_CACHE_SECONDS: wholeNumber(0, 60),
      TOKEN_REVOCATION: oneOf("cached", "immediate", "lifetime"),
    }),
  ({ ACCESS_CACHE_SECONDS, TOKEN_REVOCATION }) => ({
    cacheMs: ACCESS_CACHE_SECONDS * 1000,
    revocation: TOKEN_REVOCATION,
  }),
);
