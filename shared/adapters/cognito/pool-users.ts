/**
 * Users of the pool through Cognito's administrative API, for CLI commands. ListUsers also returns federated
 * users. Its results are eventually consistent.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { PoolUser } from "../../domain/pool-user.js";
import type { PoolUsers } from "../../ports/operators.js";
import { attempt } from "./failure.js";
import { poolUserFrom } from "./pool-user-from.js";

const PAGE = 60; // Cognito's largest

export const cognitoPoolUsers = (
  client: CognitoIdentityProviderClient,
  poolId: () => Promise<string>,
): PoolUsers => {
  async function* list(Filter?: string): AsyncGenerator<PoolUser> {
    for await (const user of listed(Filter)) yield poolUserFrom(user);
  }
  async function* listed(Filter?: string): AsyncGenerator<UserType> {
    const UserPoolId = await poolId();
    let PaginationToken: string | undefined;
    do {
      const command = new ListUsersCommand({ UserPoolId, Limit: PAGE, PaginationToken, Filter });
      const answer = await attempt(() => client.send(command));
      if (answer.kind === "failure") throw answer.failure.asAuthError();
      yield* answer.value.Users ?? [];
      PaginationToken = answer.value.PaginationToken;
    } while (PaginationToken !== undefined);
  }
  const act = async (call: (user: { UserPoolId: string }) => Promise<unknown>): Promise<void> => {
    const UserPoolId = await poolId();
    const answer = await attempt(() => call({ UserPoolId }));
    if (answer.kind === "failure" && answer.failure.name !== "UserNotFoundException")
      throw answer.failure.asAuthError();
  };
  return {
    poolId,
    all: () => list(),
    byEmail: (email) => all(list(`email = "${escaped(email)}"`)),
    unconfirmedSince: async function* (before) {
      for await (const user of listed('cognito:user_status = "UNCONFIRMED"')) {
        const { UserCreateDate: made, UserStatus: status } = user;
        if (status === "UNCONFIRMED" && made !== undefined && made < before) yield poolUserFrom(user);
      }
    },
    bySub: async (sub) => (await all(list(`sub = "${escaped(sub)}"`)))[0],
    disable: (Username) => act((pool) => client.send(new AdminDisableUserCommand({ ...pool, Username }))),
    enable: (Username) => act((pool) => client.send(new AdminEnableUserCommand({ ...pool, Username }))),
    endSessions: (Username) =>
      act((pool) => client.send(new AdminUserGlobalSignOutCommand({ ...pool, Username }))),
    remove: (Username) => act((pool) => client.send(new AdminDeleteUserCommand({ ...pool, Username }))),
  };
};

/** A filter value ends at the next quote. Escaping prevents user input from changing the filter. */
const escaped = (value: string): string => value.replaceAll(/[\\"]/g, "\\$&");

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};
