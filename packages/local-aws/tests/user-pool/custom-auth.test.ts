/** CUSTOM_AUTH, with and without the password, by the three challenge triggers. */
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import { browserUser, details, outcomeOf } from "./browser-client.js";
import {
  answering,
  givenUser,
  password,
  poolId,
  refusal,
  type Setup,
  secretHash,
  sources,
  startWorld,
  type TriggerEvent,
  type World,
  webId,
} from "./world.js";

const client = { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] };

interface Entry {
  challengeName: string;
  challengeResult: boolean;
  challengeMetadata?: string;
}

const sessionOf = ({ request }: TriggerEvent) => request.session as Entry[];
const decided = (event: TriggerEvent, response: object) => ({ ...event, response });

/** Up to three answers; every challenge that was answered must have been answered rightly in the end. */
function define(event: TriggerEvent) {
  const last = sessionOf(event).at(-1);
  if (last?.challengeName === "SRP_A") return decided(event, { challengeName: "PASSWORD_VERIFIER" });
  if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {
    return decided(event, {
      issueTokens: !event.request.userNotFound,
      failAuthentication: !!event.request.userNotFound,
    });
  }
  const wrongAnswers = sessionOf(event).filter(({ challengeResult }) => !challengeResult).length;
  if (wrongAnswers >= 3) return decided(event, { failAuthentication: true });
  return decided(event, { challengeName: "CUSTOM_CHALLENGE", issueTokens: false, failAuthentication: false });
}

const create = (event: TriggerEvent) =>
  decided(event, {
    publicChallengeParameters: { hint: "the colour of the horse" },
    privateChallengeParameters: { answer: "grey" },
    challengeMetadata: `question ${sessionOf(event).length + 1}`,
  });

const verify = (event: TriggerEvent) => {
  const { privateChallengeParameters, challengeAnswer } = event.request as {
    privateChallengeParameters: { answer: string };
    challengeAnswer: string;
  };
  return decided(event, { answerCorrect: privateChallengeParameters.answer === challengeAnswer });
};

const trio = {
  DefineAuthChallenge: define,
  CreateAuthChallenge: create,
  VerifyAuthChallengeResponse: verify,
};

let world: World;
afterEach(() => world.close());

async function start(setup: Partial<Setup> = {}) {
  const triggers = setup.triggers ?? trio;
  const publicClient = { ...client, PreventUserExistenceErrors: "ENABLED" };
  world = await startWorld({ client, publicClient, ...setup, triggers });
  return world;
}

const begin = (USERNAME: string, extra: Record<string, string> = {}, ClientMetadata = { from: "initiate" }) =>
  world.cognito.send(
    new InitiateAuthCommand({
      ClientId: webId,
      AuthFlow: "CUSTOM_AUTH",
      AuthParameters: { USERNAME, SECRET_HASH: secretHash(world, USERNAME), ...extra },
      ClientMetadata,
    }),
  );

type Question = Awaited<ReturnType<typeof begin>>;

const answer = ({ Session, ChallengeParameters, ChallengeName }: Partial<Question>, ANSWER: string) => {
  const USERNAME = ChallengeParameters?.USERNAME ?? "";
  return world.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: webId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME, ANSWER, SECRET_HASH: secretHash(world, USERNAME) },
      ClientMetadata: { from: "respond" },
    }),
  );
};

const requestsOf = (trigger: string) =>
  world.running
    .invocations()
    .filter((invocation) => invocation.trigger === trigger)
    .map(({ event }) => (event as TriggerEvent).request);

