/** An id of 256 random bits cannot be guessed from its SHA-256. A keyed hash would need a secret at every cold start. */
import { hash } from "node:crypto";
import type { SessionIds } from "../../ports/browser-sessions.js";

const digest = (label: string, id: string): string =>
  hash("sha256", `identity-lifecycle/${label}/1\n${id}`, "base64url");

export const sessionIds: SessionIds = {
  digestOf: (id) => digest("session", id),
  sisterOf: (id) => digest("sister", id),
};
