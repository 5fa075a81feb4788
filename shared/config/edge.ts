/** What stands before the API, and so decides which headers are its own. */
import { concern, plain } from "./concern.js";
import { oneOf, optional, secretName } from "./forms.js";

/** The name of the secret that CloudFront sends with each request; undefined if nothing stands before the API. */
export const edge = /* @__PURE__ */ concern(
  () => plain({ EDGE: oneOf("none", "cloudfront"), EDGE_SECRET: optional(secretName) }),
  ({ EDGE, EDGE_SECRET: secret }) => (EDGE === "cloudfront" ? secret : undefined),
  ({ EDGE, EDGE_SECRET }) =>
    EDGE === "cloudfront" && !EDGE_SECRET
      ? [{ setting: "EDGE_SECRET", words: "is missing; EDGE is cloudfront" }]
      : [],
);
