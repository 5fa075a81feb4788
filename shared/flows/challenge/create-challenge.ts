/**
 * CreateAuthChallenge: CHOOSE for users, TICKET for services, and after CHOOSE the code or the magic link.
 * Only the code and the link have an effect: they send an e-mail. The e-mail is bound to the reference that
 * CHOOSE created. Cognito keeps the reference in the session, so a repeated delivery is recognised.
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
  /** Public challenge parameters. The same for every user. */
  readonly open: Readonly<Record<string, string>>;
  /** Private challenge parameters, for VerifyAuthChallengeResponse: a reference, never the answer. */
  readonly kept: Readonly<Record<string, string>>;
  readonly mark: string;
};

type Input = {
  readonly user: ChallengedUser;
  readonly clientId: string;
  readonly history: readonly HistoryEntry[];
  readonly language: string | undefined;
};

/** @throws AuthError `invalid_request` if the session allows no further challenge, `too_many_requests`. */
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
  return described(mark, history); // after a wrong answer: asks for the same code or link, sends nothing
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
