/** The inbox of the users of the day. */
import type { RunningStack } from "../../../local/stack/index.js";
import { normaliseIdentifier } from "../../../shared/domain/identifier.js";

export const newestCode = (stack: RunningStack, email: string): string | undefined =>
  stack.inbox.list({ to: normaliseIdentifier(email) })[0]?.code;
