/**
 * Calls other than sign-ins whose cost must not grow with the number of users. Each returns its rate per
 * second.
 */
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { emailOf, localPoolId as UserPoolId } from "./pool-servers.js";
import type { PoolServer } from "./server-process.js";

export const callNames = [
  "sign-up",
  "a page of ListUsers, from the middle",
  "ListUsers by email",
  "ListUsers by the beginning of an email (looks at every user)",
  "a page of a group",
] as const;

export async function callsPerSecond(
  { client }: PoolServer,
  { clientId, users, ms }: { clientId: string; users: number; ms: number },
): Promise<number[]> {
  const GroupName = "readers";
  const last = emailOf(users - 1);
  await client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: last }));
  const PaginationToken = Buffer.from(`offset:${Math.floor(users / 2)}`).toString("base64");
  let signedUp = 0;
  const calls = [
    () => {
      signedUp += 1;
      const Username = `new${signedUp}@example.com`;
      return client.send(new SignUpCommand({ ClientId: clientId, Username, Password: "Correct-Horse-1" }));
    },
    () => client.send(new ListUsersCommand({ UserPoolId, Limit: 1, PaginationToken })),
    () => client.send(new ListUsersCommand({ UserPoolId, Filter: `email = "${last}"` })),
    () => client.send(new ListUsersCommand({ UserPoolId, Filter: `email ^= "${last}"` })),
    () => client.send(new ListUsersInGroupCommand({ UserPoolId, GroupName, Limit: 1 })),
  ];
  const rates: number[] = [];
  for (const call of calls) rates.push(await rateOf(call, ms));
  return rates;
}

async function rateOf(call: () => Promise<unknown>, ms: number): Promise<number> {
  await call();
  const began = performance.now();
  let done = 0;
  do {
    await call();
    done += 1;
  } while (performance.now() - began < ms);
  return (done * 1000) / (performance.now() - began);
}
