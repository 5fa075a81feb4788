/**
 * CreateAuthChallenge: CHOOSE for people, TICKET for services, and after the choice the code or the
 * link. Only that last one has an effect, a mail. It belongs to the reference that CHOOSE minted and
 * Cognito keeps in the session, so that a repeated delivery is recognised.
 */
import { PROOF_LIFETIME_SECONDS } from "../../domain/challenge/challenge.js";
import {
  beganWithPassword,
  type ChallengeMark,
  type HistoryEntry,
  markOf,
  markText,
  roundOf,
} from "../../domain/challenge/history.js";
import { AuthError } from "../../domain/errors.js";
import type { Ports } from "../../ports/index.js";
import type { ChallengedUser } from "./challenged-user.js";
import { type DeliveryDeps, deliverProof } from "./deliver-proof.js";

export type CreateChallengeDeps = DeliveryDeps & Pick<Ports, "random" | "serviceClients">;

export type CreatedChallenge = {
  /** What the caller is told. The same for everybody. */
  readonly open: Readonly<Record<string, string>>;
  /** What Cognito keeps for Verify: a reference, never the answer. */
  readonly kept: Readonly<Record<string, string>>;
  readonly mark: string;
};

type Input = {
  readonly user: ChallengedUser;
  readonly clientId: string;
  readonly history: readonly HistoryEntry[];
  readonly language: string | undefined;
};

/** @throws AuthError `invalid_request` for a session that no challenge can follow, `too_many_requests`. */
export const createChallenge = async (deps: CreateChallengeDeps, input: Input): Promise<CreatedChallenge> => {
  const { history } = input;
  if (await deps.serviceClients.includes(input.clientId)) {
    return described({ kind: "TICKET", reference: deps.random.id("chl") }, history);
  }
  const ours = history.filter(({ name }) => name === "CUSTOM_CHALLENGE");
  const [choice, answered] = ours;
  if (choice === undefined) return described({ kind: "CHOOSE", reference: deps.random.id("chl") }, history);
  if (markOf(choice)?.kind !== "CHOOSE") throw new AuthError("invalid_request");
  if (answered === undefined) return firstProof(deps, input, markOf(choice)?.reference ?? "");
  const mark = markOf(answered);
  if (mark === undefined) throw new AuthError("invalid_request");
  return described(mark, history); // a wrong answer: the same code or link is asked for again, nothing is sent
};

const firstProof = async (
  deps: CreateChallengeDeps,
  input: Input,
  reference: string,
): Promise<CreatedChallenge> => {
  const challenge = await deps.challenges.find(reference);
  if (challenge === undefined) throw new AuthError("invalid_request");
  const passwordRenewed = renewed(input.history);
  await deliverProof(deps, { ...input, challenge, passwordRenewed });
  return described({ kind: challenge.choice.kind, reference }, input.history);
};

const renewed = (history: readonly HistoryEntry[]): boolean =>
  history.some(({ name, passed }) => name === "NEW_PASSWORD_REQUIRED" && passed);

const described = (mark: ChallengeMark, history: readonly HistoryEntry[]): CreatedChallenge => {
  const methods = beganWithPassword(history) ? "code" : "code link step-up";
  return {
    open: {
      challenge: mark.kind,
      ...(mark.kind === "CHOOSE" && { methods }),
      ...(mark.kind !== "TICKET" && { validSeconds: String(PROOF_LIFETIME_SECONDS) }),
    },
    kept: {
      kind: mark.kind,
      reference: mark.reference,
      round: String(roundOf(history)),
      ...(mark.kind === "CHOOSE" && { methods }),
      ...(renewed(history) && { passwordRenewed: "true" }),
    },
    mark: markText(mark),
  };
};
