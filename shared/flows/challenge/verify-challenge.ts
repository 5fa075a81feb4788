/**
 * VerifyAuthChallengeResponse: whether an answer is correct. A code, link or ticket is consumed per challenge
 * and round, not per invocation: if Cognito invokes the trigger twice, it gets the same result twice.
 */

import { choiceFrom, PROOF_LIFETIME_SECONDS } from "../../domain/challenge/challenge.js";
import { secondsAt } from "../../domain/seconds.js";
import type { Ports } from "../../ports/index.js";
import type { ChallengedUser } from "./challenged-user.js";
import { redeemTicket, type TicketDeps } from "./redeem-ticket.js";
import { type ProofDeps, verifyProof } from "./verify-proof.js";

export type VerifyChallengeDeps = ProofDeps & TicketDeps & Pick<Ports, "clock">;

type Input = {
  readonly user: ChallengedUser;
  /** The `kept` parameters of `createChallenge`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly answer: string;
};

const MAX_ANSWER = 1024;

export const verifyChallenge = async (deps: VerifyChallengeDeps, input: Input): Promise<boolean> => {
  const { kind, reference = "" } = input.parameters;
  if (reference === "" || input.answer.length > MAX_ANSWER) return false;
  if (kind === "CHOOSE") return opened(deps, input, reference);
  if (kind === "CODE" || kind === "LINK") {
    const { round, passwordRenewed } = input.parameters;
    return verifyProof(deps, {
      ...input,
      reference,
      round: Number(round),
      passwordRenewed: passwordRenewed === "true",
    });
  }
  return kind === "TICKET" && redeemTicket(deps, { ...input, reference });
};

const opened = async (
  deps: VerifyChallengeDeps,
  { parameters, answer }: Input,
  reference: string,
): Promise<boolean> => {
  const chosen = choiceFrom(answer);
  const method = answer.split(":")[0] ?? "";
  if (chosen === undefined || !(parameters.methods ?? "").split(" ").includes(method)) return false;
  const choice =
    chosen.kind === "CODE"
      ? chosen
      : ({
          kind: "LINK",
          binding: await deps.challengeKey.hash(`${reference}/${chosen.browserValue}`),
        } as const);
  const expiresAt = secondsAt(deps.clock.now()) + PROOF_LIFETIME_SECONDS;
  return (await deps.challenges.open(reference, choice, expiresAt)) === "open";
};