describe("a sign-in by challenges alone", () => {
  it("asks, accepts the right answer and gives tokens, with the documented requests on the way", async () => {
    const silent = (event: TriggerEvent) => event;
    await start({
      triggers: {
        PreAuthentication: silent,
        PostAuthentication: silent,
        PreTokenGeneration: silent,
        ...trio,
      },
    });
    const { email, username } = await givenUser(world);
    const first = await begin(email);
    const second = await answer(first, "brown");
    const { AuthenticationResult } = await answer(second, "grey");

    expect(first.ChallengeName).toBe("CUSTOM_CHALLENGE");
    expect(first.ChallengeParameters).toEqual({ hint: "the colour of the horse", USERNAME: username });
    expect(second.Session).not.toBe(first.Session);
    expect(AuthenticationResult?.TokenType).toBe("Bearer");
    expect(sources(world)).toEqual([
      "PreAuthentication_Authentication",
      "DefineAuthChallenge_Authentication",
      "CreateAuthChallenge_Authentication",
      "VerifyAuthChallengeResponse_Authentication",
      "DefineAuthChallenge_Authentication",
      "CreateAuthChallenge_Authentication",
      "VerifyAuthChallengeResponse_Authentication",
      "DefineAuthChallenge_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
    const userAttributes = expect.objectContaining({
      email,
      sub: username,
      "cognito:user_status": "CONFIRMED",
    });
    const clientMetadata = { from: "respond" };
    const wrong = {
      challengeName: "CUSTOM_CHALLENGE",
      challengeResult: false,
      challengeMetadata: "question 1",
    };
    const right = {
      challengeName: "CUSTOM_CHALLENGE",
      challengeResult: true,
      challengeMetadata: "question 2",
    };
    expect(requestsOf("DefineAuthChallenge")).toEqual([
      { userAttributes, session: [], userNotFound: false },
      { userAttributes, session: [wrong], userNotFound: false, clientMetadata },
      { userAttributes, session: [wrong, right], userNotFound: false, clientMetadata },
    ]);
    expect(requestsOf("CreateAuthChallenge")[1]).toEqual({
      userAttributes,
      challengeName: "CUSTOM_CHALLENGE",
      session: [wrong],
      userNotFound: false,
      clientMetadata,
    });
    expect(requestsOf("VerifyAuthChallengeResponse")[0]).toEqual({
      userAttributes,
      privateChallengeParameters: "[redacted]",
      challengeAnswer: "[redacted]",
      userNotFound: false,
      clientMetadata,
    });
    expect(requestsOf("PreAuthentication")[0]).toMatchObject({ validationData: { from: "initiate" } });
    expect(requestsOf("PostAuthentication")[0]).toMatchObject({ clientMetadata });
  });

  it("ends when DefineAuthChallenge ends it, and uses each session once", async () => {
    await start();
    const { email } = await givenUser(world);
    const first = await begin(email);
    const second = await answer(first, "brown");
    const third = await answer(second, "black");

    expect(await refusal(answer(first, "grey"))).toBe(
      "NotAuthorizedException: Invalid session for the user.",
    );
    expect(await refusal(answer(third, "white"))).toBe(
      "NotAuthorizedException: Incorrect username or password.",
    );
    expect(await refusal(answer(third, "grey"))).toBe(
      "NotAuthorizedException: Invalid session for the user.",
    );
  });

  it("plays the same for an unknown user, and never gives tokens for one", async () => {
    await start({ triggers: { ...trio, DefineAuthChallenge: answering({ issueTokens: true }) } });
    expect(await refusal(begin("nobody@example.com"))).toMatch(/Incorrect username or password/);
    await world.close();

    await start();
    const { email } = await givenUser(world);
    const [known, unknown] = [await begin(email), await begin("nobody@example.com")];
    expect(unknown).toMatchObject({
      ChallengeName: known.ChallengeName,
      ChallengeParameters: { hint: expect.any(String) },
    });
    expect(unknown.ChallengeParameters?.USERNAME).toMatch(/^[0-9a-f-]{36}$/);
    const seen = requestsOf("DefineAuthChallenge").at(-1);
    expect(seen).toEqual({ userAttributes: {}, session: [], userNotFound: true });
    expect(await refusal(answer(unknown, "grey"))).toMatch(/Incorrect username or password/);
  });

  it("reports an unknown user if the client does not hide that", async () => {
    await start({ client: { ...client, PreventUserExistenceErrors: "LEGACY" } });

    expect(await refusal(begin("nobody@example.com"))).toMatch(/^UserNotFoundException/);
    expect(sources(world)).toEqual([]);
  });

  it("issues no tokens to a disabled user, and reports that only after the challenge", async () => {
    await start();
    const { email } = await givenUser(world);
    await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));
    const asked = await begin(email);

    expect(await refusal(answer(asked, "grey"))).toBe("NotAuthorizedException: User is disabled.");
  });

  it("needs an ANSWER", async () => {
    await start();
    const { email } = await givenUser(world);
    const { Session, ChallengeParameters } = await begin(email);
    const USERNAME = ChallengeParameters?.USERNAME ?? "";
    const ChallengeResponses = { USERNAME, SECRET_HASH: secretHash(world, USERNAME) };
    const command = {
      ClientId: webId,
      ChallengeName: "CUSTOM_CHALLENGE",
      Session,
      ChallengeResponses,
    } as const;

    expect(await refusal(world.cognito.send(new RespondToAuthChallengeCommand(command)))).toBe(
      "InvalidParameterException: Missing required parameter ANSWER",
    );
  });
});

describe("a pool", () => {
  it.each([
    ["DefineAuthChallenge", {}],
    ["CreateAuthChallenge", { DefineAuthChallenge: define }],
  ])("without %s cannot begin", async (missing, triggers) => {
    await start({ triggers });
    const { email } = await givenUser(world);

    expect(await refusal(begin(email))).toBe(
      `InvalidUserPoolConfigurationException: Custom auth lambda trigger ${missing} is not configured for the user pool.`,
    );
  });

  it("without VerifyAuthChallengeResponse cannot take an answer", async () => {
    await start({ triggers: { DefineAuthChallenge: define, CreateAuthChallenge: create } });
    const { email } = await givenUser(world);

    expect(await refusal(answer(await begin(email), "grey"))).toMatch(
      /^InvalidUserPoolConfigurationException/,
    );
  });

  it.each([
    ["nothing", {}],
    ["tokens and failure", { issueTokens: true, failAuthentication: true }],
    ["tokens and a challenge", { issueTokens: true, challengeName: "CUSTOM_CHALLENGE" }],
    ["a challenge that cannot follow", { challengeName: "PASSWORD_VERIFIER" }],
    ["a new password without an old one", { challengeName: "NEW_PASSWORD_REQUIRED" }],
    ["a flag that is text", { issueTokens: "true" }],
  ])("whose DefineAuthChallenge decides %s is refused", async (_, response) => {
    await start({ triggers: { ...trio, DefineAuthChallenge: answering(response) } });
    const { email } = await givenUser(world);

    expect(await refusal(begin(email))).toMatch(/^InvalidLambdaResponseException: DefineAuthChallenge/);
  });
});

