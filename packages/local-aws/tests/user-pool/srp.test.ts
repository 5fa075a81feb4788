/** USER_SRP_AUTH, driven by amazon-cognito-identity-js and, for what that library never does, by the SDK. */
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { browserUser, outcomeOf, settled, srpSignIn } from "./browser-client.js";
import { srpClient, timestamp } from "./srp-client.js";
import {
  givenUser,
  lastCode,
  password,
  poolId,
  publicId,
  refusal,
  secretHash,
  signIn,
  sources,
  startWorld,
  tokensOf,
  verified,
  type World,
  webId,
} from "./world.js";

const flows = {
  ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
};
const silent = (event: unknown) => event;
const next = "Another-Horse-2";
const wrong = { kind: "refused", message: "Incorrect username or password." };

let world: World;
beforeAll(async () => {
  world = await startWorld({
    client: flows,
    publicClient: { ...flows, PreventUserExistenceErrors: "ENABLED" },
    triggers: { PreAuthentication: silent, PostAuthentication: silent, PreTokenGeneration: silent },
  });
});
afterAll(() => world.close());

const initiate = (USERNAME: string, SRP_A = "ab".repeat(384)) =>
  world.cognito.send(
    new InitiateAuthCommand({
      ClientId: webId,
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME, SRP_A, SECRET_HASH: secretHash(world, USERNAME) },
    }),
  );

async function answered(name: string, changes: Record<string, string | undefined> = {}) {
  const { ChallengeParameters = {}, Session } = await initiate(name);
  const USERNAME = ChallengeParameters.USER_ID_FOR_SRP ?? "";
  const responses = {
    USERNAME,
    PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters.SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString("base64"),
    TIMESTAMP: timestamp(world.clock.now()),
    SECRET_HASH: secretHash(world, USERNAME),
    ...changes,
  };
  const ChallengeResponses = Object.fromEntries(
    Object.entries(responses).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const command = () =>
    new RespondToAuthChallengeCommand({
      ClientId: webId,
      ChallengeName: "PASSWORD_VERIFIER",
      Session,
      ChallengeResponses,
    });
  return () => refusal(world.cognito.send(command()));
}

describe("amazon-cognito-identity-js", () => {
  it("signs in again and again, by address, and the triggers run in their order", async () => {
    const { email, username } = await givenUser(world);
    const before = world.running.invocations().at(-1)?.sequence ?? 0;
    const outcome = await srpSignIn(browserUser(world, email), password);
    if (outcome.kind !== "signed in") throw new Error(JSON.stringify(outcome));
    const { session } = outcome;
    const tokens = {
      access: session.getAccessToken().getJwtToken(),
      id: session.getIdToken().getJwtToken(),
      refresh: session.getRefreshToken().getToken(),
    };

    expect((await verified(world, tokens, publicId)).id.sub).toBe(username);
    expect(sources(world, before)).toEqual([
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
    for (let time = 0; time < 20; time += 1) {
      expect((await srpSignIn(browserUser(world, email), password)).kind).toBe("signed in");
    }
  });

  it("is refused a wrong password and an unknown user in the same words", async () => {
    const { email } = await givenUser(world);

    expect(await srpSignIn(browserUser(world, email), next)).toMatchObject(wrong);
    expect(await srpSignIn(browserUser(world, "nobody@example.com"), next)).toMatchObject(wrong);
  });

  it("signs in after every way to set a password", async () => {
    const { email } = await givenUser(world);
    const user = browserUser(world, email);
    await srpSignIn(user, password);
    await settled((done) => user.changePassword(password, next, done));
    expect(await srpSignIn(browserUser(world, email), password)).toMatchObject(wrong);
    expect((await srpSignIn(browserUser(world, email), next)).kind).toBe("signed in");

    const forgetful = browserUser(world, email);
    await new Promise((resolve, reject) =>
      forgetful.forgotPassword({ onSuccess: resolve, onFailure: reject }),
    );
    await new Promise<void>((resolve, reject) =>
      forgetful.confirmPassword(lastCode(world, email), password, {
        onSuccess: () => resolve(),
        onFailure: reject,
      }),
    );
    expect((await srpSignIn(browserUser(world, email), password)).kind).toBe("signed in");
  });

  it("answers NEW_PASSWORD_REQUIRED, and signs in with the new password", async () => {
    const Username = "invited-srp@example.com";
    await world.cognito.send(
      new AdminCreateUserCommand({ UserPoolId: poolId, Username, TemporaryPassword: password }),
    );
    const user = browserUser(world, Username);
    const asked = await srpSignIn(user, password);
    const done = await outcomeOf((callbacks) => user.completeNewPasswordChallenge(next, {}, callbacks));

    expect(asked).toMatchObject({ challenge: "NEW_PASSWORD_REQUIRED", required: [] });
    expect(done.kind).toBe("signed in");
    expect((await srpSignIn(browserUser(world, Username), next)).kind).toBe("signed in");
  });

  it("learns that a user is disabled only with the right password", async () => {
    const { email } = await givenUser(world);
    await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));

    expect(await srpSignIn(browserUser(world, email), next)).toMatchObject(wrong);
    expect(await srpSignIn(browserUser(world, email), password)).toMatchObject({
      message: "User is disabled.",
    });
  });
});

/** Begins a sign-in without a session, and gives the answer that proves this password. */
async function withoutSession(USERNAME: string, given = password) {
  const { SRP_A, proof } = srpClient(world);
  const { ChallengeParameters = {} } = await world.cognito.send(
    new InitiateAuthCommand({
      ClientId: publicId,
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME, SRP_A },
    }),
  );
  const { USER_ID_FOR_SRP: name = "" } = ChallengeParameters;
  const responses = proof(ChallengeParameters, { group: "TestPool1", name, password: given });
  return { USERNAME: name, ...responses };
}

