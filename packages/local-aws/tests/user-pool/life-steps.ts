/** The calls that move the pool and its model together, each with what the model lets them answer. */
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect } from "@jest/globals";
import type { Life } from "./life.js";
import { password, publicId, refusal, type Tokens, tokensOf, verified } from "./world.js";

const done = "no error";

export async function signUp(life: Life): Promise<void> {
  const { cognito } = life.world;
  const outcome = await refusal(cognito.send(new SignUpCommand({ ...life.user, Password: password })));
  if (life.status !== "absent") return expect(outcome).toMatch(/^UsernameExistsException/);
  expect(outcome).toBe(done);
  life.status = "unconfirmed";
  life.codeArrived("sign-up");
}

export async function resend(life: Life): Promise<void> {
  await refusal(life.world.cognito.send(new ResendConfirmationCodeCommand(life.user)));
  if (life.status === "unconfirmed") life.codeArrived("sign-up");
}

export async function confirm(life: Life, which: number): Promise<void> {
  const { value, good } = life.pick("sign-up", which);
  const command = new ConfirmSignUpCommand({ ...life.user, ConfirmationCode: value });
  const outcome = await refusal(life.world.cognito.send(command));
  const waiting = life.enabled && life.status === "unconfirmed";
  expect(outcome === done).toBe(waiting && good);
  if (!waiting) return;
  if (!good) return life.wrongGuess("sign-up");
  life.status = "confirmed";
  life.verified = true;
  life.spend("sign-up");
}

export async function signIn(life: Life): Promise<void> {
  const AuthParameters = { USERNAME: life.email, PASSWORD: password };
  const request = { ClientId: publicId, AuthFlow: "USER_PASSWORD_AUTH" as const, AuthParameters };
  const answer = life.world.cognito.send(new InitiateAuthCommand(request));
  if (life.status === "temporary" && life.enabled) {
    const { ChallengeName, Session = "", AuthenticationResult } = await answer;
    expect([ChallengeName, AuthenticationResult]).toEqual(["NEW_PASSWORD_REQUIRED", undefined]);
    life.challenges.push(Session);
    return;
  }
  if (!life.maySignIn) return expect(await refusal(answer)).not.toBe(done);
  await signedIn(life, tokensOf((await answer).AuthenticationResult));
}

async function signedIn(life: Life, tokens: Tokens): Promise<void> {
  await expectGroups(life, tokens);
  life.sessions.push({ refresh: tokens.refresh, access: [tokens.access] });
}

/** The administrator ends the sessions too, as is wise. */
export async function setTemporary(life: Life): Promise<void> {
  const command = new AdminSetUserPasswordCommand({ ...life.admin, Password: password, Permanent: false });
  if (!(await administered(life, life.world.cognito.send(command)))) return;
  await signOutEverywhere(life);
  life.endChallenges();
  life.status = "temporary";
}

const answerWith = ({ world, email }: Life, Session: string) =>
  world.cognito.send(
    new RespondToAuthChallengeCommand({
      ...{ ClientId: publicId, ChallengeName: "NEW_PASSWORD_REQUIRED", Session },
      ChallengeResponses: { USERNAME: email, NEW_PASSWORD: password },
    }),
  );

/** An open session, or one that was used or has ended. */
export async function answerChallenge(life: Life, which: number): Promise<void> {
  const open = life.challenges.at(-1);
  const dead = life.deadChallenges.at(-1 - (which % Math.max(life.deadChallenges.length, 1)));
  const useOpen = open !== undefined && which % 3 !== 0;
  const session = useOpen ? open : dead;
  if (session === undefined) return;
  const answer = answerWith(life, session);
  if (!useOpen || !life.enabled) return expect(await refusal(answer)).toMatch(/^NotAuthorizedException/);
  life.status = "confirmed";
  life.endChallenges();
  await signedIn(life, tokensOf((await answer).AuthenticationResult));
}

const exchange = ({ world }: Life, RefreshToken: string) =>
  world.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: publicId, RefreshToken }));

export async function refresh(life: Life, which: number): Promise<void> {
  const session = life.session(which);
  if (!session) return;
  const answer = exchange(life, session.refresh);
  if (!life.maySignIn) return expect(await refusal(answer)).not.toBe(done);
  const tokens = tokensOf((await answer).AuthenticationResult);
  await expectGroups(life, tokens);
  life.deadRefresh.push(session.refresh);
  session.refresh = tokens.refresh;
  session.access.push(tokens.access);
}

