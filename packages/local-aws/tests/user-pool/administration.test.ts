import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  GetGroupCommand,
  GetUserCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  attempt,
  givenUser,
  lastCode,
  poolId,
  refusal,
  signIn,
  startWorld,
  verified,
  type World,
} from "./world.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const UserPoolId = poolId;

describe("AdminCreateUser", () => {
  const create = (Username: string, more: Partial<AdminCreateUserCommandInput> = {}) =>
    world.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, ...more }));

  it("invites the user with a temporary password that satisfies the policy", async () => {
    const { User } = await create("ada@example.com", { DesiredDeliveryMediums: ["EMAIL"] });

    expect(User).toMatchObject({ UserStatus: "FORCE_CHANGE_PASSWORD", Enabled: true });
    expect(User?.UserCreateDate).toBeInstanceOf(Date);
    const [message] = world.messages.filter(({ to }) => to === "ada@example.com");
    expect(message).toMatchObject({ channel: "EMAIL", triggerSource: "CustomMessage_AdminCreateUser" });
    expect(message?.body).toBe(`Your username is ada@example.com and temporary password is ${message?.code}`);
    const challenge = await attempt(world, "ada@example.com", message?.code);
    expect(challenge.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  });

  it("invites again with another password, but only users who have not signed in yet", async () => {
    await create("bea@example.com", { DesiredDeliveryMediums: ["EMAIL"] });
    const first = lastCode(world, "bea@example.com");
    await create("bea@example.com", { DesiredDeliveryMediums: ["EMAIL"], MessageAction: "RESEND" });

    expect(await refusal(attempt(world, "bea@example.com", first))).toMatch(/Incorrect/);
    const { email } = await givenUser(world);
    expect(await refusal(create(email, { MessageAction: "RESEND" }))).toMatch(
      /^UnsupportedUserStateException/,
    );
    expect(await refusal(create("nobody@example.com", { MessageAction: "RESEND" }))).toMatch(/^UserNotFound/);
  });

  it.each([
    ["a taken address", {}, /^UsernameExistsException/],
    ["a weak temporary password", { TemporaryPassword: "weak" }, /^InvalidPasswordException/],
    [
      "an unknown attribute",
      { UserAttributes: [{ Name: "custom:no", Value: "1" }] },
      /^InvalidParameterException/,
    ],
  ])("refuses %s", async (_, more, error) => {
    const { email } = await givenUser(world);

    expect(await refusal(create(email, { MessageAction: "SUPPRESS", ...more }))).toMatch(error);
  });
});

describe("one user", () => {
  it("is disabled, enabled again and deleted", async () => {
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);
    const request = { UserPoolId, Username: email };
    await world.cognito.send(new AdminDisableUserCommand(request));
    expect(await refusal(attempt(world, email))).toMatch(/User is disabled/);
    await world.cognito.send(new AdminEnableUserCommand(request));
    expect(await refusal(world.cognito.send(new GetUserCommand({ AccessToken: access })))).toMatch(/revoked/);
    expect((await signIn(world, email)).access).not.toBe("");
    await world.cognito.send(new AdminDeleteUserCommand(request));

    expect(await refusal(world.cognito.send(new AdminGetUserCommand(request)))).toMatch(
      /^UserNotFoundException/,
    );
    expect((await givenUser(world, { email })).email).toBe(email);
  });

  it("may delete themselves", async () => {
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);
    await world.cognito.send(new DeleteUserCommand({ AccessToken: access }));

    expect(await refusal(world.cognito.send(new GetUserCommand({ AccessToken: access })))).toMatch(
      /^UserNotFoundException/,
    );
    expect(await refusal(attempt(world, email))).toMatch(/Incorrect username or password/);
  });
});