describe("amazon-cognito-identity-js", () => {
  it("signs in by challenges alone, through its custom flow", async () => {
    await start();
    const { email } = await givenUser(world);
    const user = browserUser(world, email);
    user.setAuthenticationFlowType("CUSTOM_AUTH");
    const asked = await outcomeOf((callbacks) => user.initiateAuth(details(user, ""), callbacks));
    const wrong = await outcomeOf((callbacks) => user.sendCustomChallengeAnswer("brown", callbacks));
    const right = await outcomeOf((callbacks) => user.sendCustomChallengeAnswer("grey", callbacks));

    expect([asked, wrong]).toMatchObject([
      { challenge: "CUSTOM_CHALLENGE" },
      { challenge: "CUSTOM_CHALLENGE" },
    ]);
    expect(right.kind).toBe("signed in");
  });

  const withPassword = async (name: string, given: string) => {
    const user = browserUser(world, name);
    user.setAuthenticationFlowType("CUSTOM_AUTH");
    return {
      user,
      asked: await outcomeOf((callbacks) => user.authenticateUser(details(user, given), callbacks)),
    };
  };

  it("proves the password first, and then answers the challenge", async () => {
    await start();
    const { email } = await givenUser(world);
    const { user, asked } = await withPassword(email, password);
    const done = await outcomeOf((callbacks) => user.sendCustomChallengeAnswer("grey", callbacks));

    expect(asked).toMatchObject({ challenge: "CUSTOM_CHALLENGE" });
    expect(done.kind).toBe("signed in");
    expect(requestsOf("DefineAuthChallenge").map(({ session }) => session)).toEqual([
      [{ challengeName: "SRP_A", challengeResult: true }],
      [
        { challengeName: "SRP_A", challengeResult: true },
        { challengeName: "PASSWORD_VERIFIER", challengeResult: true },
      ],
      [
        { challengeName: "SRP_A", challengeResult: true },
        { challengeName: "PASSWORD_VERIFIER", challengeResult: true },
        { challengeName: "CUSTOM_CHALLENGE", challengeResult: true, challengeMetadata: "question 3" },
      ],
    ]);
  });

  it("is refused with a wrong password, or an unknown name", async () => {
    await start();
    const { email } = await givenUser(world);
    const refused = { kind: "refused", message: "Incorrect username or password." };

    expect((await withPassword(email, "Wrong-Horse-1")).asked).toMatchObject(refused);
    expect((await withPassword("nobody@example.com", password)).asked).toMatchObject(refused);
    expect(sources(world).filter((source) => source.startsWith("Create"))).toEqual([]);
  });

  it("requires a new password after a temporary one, and then continues", async () => {
    const onward = (event: TriggerEvent) => {
      const names = sessionOf(event).map(({ challengeName }) => challengeName);
      if (names.at(-1) === "PASSWORD_VERIFIER")
        return decided(event, { challengeName: "NEW_PASSWORD_REQUIRED" });
      return define(event);
    };
    await start({ triggers: { ...trio, DefineAuthChallenge: onward } });
    const Username = "invited-custom@example.com";
    await world.cognito.send(
      new AdminCreateUserCommand({ UserPoolId: poolId, Username, TemporaryPassword: password }),
    );
    const { user, asked } = await withPassword(Username, password);
    const next = await outcomeOf((callbacks) =>
      user.completeNewPasswordChallenge("Another-Horse-2", {}, callbacks),
    );
    const done = await outcomeOf((callbacks) => user.sendCustomChallengeAnswer("grey", callbacks));

    expect([asked, next]).toMatchObject([
      { challenge: "NEW_PASSWORD_REQUIRED" },
      { challenge: "CUSTOM_CHALLENGE" },
    ]);
    expect(done.kind).toBe("signed in");
  });

  it("gets no tokens for a temporary password, whatever DefineAuthChallenge returns", async () => {
    const lax = (event: TriggerEvent) =>
      decided(
        event,
        sessionOf(event).length === 1 ? { challengeName: "PASSWORD_VERIFIER" } : { issueTokens: true },
      );
    await start({ triggers: { ...trio, DefineAuthChallenge: lax } });
    const Username = "invited-lax@example.com";
    await world.cognito.send(
      new AdminCreateUserCommand({ UserPoolId: poolId, Username, TemporaryPassword: password }),
    );

    expect((await withPassword(Username, password)).asked).toMatchObject({
      kind: "refused",
      name: "NotAuthorizedException",
    });
  });
});
