/** InitiateAuth and AdminInitiateAuth: the flows that start a sign-in or refresh a session. */
import { z } from "zod";
import { signInByChoice } from "../auth/choice-sign-in.js";
import { signInWithChallenges } from "../auth/custom-sign-in.js";
import { signInWithPassword } from "../auth/password-sign-in.js";
import { refresh, refreshHolder } from "../auth/refresh.js";
import { signInWithSrp } from "../auth/srp-sign-in.js";
import { CognitoError, invalidParameter, notAuthorized, notImplemented } from "../errors.js";
import { checkSecretHash } from "../rules/client-secret.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes } from "../store/user.js";
import { checkFlow, flowNamed } from "./auth-flows.js";
import { clientId, metadata, parameters, password, poolId, username } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({
  ClientId: clientId,
  AuthFlow: z.string().min(1).max(64),
  AuthParameters: parameters,
  ClientMetadata: metadata,
  Session: z.string().min(20).max(2048).optional(),
});

const adminInput = input.extend({ UserPoolId: poolId });

interface Attempt {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly flow: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly clientMetadata: Attributes | undefined;
  readonly session: string | undefined;
}

export const initiateAuth = operation("InitiateAuth", "public", input, (services, request) => {
  const { pool, client } = services.store.client(request.ClientId);
  return start(services, "USER_PASSWORD_AUTH", attemptOf(pool, client, request));
});

export const adminInitiateAuth = operation("AdminInitiateAuth", "signed", adminInput, (services, request) => {
  const pool = services.store.pool(request.UserPoolId);
  return start(services, "ADMIN_USER_PASSWORD_AUTH", attemptOf(pool, pool.client(request.ClientId), request));
});

const attemptOf = (pool: Pool, client: PoolClient, request: z.output<typeof input>): Attempt => ({
  pool,
  client,
  flow: flowNamed(request.AuthFlow),
  parameters: request.AuthParameters,
  clientMetadata: request.ClientMetadata,
  session: request.Session,
});

async function start(services: Services, passwordFlow: string, attempt: Attempt): Promise<object> {
  checkFlow(attempt.client.settings, attempt.flow, passwordFlow);
  if (attempt.flow === passwordFlow) return passwordSignIn(services, attempt);
  if (attempt.flow === "USER_SRP_AUTH") return srpSignIn(services, attempt);
  if (attempt.flow === "CUSTOM_AUTH") return customSignIn(services, attempt);
  if (attempt.flow === "USER_AUTH") return choiceSignIn(services, attempt);
  if (attempt.flow === "REFRESH_TOKEN_AUTH") return refreshTokens(services, attempt);
  throw notImplemented(`The ${attempt.flow} flow`);
}

function parameter({ parameters }: Attempt, name: string, shape: z.ZodType<string>): string {
  const value = parameters[name];
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  if (!shape.safeParse(value).success) throw invalidParameter(`Invalid value of parameter ${name}`);
  return value;
}

function passwordSignIn(services: Services, attempt: Attempt): Promise<object> {
  const { pool, client, parameters, clientMetadata: validationData } = attempt;
  const name = parameter(attempt, "USERNAME", username);
  checkSecretHash(client, [name], parameters.SECRET_HASH);
  const given = parameter(attempt, "PASSWORD", password);
  const { DEVICE_KEY: deviceKey } = parameters;
  return signInWithPassword(services, {
    pool,
    client,
    username: name,
    password: given,
    deviceKey,
    validationData,
  });
}

function srpSignIn(services: Services, attempt: Attempt): Promise<object> {
  const { pool, client, parameters, clientMetadata: validationData } = attempt;
  const name = parameter(attempt, "USERNAME", username);
  checkSecretHash(client, [name], parameters.SECRET_HASH);
  const clientValue = parameter(attempt, "SRP_A", z.string().min(1));
  return signInWithSrp(services, { pool, client, username: name, clientValue, validationData });
}

function customSignIn(services: Services, attempt: Attempt): Promise<object> {
  const { pool, client, parameters, clientMetadata: validationData } = attempt;
  const name = parameter(attempt, "USERNAME", username);
  checkSecretHash(client, [name], parameters.SECRET_HASH);
  const { CHALLENGE_NAME: first, DEVICE_KEY: deviceKey } = parameters;
  if (first !== undefined && first !== "SRP_A")
    throw invalidParameter("Invalid value of parameter CHALLENGE_NAME");
  const clientValue = first && parameter(attempt, "SRP_A", z.string().min(1));
  return signInWithChallenges(services, {
    pool,
    client,
    username: name,
    clientValue,
    deviceKey,
    validationData,
  });
}

function choiceSignIn(services: Services, attempt: Attempt): Promise<object> {
  const { pool, client, parameters, session, clientMetadata: validationData } = attempt;
  const name = parameter(attempt, "USERNAME", username);
  checkSecretHash(client, [name], parameters.SECRET_HASH);
  return signInByChoice(services, { pool, client, username: name, parameters, session, validationData });
}

async function refreshTokens(services: Services, attempt: Attempt): Promise<object> {
  const { pool, client, parameters } = attempt;
  const token = parameter(attempt, "REFRESH_TOKEN", z.string().min(1));
  const holder = holderOf(services, attempt, token);
  // Keyed by the real username. The request names no alias here.
  checkSecretHash(client, [holder.user.username, holder.user.sub], parameters.SECRET_HASH);
  const request = { pool, client, token, cause: "RefreshTokens" } as const;
  return { ChallengeParameters: {}, AuthenticationResult: await refresh(services, holder, request) };
}

function holderOf(services: Services, { pool, client, parameters }: Attempt, token: string) {
  try {
    return refreshHolder(services, pool, client, token, parameters.DEVICE_KEY);
  } catch (error) {
    // The token was superseded by rotation, which has been switched off since.
    const reused = error instanceof CognitoError && error.code === "RefreshTokenReuseException";
    throw reused ? notAuthorized("Invalid Refresh Token") : error;
  }
}