describe("ListUsers", () => {
  const names = async (Filter: string) => {
    const { Users = [] } = await world.cognito.send(new ListUsersCommand({ UserPoolId, Filter }));
    return Users.map(({ Username }) => Username);
  };

  it("finds by equality and by prefix, without regard to case except for usernames and subs", async () => {
    const attributes = { given_name: "Grace", name: 'Grace "Amazing" Hopper' };
    const { email, username } = await givenUser(world, { email: "grace@example.com", attributes });

    expect(await names(`email = "${email.toUpperCase()}"`)).toEqual([username]);
    expect(await names('given_name ^= "gra"')).toEqual([username]);
    expect(await names('name = "Grace \\"Amazing\\" Hopper"')).toEqual([username]);
    expect(await names(`sub = "${username}"`)).toEqual([username]);
    expect(await names(`username = "${username}"`)).toEqual([username]);
    expect(await names(`username = "${username.toUpperCase()}"`)).toEqual([]);
    expect(await names('cognito:user_status = "CONFIRMED"')).toContain(username);
    expect(await names('status = "Enabled"')).toContain(username);
  });

  it.each([
    'custom:role = "x"',
    'email = "a" AND name = "b"',
    "email = a@b.c",
    'email != "a"',
    'email = "a" "b"',
    "x",
  ])("refuses the filter %s", async (filter) => {
    expect(await refusal(names(filter))).toMatch(/^InvalidParameterException: Error while parsing filter/);
  });

  it("returns pages, each user once, and only the attributes that are asked for", async () => {
    for (let count = 0; count < 3; count += 1) await givenUser(world);
    const seen: (string | undefined)[] = [];
    let PaginationToken: string | undefined;
    do {
      const request = { UserPoolId, Limit: 2, PaginationToken, AttributesToGet: ["email"] };
      const answer = await world.cognito.send(new ListUsersCommand(request));
      for (const user of answer.Users ?? []) {
        seen.push(user.Username);
        expect(user.Attributes?.map(({ Name }) => Name)).toEqual(["email"]);
      }
      PaginationToken = answer.PaginationToken;
    } while (PaginationToken);

    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(seen).size).toBe(seen.length);
    const forged = { UserPoolId, PaginationToken: "forged" };
    expect(await refusal(world.cognito.send(new ListUsersCommand(forged)))).toMatch(/^InvalidParameter/);
  });
});

describe("groups", () => {
  it("are created, changed, listed and deleted", async () => {
    const group = { UserPoolId, GroupName: "editors" };
    await world.cognito.send(new CreateGroupCommand({ ...group, Precedence: 3, Description: "They edit" }));
    expect(await refusal(world.cognito.send(new CreateGroupCommand(group)))).toMatch(/^GroupExistsException/);
    await world.cognito.send(new UpdateGroupCommand({ ...group, Precedence: 1 }));
    const { Group } = await world.cognito.send(new GetGroupCommand(group));
    expect(Group).toMatchObject({ GroupName: "editors", Precedence: 1, Description: "They edit" });
    const { Groups } = await world.cognito.send(new ListGroupsCommand({ UserPoolId }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(["editors"]);
    await world.cognito.send(new DeleteGroupCommand(group));

    expect(await refusal(world.cognito.send(new DeleteGroupCommand(group)))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it("show in the tokens of their members from the next sign-in on", async () => {
    const { email, username } = await givenUser(world);
    await world.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: "testers" }));
    const membership = { UserPoolId, Username: email, GroupName: "testers" };
    await world.cognito.send(new AdminAddUserToGroupCommand(membership));
    await world.cognito.send(new AdminAddUserToGroupCommand(membership));
    const { access, id } = await verified(world, await signIn(world, email));

    expect(access["cognito:groups"]).toEqual(["testers"]);
    expect(id["cognito:groups"]).toEqual(["testers"]);
    const ofUser = await world.cognito.send(
      new AdminListGroupsForUserCommand({ UserPoolId, Username: email }),
    );
    expect(ofUser.Groups?.map(({ GroupName }) => GroupName)).toEqual(["testers"]);
    const members = await world.cognito.send(
      new ListUsersInGroupCommand({ UserPoolId, GroupName: "testers" }),
    );
    expect(members.Users?.map(({ Username }) => Username)).toEqual([username]);
    await world.cognito.send(new AdminRemoveUserFromGroupCommand(membership));
    expect((await verified(world, await signIn(world, email))).access).not.toHaveProperty("cognito:groups");
    const missing = { ...membership, GroupName: "no-such-group" };
    expect(await refusal(world.cognito.send(new AdminAddUserToGroupCommand(missing)))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});