const respond = (ChallengeResponses: Record<string, string>, ClientId = publicId) =>
  world.cognito.send(
    new RespondToAuthChallengeCommand({ ClientId, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses }),
  );

describe("a client that sends no session, as those in Python and Go", () => {
  it("signs in, also while other sign-ins of the user are under way", async () => {
    const { email, username } = await givenUser(world);
    const answers = [await withoutSession(email), await withoutSession(email)];
    for (const answer of answers) {
      const { AuthenticationResult } = await respond(answer);

      expect((await verified(world, tokensOf(AuthenticationResult), publicId)).id.sub).toBe(username);
    }
  });

  it("signs in as an administrator", async () => {
    const { email } = await givenUser(world);
    const { SRP_A, proof } = srpClient(world);
    const begin = { UserPoolId: poolId, ClientId: publicId };
    const { ChallengeParameters = {} } = await world.cognito.send(
      new AdminInitiateAuthCommand({
        ...begin,
        AuthFlow: "USER_SRP_AUTH",
        AuthParameters: { USERNAME: email, SRP_A },
      }),
    );
    const { USER_ID_FOR_SRP: USERNAME = "" } = ChallengeParameters;
    const responses = proof(ChallengeParameters, { group: "TestPool1", name: USERNAME, password });
    const { AuthenticationResult } = await world.cognito.send(
      new AdminRespondToAuthChallengeCommand({
        ...begin,
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeResponses: { USERNAME, ...responses },
      }),
    );

    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it("has one guess for each exchange", async () => {
    const { email } = await givenUser(world);
    const answer = await withoutSession(email, next);

    expect(await refusal(respond(answer))).toBe("NotAuthorizedException: Incorrect username or password.");
    expect(await refusal(respond(answer))).toBe("NotAuthorizedException: Invalid session for the user.");
  });

  it("cannot use the secret block of another user, another client, or none", async () => {
    const { email } = await givenUser(world);
    const { username } = await givenUser(world);
    const answer = await withoutSession(email);
    const invalid = "NotAuthorizedException: Invalid session for the user.";

    expect(await refusal(respond({ ...answer, USERNAME: username }))).toBe(invalid);
    expect(await refusal(respond(answer, webId))).toBe(invalid);
    expect(await refusal(respond({ ...answer, PASSWORD_CLAIM_SECRET_BLOCK: "AAAA" }))).toBe(invalid);
  });

  it.each(["NEW_PASSWORD_REQUIRED", "SMS_MFA", "CUSTOM_CHALLENGE", "SELECT_CHALLENGE"] as const)(
    "must send it for %s",
    async (ChallengeName) => {
      const { username } = await givenUser(world);
      const ChallengeResponses = { USERNAME: username, ANSWER: "x", NEW_PASSWORD: next };
      const command = { ClientId: publicId, ChallengeName, ChallengeResponses };

      expect(await refusal(world.cognito.send(new RespondToAuthChallengeCommand(command)))).toBe(
        "InvalidParameterException: Missing required parameter Session",
      );
    },
  );
});

describe("a proof", () => {
  it("is good for one exchange, and a wrong one ends it", async () => {
    const { email } = await givenUser(world);
    const respond = await answered(email);

    expect(await respond()).toBe("NotAuthorizedException: Incorrect username or password.");
    expect(await respond()).toBe("NotAuthorizedException: Invalid session for the user.");
  });

  it.each([
    ["another secret block", { PASSWORD_CLAIM_SECRET_BLOCK: "AAAA" }, /Incorrect username or password/],
    [
      "another format of the time",
      { TIMESTAMP: "2026-11-21T08:00:00Z" },
      /^InvalidParameter.*TIMESTAMP format/,
    ],
    ["an old time", { TIMESTAMP: "Thu Jan 1 00:00:00 UTC 1970" }, /Incorrect username or password/],
    [
      "no signature",
      { PASSWORD_CLAIM_SIGNATURE: undefined },
      /Missing required parameter PASSWORD_CLAIM_SIGNATURE/,
    ],
    ["a hash of the address instead of the username", { SECRET_HASH: "x" }, /Unable to verify secret hash/],
    ["another user's name", { USERNAME: "nobody" }, /Invalid session/],
  ])("with %s is refused", async (_, changes, words) => {
    const { email } = await givenUser(world);

    expect(await (await answered(email, changes))()).toMatch(words);
  });

  it("is refused after the session's time", async () => {
    const { email } = await givenUser(world);
    const respond = await answered(email);
    world.clock.forward(3 * 60_000);
    const late = await respond();
    world.clock.forward(-3 * 60_000);

    expect(late).toMatch(/session is expired/);
  });

  it("counts towards the lockout like a password", async () => {
    const { email } = await givenUser(world);
    for (let guess = 0; guess < 5; guess += 1) await (await answered(email))();

    expect(await refusal(signIn(world, email))).toBe("NotAuthorizedException: Password attempts exceeded");
  });
});

describe("what an exchange shows", () => {
  it("is of one form for known and unknown users, and stable for each", async () => {
    const { email, username } = await givenUser(world);
    const seen = async (name: string) => {
      const { ChallengeName, ChallengeParameters = {} } = await initiate(name);
      const { SALT = "", USER_ID_FOR_SRP, SRP_B = "", SECRET_BLOCK = "" } = ChallengeParameters;
      expect(SRP_B).toMatch(/^[0-9a-f]{700,768}$/);
      expect(SECRET_BLOCK).toHaveLength(344);
      expect(SALT).toMatch(/^[0-9a-f]{32}$/);
      expect(USER_ID_FOR_SRP).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      return { ChallengeName, SALT, USER_ID_FOR_SRP, keys: Object.keys(ChallengeParameters) };
    };
    const [known, unknown] = [await seen(email), await seen("stranger@example.com")];

    expect(known.USER_ID_FOR_SRP).toBe(username);
    expect(await seen(email)).toEqual(known);
    expect(await seen("STRANGER@example.com")).toEqual(unknown);
    expect(unknown.keys).toEqual(known.keys);
    expect(unknown.SALT).not.toBe(known.SALT);
  });

  it.each(["0", "00", "not hexadecimal", "f".repeat(900)])(
    "is nothing for the public value %.10s",
    async (value) => {
      const { email } = await givenUser(world);

      expect(await refusal(initiate(email, value))).toMatch(/^InvalidParameterException/);
      expect(await refusal(initiate("nobody@example.com", value))).toMatch(/^InvalidParameterException/);
    },
  );
});
