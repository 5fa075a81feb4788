/** An id of 256 random bits cannot be guessed from its SHA-256. A keyed hash would need a secret at every cold start. */
import { createHash } from "node:crypto";
import type { SessionIds } from "../../ports/browser-sessions.js";

const LABEL = "identity-lifecycle/session/1\n";

export const sessionIds: SessionIds = {
  digestOf: (id) => createHash("sha256").update(LABEL).update(id).digest("base64url"),
};
