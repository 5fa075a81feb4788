/** ListUsers and ListUsersInGroup, page by page, while users come and go. */
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  type UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { givenUser, poolId, startWorld, type World } from "./world.js";

const UserPoolId = poolId;
let world: World;
beforeEach(async () => {
  world = await startWorld({
    pool: { Schema: [{ Name: "team", AttributeDataType: "String", Mutable: true }] },
  });
});
afterEach(() => world.close());

const emails = (users: UserType[] | undefined): string[] =>
  (users ?? []).map(({ Attributes }) => Attributes?.find(({ Name }) => Name === "email")?.Value ?? "");

const givenUsers = async (count: number): Promise<string[]> => {
  const made: string[] = [];
  for (let each = 0; each < count; each += 1) made.push((await givenUser(world)).email);
  return made;
};

const found = async (Filter: string): Promise<string[]> =>
  emails((await world.cognito.send(new ListUsersCommand({ UserPoolId, Filter }))).Users);

const remove = (Username: string) => world.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));

it("skips and repeats no user when users are deleted and created between two pages", async () => {
  const [first = "", second = "", third = "", fourth = "", fifth = ""] = await givenUsers(5);
  const one = await world.cognito.send(new ListUsersCommand({ UserPoolId, Limit: 2 }));
  await remove(first);
  await remove(third);
  const [sixth] = await givenUsers(1);
  const rest = await world.cognito.send(
    new ListUsersCommand({ UserPoolId, PaginationToken: one.PaginationToken }),
  );

  expect(emails(one.Users)).toEqual([first, second]);
  expect(emails(rest.Users)).toEqual([fourth, fifth, sixth]);
  expect(rest.PaginationToken).toBeUndefined();
});

it("continues after the last user that matched a filter", async () => {
  const all = await givenUsers(5);
  const Filter = 'cognito:user_status = "CONFIRMED"';
  const pages: string[][] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await world.cognito.send(
      new ListUsersCommand({ UserPoolId, Filter, Limit: 2, ...(PaginationToken && { PaginationToken }) }),
    );
    pages.push(emails(page.Users));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);

  expect(pages).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)]);
});

it("finds an address in any case, and not one that was changed or deleted", async () => {
  const [ada = "", bob = ""] = await givenUsers(2);
  const renamed = `new-${ada}`;
  const UserAttributes = [{ Name: "email", Value: renamed }];
  await world.cognito.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId, Username: ada, UserAttributes }),
  );

  expect(await found(`email = "${renamed.toUpperCase()}"`)).toEqual([renamed]);
  expect(await found(`email = "${ada}"`)).toEqual([]);
  await remove(bob);
  expect(await found(`email = "${bob}"`)).toEqual([]);
});

it("finds all users of a value that several have", async () => {
  const attributes = { phone_number: "+31612345678" };
  const one = await givenUser(world, { attributes });
  const two = await givenUser(world, { attributes });
  const Filter = 'phone_number = "+31612345678"';

  expect(await found(Filter)).toEqual([one.email, two.email]);
  const page = await world.cognito.send(new ListUsersCommand({ UserPoolId, Filter, Limit: 1 }));
  expect(emails(page.Users)).toEqual([one.email]);
  await remove(one.email);
  expect(await found(Filter)).toEqual([two.email]);
});

it("finds a user by username and by sub, exactly", async () => {
  const { email, username } = await givenUser(world);

  expect(await found(`username = "${username}"`)).toEqual([email]);
  expect(await found(`sub = "${username}"`)).toEqual([email]);
  expect(await found(`username = "${username.toUpperCase()}"`)).toEqual([]);
  expect(await found(`sub = "${username.slice(1)}"`)).toEqual([]);
});

it("lists the members of a group as they are, page by page", async () => {
  const all = await givenUsers(4);
  const [first = "", second = "", third = "", fourth = ""] = all;
  const GroupName = "staff";
  await world.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }));
  for (const Username of [...all].reverse())
    await world.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username }));
  const one = await world.cognito.send(new ListUsersInGroupCommand({ UserPoolId, GroupName, Limit: 2 }));
  const leaving = { UserPoolId, GroupName, Username: third };
  await world.cognito.send(new AdminRemoveUserFromGroupCommand(leaving));
  await remove(second);
  const two = await world.cognito.send(
    new ListUsersInGroupCommand({ UserPoolId, GroupName, NextToken: one.NextToken }),
  );

  expect(emails(one.Users)).toEqual([first, second]);
  expect(emails(two.Users)).toEqual([fourth]);
});

it("has no members of a group of an earlier life", async () => {
  const [ada = "", bob = ""] = await givenUsers(2);
  const group = { UserPoolId, GroupName: "staff" };
  const members = async () => emails((await world.cognito.send(new ListUsersInGroupCommand(group))).Users);
  await world.cognito.send(new CreateGroupCommand(group));
  for (const Username of [ada, bob])
    await world.cognito.send(new AdminAddUserToGroupCommand({ ...group, Username }));
  expect(await members()).toEqual([ada, bob]);
  await world.cognito.send(new DeleteGroupCommand(group));
  await world.cognito.send(new CreateGroupCommand(group));

  expect(await members()).toEqual([]);
});
