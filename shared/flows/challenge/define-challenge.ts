/** DefineAuthChallenge: the next step of a custom sign-in, by the rules of `next-step`. */
import type { HistoryEntry } from "../../domain/challenge/history.js";
import { type NextStep, nextStep } from "../../domain/challenge/next-step.js";
import type { Ports } from "../../ports/index.js";
import type { ChallengedUser } from "./challenged-user.js";

export type DefineChallengeDeps = Pick<Ports, "serviceClients">;

/** @throws AuthError `temporarily_unavailable` if the list of service clients cannot be read. */
export const defineChallenge = async (
  deps: DefineChallengeDeps,
  { user, clientId, history }: { user: ChallengedUser; clientId: string; history: readonly HistoryEntry[] },
): Promise<NextStep> =>
  nextStep({
    history,
    service: await deps.serviceClients.includes(clientId),
    userNotFound: user.userNotFound,
    userStatus: user.status,
  });
