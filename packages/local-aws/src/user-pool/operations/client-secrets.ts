/**
 * The secrets of a confidential client. A client has at most two, so that one can be replaced while the other
 * is in use. (API reference, AddUserPoolClientSecret, ListUserPoolClientSecrets, DeleteUserPoolClientSecret.)
 */
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import { CognitoError, invalidParameter } from "../errors.js";
import { newClientSecret } from "../store/identifiers.js";
import { type ClientSecret, type PoolClient, secretsOf } from "../store/pool.js";
import { chosenSecret, clientId, pageToken, poolId } from "./fields.js";
import { operation } from "./operation.js";

const mostSecrets = 2;

const clientInput = z.object({ UserPoolId: poolId, ClientId: clientId });

const addInput = clientInput.extend({ ClientSecret: chosenSecret.optional() });

/** A generated secret is returned only here. A secret that the caller chose is not returned. */
export const addUserPoolClientSecret = operation(
  "AddUserPoolClientSecret",
  "signed",
  addInput,
  ({ store, clock }, { UserPoolId, ClientId, ClientSecret: chosen }) => {
    const pool = store.pool(UserPoolId);
    const client = pool.client(ClientId);
    const secrets = secretsOf(client);
    const [first] = secrets;
    if (!first) throw invalidParameter("A secret cannot be added to a public client.");
    if (secrets.length >= mostSecrets) {
      throw new CognitoError(
        "LimitExceededException",
        `A client has at most ${mostSecrets} active secrets. Delete one first.`,
      );
    }
    if (chosen === first.value) throw invalidParameter("The client already has this secret.");
    // The creation time is part of the identifier and must therefore be unique.
    const createdAt = Math.max(clock.now(), first.createdAt + 1);
    const added: ClientSecret = { value: chosen ?? newClientSecret(), createdAt };
    pool.saveClient(withSecrets(client, first, added));
    const returned = chosen === undefined && { ClientSecretValue: added.value };
    return { ClientSecretDescriptor: { ...described(client, added), ...returned } };
  },
);

export const listUserPoolClientSecrets = operation(
  "ListUserPoolClientSecrets",
  "signed",
  clientInput.extend({ NextToken: pageToken }),
  ({ store }, { UserPoolId, ClientId }) => {
    const client = store.pool(UserPoolId).client(ClientId);
    return { ClientSecrets: secretsOf(client).map((secret) => described(client, secret)) };
  },
);

export const deleteUserPoolClientSecret = operation(
  "DeleteUserPoolClientSecret",
  "signed",
  clientInput.extend({ ClientSecretId: z.string().min(1).max(256) }),
  ({ store }, { UserPoolId, ClientId, ClientSecretId }) => {
    const pool = store.pool(UserPoolId);
    const client = pool.client(ClientId);
    const secrets = secretsOf(client);
    const left = secrets.filter((secret) => idOf(client, secret) !== ClientSecretId);
    if (left.length === secrets.length) {
      throw new CognitoError("ResourceNotFoundException", "Client secret does not exist.");
    }
    const [last] = left;
    if (!last) throw invalidParameter("The last secret of a client cannot be deleted.");
    pool.saveClient(withSecrets(client, last));
    return {};
  },
);

function withSecrets(client: PoolClient, first: ClientSecret, second?: ClientSecret): PoolClient {
  const { secondSecret: _, ...rest } = client;
  const { value: secret, createdAt: secretCreatedAt } = first;
  return { ...rest, secret, secretCreatedAt, ...(second && { secondSecret: second }) };
}

const idOf = ({ id }: PoolClient, { createdAt }: ClientSecret): string => `${id}--${createdAt}`;

const described = (client: PoolClient, secret: ClientSecret) => ({
  ClientSecretId: idOf(client, secret),
  ClientSecretCreateDate: epochSeconds(secret.createdAt),
});
