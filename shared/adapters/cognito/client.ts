/**
 * Calls as the app client. If Cognito rejects the client's credentials, the secret may have been rotated: the
 * secret is fetched again and the call retried once. A second rejection is a misconfiguration and not a wrong
 * password: it is counted in a metric and reported as an outage.
 */
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { Metrics } from "../../ports/index.js";
import type { ClientSecret } from "./client-secret.js";
import { type Attempt, attempt, CLIENT_MISCONFIGURED, type CognitoFailure } from "./failure.js";
import type { PublicCall } from "./public-calls.js";

export type CognitoStore = {
  readonly client: CognitoIdentityProviderClient;
  readonly call: PublicCall;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly secret: ClientSecret;
  readonly metrics: Pick<Metrics, "count">;
};

/** Runs a call and returns its value or its failure. `call` must request the secret on each run. */
export const attemptAsClient = async <T>(
  { secret, metrics }: CognitoStore,
  call: () => Promise<T>,
): Promise<Attempt<T>> => {
  const first = await attempt(call);
  if (first.kind === "value" || first.failure.name !== CLIENT_MISCONFIGURED) return first;
  secret.forget();
  const second = await attempt(call);
  if (second.kind === "failure" && second.failure.name === CLIENT_MISCONFIGURED)
    metrics.count("client_misconfigured");
  return second;
};

/** Runs a call and returns its failure, or undefined on success. */
export const failureAsClient = async (
  store: CognitoStore,
  call: () => Promise<unknown>,
): Promise<CognitoFailure | undefined> => {
  const answer = await attemptAsClient(store, call);
  return answer.kind === "failure" ? answer.failure : undefined;
};