export async function revoke(life: Life, which: number): Promise<void> {
  const session = life.session(which);
  if (!session) return;
  await life.world.cognito.send(new RevokeTokenCommand({ ClientId: publicId, Token: session.refresh }));
  life.end(session);
}

/** Answers whether there is a user. */
async function administered(life: Life, answer: Promise<unknown>): Promise<boolean> {
  const exists = life.status !== "absent";
  expect(await refusal(answer)).toMatch(exists ? /^no error$/ : /^UserNotFoundException/);
  return exists;
}

export async function disable(life: Life): Promise<void> {
  if (!(await administered(life, life.world.cognito.send(new AdminDisableUserCommand(life.admin))))) return;
  life.enabled = false;
  life.endSessions();
}

export async function enable(life: Life): Promise<void> {
  if (await administered(life, life.world.cognito.send(new AdminEnableUserCommand(life.admin))))
    life.enabled = true;
}

export async function join(life: Life, GroupName: string): Promise<void> {
  const command = new AdminAddUserToGroupCommand({ ...life.admin, GroupName });
  if (await administered(life, life.world.cognito.send(command))) life.groups.add(GroupName);
}

export async function leave(life: Life, GroupName: string): Promise<void> {
  const command = new AdminRemoveUserFromGroupCommand({ ...life.admin, GroupName });
  if (await administered(life, life.world.cognito.send(command))) life.groups.delete(GroupName);
}

export async function signOutEverywhere(life: Life): Promise<void> {
  const command = new AdminUserGlobalSignOutCommand(life.admin);
  if (await administered(life, life.world.cognito.send(command))) life.endSessions();
}

export async function reset(life: Life): Promise<void> {
  const command = new AdminResetUserPasswordCommand(life.admin);
  expect((await refusal(life.world.cognito.send(command))) === done).toBe(life.mayReset);
  if (!life.mayReset) return;
  life.status = "reset";
  life.codeArrived("password");
}

export async function forgot(life: Life): Promise<void> {
  await refusal(life.world.cognito.send(new ForgotPasswordCommand(life.user)));
  if (life.mayReset) life.codeArrived("password");
}

export async function setForgotten(life: Life, which: number): Promise<void> {
  const { value, good } = life.pick("password", which);
  const request = { ...life.user, ConfirmationCode: value, Password: password };
  const outcome = await refusal(life.world.cognito.send(new ConfirmForgotPasswordCommand(request)));
  expect(outcome === done).toBe(good && life.enabled);
  if (!life.enabled) return;
  if (!good) return life.wrongGuess("password");
  life.status = "confirmed";
  life.endChallenges();
  life.spend("password");
}

export async function remove(life: Life): Promise<void> {
  if (await administered(life, life.world.cognito.send(new AdminDeleteUserCommand(life.admin)))) life.ended();
}

/** A new temporary password opens none of the sessions again, and ends the open ones. */
async function expectDeadChallenges(life: Life): Promise<void> {
  if (life.deadChallenges.length + life.challenges.length > 0) await setTemporary(life);
  for (const session of life.deadChallenges)
    expect(await refusal(answerWith(life, session))).toMatch(/^NotAuthorizedException/);
}

/** What has to hold after any sequence of steps, also for a user who is enabled again. */
export async function expectInvariants(life: Life): Promise<void> {
  const { cognito } = life.world;
  await enable(life);
  await setForgotten(life, 0); // `which` 0: a spent code
  const use = (AccessToken: string) => refusal(cognito.send(new GetUserCommand({ AccessToken })));
  for (const token of life.deadRefresh)
    expect(await refusal(exchange(life, token))).toMatch(/^(NotAuthorized|RefreshTokenReuse)Exception/);
  for (const token of life.deadAccess) expect(await use(token)).toMatch(/^(NotAuthorized|UserNotFound)/);
  const whileReset = /^PasswordResetRequiredException/;
  for (const { access } of life.sessions)
    for (const token of access) expect(await use(token)).toMatch(life.maySignIn ? /^no error$/ : whileReset);
  await expectDeadChallenges(life);
  if (life.status === "absent") return;
  const { Groups } = await cognito.send(new AdminListGroupsForUserCommand(life.admin));
  expect(Groups?.map(({ GroupName }) => GroupName).sort()).toEqual([...life.groups].sort());
}

async function expectGroups({ world, groups }: Life, tokens: Tokens): Promise<void> {
  const { access, id } = await verified(world, tokens, publicId);
  for (const claims of [access, id])
    expect([...(claims["cognito:groups"] ?? [])].sort()).toEqual([...groups].sort());
}
