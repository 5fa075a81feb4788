/** RespondToAuthChallenge and AdminRespondToAuthChallenge. */
import { z } from "zod";
import { answerChallenge } from "../auth/answer-challenge.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { clientId, metadata, parameters, poolId } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({
  ClientId: clientId,
  ChallengeName: z.string().min(1).max(64),
  ChallengeResponses: parameters,
  Session: z.string().min(20).max(2048).optional(),
  ClientMetadata: metadata,
});

const adminInput = input.extend({ UserPoolId: poolId });

export const respondToAuthChallenge = operation(
  "RespondToAuthChallenge",
  "public",
  input,
  (services, request) => {
    const { pool, client } = services.store.client(request.ClientId);
    return respond(services, pool, client, request);
  },
);

export const adminRespondToAuthChallenge = operation(
  "AdminRespondToAuthChallenge",
  "signed",
  adminInput,
  (services, request) => {
    const pool = services.store.pool(request.UserPoolId);
    return respond(services, pool, pool.client(request.ClientId), request);
  },
);

const respond = (services: Services, pool: Pool, client: PoolClient, request: z.output<typeof input>) =>
  answerChallenge(services, {
    pool,
    client,
    name: request.ChallengeName,
    session: request.Session,
    responses: request.ChallengeResponses,
    clientMetadata: request.ClientMetadata,
  });
