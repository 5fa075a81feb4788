import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  attempt,
  givenUser,
  lastCode,
  named,
  password,
  poolId,
  refusal,
  signIn,
  startWorld,
  type World,
} from "./world.js";

const next = "Brand-New-Horse-1";

let world: World;
beforeAll(async () => {
  world = await startWorld({
    pool: { Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } } },
  });
});
afterAll(() => world.close());

const forgot = (email: string) => world.cognito.send(new ForgotPasswordCommand(named(world, email)));

const reset = (email: string, ConfirmationCode: string, Password = next) =>
  world.cognito.send(
    new ConfirmForgotPasswordCommand({ ...named(world, email), ConfirmationCode, Password }),
  );

describe("a forgotten password", () => {
  it("is replaced by the code that went to the verified address, once", async () => {
    const { email } = await givenUser(world);
    await forgot(email);
    const code = lastCode(world, email);
    await reset(email, code);

    expect((await signIn(world, email, next)).access).not.toBe("");
    expect(await refusal(attempt(world, email))).toMatch(/Incorrect username or password/);
    expect(await refusal(reset(email, code, "Another-Horse-1"))).toMatch(/^ExpiredCodeException/);
  });

  it("frees a locked user", async () => {
    const { email } = await givenUser(world);
    for (let failure = 0; failure < 7; failure += 1) await refusal(attempt(world, email, "Wrong-Horse-1"));
    await forgot(email);
    await reset(email, lastCode(world, email));

    expect((await signIn(world, email, next)).access).not.toBe("");
  });

  it("is not replaced by a code older than an hour", async () => {
    const { email } = await givenUser(world);
    await forgot(email);
    world.clock.forward(3_600_000);

    expect(await refusal(reset(email, lastCode(world, email)))).toMatch(/^ExpiredCodeException/);
  });

  it("is not replaced by a password that the policy or the history refuses; the code stays good", async () => {
    const { email } = await givenUser(world);
    await forgot(email);
    const code = lastCode(world, email);

    expect(await refusal(reset(email, code, "short"))).toMatch(/^InvalidPasswordException/);
    expect(await refusal(reset(email, code, password))).toMatch(/^PasswordHistoryPolicyViolationException/);
    await reset(email, code);
  });

  it("is replaced once when the same code is sent in parallel", async () => {
    const { email } = await givenUser(world);
    await forgot(email);
    const code = lastCode(world, email);
    const results = await Promise.all(
      [1, 2, 3].map((number) => refusal(reset(email, code, `Brand-New-Horse-${number}`))),
    );

    expect(results.filter((result) => result === "no error")).toHaveLength(1);
  });

  it("is worth at most 20 codes an hour, for unknown users too", async () => {
    for (let count = 0; count < 20; count += 1) await forgot("nobody@example.com");

    expect(await refusal(forgot("nobody@example.com"))).toMatch(/^LimitExceededException/);
  });

  it("of a user with a temporary password stays the administrator's business", async () => {
    const request = { UserPoolId: poolId, Username: "temp@example.com", MessageAction: "SUPPRESS" } as const;
    await world.cognito.send(new AdminCreateUserCommand(request));

    expect(await refusal(forgot("temp@example.com"))).toMatch(
      /^NotAuthorizedException: User password cannot be reset in the current state/,
    );
  });
});

describe("changing the password", () => {
  const change = (access: string, previous: string, proposed: string) =>
    world.cognito.send(
      new ChangePasswordCommand({
        AccessToken: access,
        PreviousPassword: previous,
        ProposedPassword: proposed,
      }),
    );

  it("needs the present one, and a new one that policy and history allow", async () => {
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);

    expect(await refusal(change(access, "Wrong-Horse-1", next))).toMatch(/Incorrect username or password/);
    expect(await refusal(change(access, password, "short"))).toMatch(/^InvalidPasswordException/);
    expect(await refusal(change(access, password, password))).toMatch(/^PasswordHistoryPolicyViolation/);
    await change(access, password, next);
    expect((await signIn(world, email, next)).access).not.toBe("");
  });

  it("may be tried five times an hour", async () => {
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);
    for (let guess = 0; guess < 5; guess += 1) await refusal(change(access, `Wrong-Horse-${guess}`, next));

    expect(await refusal(change(access, password, next))).toMatch(/^LimitExceededException/);
  });
});

describe("an administrator", () => {
  it("sets a permanent password, or one that has to be replaced", async () => {
    const { email } = await givenUser(world);
    const set = (Password: string, Permanent: boolean) =>
      world.cognito.send(
        new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: email, Password, Permanent }),
      );
    await set(next, true);
    expect((await signIn(world, email, next)).access).not.toBe("");
    await set("Temporary-Horse-1", false);

    expect((await attempt(world, email, "Temporary-Horse-1")).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    expect(await refusal(set("short", true))).toMatch(/^InvalidPasswordException/);
  });

  it("resets a password, which then works no more, and its owner gets a code", async () => {
    const { email } = await givenUser(world);
    const { access } = await signIn(world, email);
    await world.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: email }));

    expect(await refusal(attempt(world, email))).toMatch(/^PasswordResetRequiredException/);
    const change = { AccessToken: access, PreviousPassword: password, ProposedPassword: next };
    expect(await refusal(world.cognito.send(new ChangePasswordCommand(change)))).toMatch(
      /^PasswordResetRequiredException/,
    );
    await reset(email, lastCode(world, email));
    expect((await signIn(world, email, next)).access).not.toBe("");
  });
});

it("sends no code to a disabled user, and does not reveal that", async () => {
  const { email } = await givenUser(world);
  await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));
  const { CodeDeliveryDetails } = await forgot(email);

  expect(CodeDeliveryDetails?.Destination).toBe("p***@e***");
  expect(world.messages.filter(({ to }) => to === email)).toEqual([]);
  expect(await refusal(reset(email, "123456"))).toMatch(/^CodeMismatchException/);
});

it("leaves recovery to administrators if the pool requires it", async () => {
  const AccountRecoverySetting = { RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] };
  const strict = await startWorld({ pool: { AccountRecoverySetting } });
  const { email } = await givenUser(strict);

  expect(await refusal(strict.cognito.send(new ForgotPasswordCommand(named(strict, email))))).toBe(
    "NotAuthorizedException: Contact administrator to reset password.",
  );
  await strict.close();
});

it("answers that it could not deliver when the message cannot be sent", async () => {
  const broken = await startWorld({ options: { deliver: () => Promise.reject(new Error("no route")) } });
  const { email } = await givenUser(broken);

  expect(await refusal(broken.cognito.send(new ForgotPasswordCommand(named(broken, email))))).toMatch(
    /^CodeDeliveryFailureException/,
  );
  await broken.close();
});
