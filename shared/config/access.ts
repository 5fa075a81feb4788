/** How long the authorizer caches members, and when it rejects the tokens of an ended session. */
import { concern, plain } from "./concern.js";
import { oneOf, wholeNumber } from "./forms.js";

/**
 * `immediate`: every request reads the rows. `cached`: a change takes effect when the cache entry expires.
 * `lifetime`: like `cached`, and tokens of ended sessions stay valid until they expire.
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
