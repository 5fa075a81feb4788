/** Sign-ins with USER_PASSWORD_AUTH by e-mail, and the cost of a password check alone. */
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { hashPassword, passwordMatches } from "../packages/local-aws/src/user-pool/rules/password-hash.js";
import { emailOf, password } from "./pool-servers.js";
import type { PoolServer } from "./server-process.js";

const CONCURRENT = 4;

export interface Load {
  readonly clientId: string;
  readonly users: number;
  readonly ms: number;
}

/** Sign-ins per second by randomly chosen users, with at least one per caller. */
export const signIns = ({ client }: PoolServer, { clientId, users, ms }: Load): Promise<number> =>
  perSecond(ms, async () => {
    const USERNAME = emailOf(Math.floor(Math.random() * users));
    const AuthParameters = { USERNAME, PASSWORD: password };
    const request = { ClientId: clientId, AuthFlow: "USER_PASSWORD_AUTH" as const, AuthParameters };
    const { AuthenticationResult } = await client.send(new InitiateAuthCommand(request));
    if (!AuthenticationResult?.AccessToken) throw new Error("the sign-in gave no token");
  });

export const passwordChecks = async (ms: number): Promise<number> => {
  const stored = await hashPassword(password, { group: "pool", name: "somebody" });
  return perSecond(ms, async () => {
    if (!(await passwordMatches(password, stored))) throw new Error("the password does not match");
  });
};

const perSecond = async (ms: number, run: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  let done = 0;
  const caller = async (): Promise<void> => {
    do {
      await run();
      done += 1;
    } while (performance.now() - began < ms);
  };
  await Promise.all(Array.from({ length: CONCURRENT }, caller));
  return (done * 1000) / (performance.now() - began);
};
