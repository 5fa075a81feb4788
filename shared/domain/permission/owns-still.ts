/** Whether a member owns a resource. An ownership from before the member last left the account does not count. */
import type { Membership } from "../account.js";
import { sinceJoining } from "../endings.js";
import type { ResourceFacts } from "./resource.js";

export const ownsStill = ({ ownerId, ownerSince }: ResourceFacts, member: Membership): boolean =>
  ownerId === member.userId && sinceJoining(ownerSince, member);
