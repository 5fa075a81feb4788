/**
 * Calls on behalf of our app client. When Cognito does not take the client for itself, its secret may
 * have been renewed: it is fetched once more, and the call made once more. What stays wrong is ours to
 * repair and no wrong password: it is counted, and comes out as an outage.
 */
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { Metrics } from "../../ports/index.js";
import type { ClientSecret } from "./client-secret.js";
import { type Attempt, attempt, CLIENT_MISCONFIGURED, type CognitoFailure } from "./failure.js";

export type CognitoStore = {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly secret: ClientSecret;
  readonly metrics: Pick<Metrics, "count">;
};

/** Runs a call and answers its value or its failure. `call` asks for the secret each time that it runs. */
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

/** Runs a call and answers its failure; undefined when it succeeded. */
export const failureAsClient = async (
  store: CognitoStore,
  call: () => Promise<unknown>,
): Promise<CognitoFailure | undefined> => {
  const answer = await attemptAsClient(store, call);
  return answer.kind === "failure" ? answer.failure : undefined;
};
