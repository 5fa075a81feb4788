import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  attempt,
  givenUser,
  lastCode,
  password,
  poolId,
  publicId,
  refusal,
  secretHash,
  signIn,
  startWorld,
  tokensOf,
  verified,
  type World,
  webId,
} from "./world.js";

const givenUserOfState = async (
  world: World,
  state: "unconfirmed" | "to reset the password",
): Promise<string> => {
  if (state === "to reset the password") {
    const { email } = await givenUser(world, { attributes: { email_verified: "true" } });
    await world.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: email }));
    return email;
  }
  const email = `unconfirmed-${Math.random()}@example.com`;
  const SecretHash = secretHash(world, email);
  const UserAttributes = [{ Name: "email", Value: email }];
  await world.cognito.send(
    new SignUpCommand({ ClientId: webId, Username: email, Password: password, SecretHash, UserAttributes }),
  );
  return email;
};

describe("signing in with a password", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      pool: { Schema: [{ Name: "legacy_id", Mutable: true }] },
      client: {
        AccessTokenValidity: 15,
        IdTokenValidity: 20,
        TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes" },
        ReadAttributes: ["email", "email_verified", "custom:legacy_id"],
      },
    });
  });
  afterAll(() => world.close());

  it("gives tokens that an outside verifier accepts, with every documented claim", async () => {
    const { email, username } = await givenUser(world, {
      attributes: { "custom:legacy_id": "42", name: "Ada" },
    });
    const { AuthenticationResult } = await attempt(world, email);
    const { access, id } = await verified(world, tokensOf(AuthenticationResult));

    expect(AuthenticationResult).toMatchObject({ TokenType: "Bearer", ExpiresIn: 900 });
    expect(access).toEqual({
      sub: username,
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
      client_id: webId,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      username,
      version: 2,
      origin_jti: id.origin_jti,
      event_id: id.event_id,
      auth_time: access.iat,
      iat: expect.any(Number),
      exp: access.iat + 900,
      jti: expect.any(String),
    });
    expect(id).toMatchObject({
      sub: username,
      aud: webId,
      "cognito:username": username,
      email,
      email_verified: true,
      "custom:legacy_id": "42",
      exp: id.iat + 1200,
    });
    expect(id).not.toHaveProperty("name"); // not among the client's ReadAttributes
    expect(id.jti).not.toBe(access.jti);
  });

  it("signs access and ID tokens with different keys, and serves both", async () => {
    const { email } = await givenUser(world);
    const { access, id } = await signIn(world, email);
    const kid = (token: string) =>
      (JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as { kid: string }).kid;
    const response = await fetch(`${world.running.url}/${poolId}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: { kid: string; use: string }[] };

    expect(kid(access)).not.toBe(kid(id));
    expect(keys.map((key) => key.kid).sort()).toEqual([kid(access), kid(id)].sort());
  });

  it("knows a user by address in any case, username and sub", async () => {
    const { email, username } = await givenUser(world);

    for (const name of [email, email.toUpperCase(), username]) {
      expect((await attempt(world, name)).AuthenticationResult?.TokenType).toBe("Bearer");
    }
  });

  it("refuses a wrong password and an unknown user in the same words", async () => {
    const { email } = await givenUser(world);

    const wrong = await refusal(attempt(world, email, "Wrong-Horse-1"));
    expect(wrong).toBe("NotAuthorizedException: Incorrect username or password.");
    expect(await refusal(attempt(world, "nobody@example.com"))).toBe(wrong);
  });

  it("reveals that a user is disabled only with the correct password", async () => {
    const { email } = await givenUser(world);
    await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));

    expect(await refusal(attempt(world, email))).toBe("NotAuthorizedException: User is disabled.");
    expect(await refusal(attempt(world, email, "Wrong-Horse-1"))).toMatch(/Incorrect username or password/);
  });

  it.each([
    ["unconfirmed", "UserNotConfirmedException"],
    ["to reset the password", "PasswordResetRequiredException"],
  ] as const)(
    "the status check before_password tells every caller that a user is %s",
    async (state, error) => {
      const statusFirst = await startWorld({ options: { statusCheck: "before_password" } });
      const email = await givenUserOfState(statusFirst, state);
      const told = [
        await refusal(attempt(statusFirst, email)),
        await refusal(attempt(statusFirst, email, "Wrong-1")),
      ];
      await statusFirst.close();
      expect(told.map((words) => words.split(":")[0])).toEqual([error, error]);
    },
  );

  it("the status check after_password reveals an unconfirmed user only with the correct password", async () => {
    const email = await givenUserOfState(world, "unconfirmed");
    expect(await refusal(attempt(world, email))).toMatch(/^UserNotConfirmedException/);
    expect(await refusal(attempt(world, email, "Wrong-Horse-1"))).toMatch(/Incorrect username or password/);
  });

  it("locks a user after five failures, for a time that doubles", async () => {
    const { email } = await givenUser(world);
    const wrong = () => refusal(attempt(world, email, "Wrong-Horse-1"));
    for (let failure = 0; failure < 5; failure += 1) expect(await wrong()).toMatch(/Incorrect/);

    expect(await refusal(attempt(world, email))).toBe("NotAuthorizedException: Password attempts exceeded");
    world.clock.forward(1000);
    expect(await wrong()).toMatch(/Incorrect/); // the sixth failure: two seconds
    world.clock.forward(1000);
    expect(await refusal(attempt(world, email))).toMatch(/Password attempts exceeded/);
    world.clock.forward(1000);
    expect((await signIn(world, email)).access).not.toBe("");
    expect(await wrong()).toMatch(/Incorrect/);
    expect((await signIn(world, email)).access).not.toBe("");
  });

  it("lets at most five of many parallel guesses through", async () => {
    const { email } = await givenUser(world);
    const guesses = Array.from({ length: 20 }, () => refusal(attempt(world, email, "Wrong-Horse-1")));
    const results = await Promise.all(guesses);

    expect(results.filter((result) => /Incorrect/.test(result))).toHaveLength(5);
    expect(results.filter((result) => /attempts exceeded/.test(result))).toHaveLength(15);
  });

  it("refuses a SECRET_HASH over another name, or a missing one", async () => {
    const { email } = await givenUser(world);
    const send = (extra: Record<string, string>) =>
      world.cognito.send(
        new InitiateAuthCommand({
          ClientId: webId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: email, PASSWORD: password, ...extra },
        }),
      );

    expect(await refusal(send({ SECRET_HASH: secretHash(world, "other") }))).toMatch(
      /Unable to verify secret hash/,
    );
    expect(await refusal(send({}))).toMatch(/SECRET_HASH was not received/);
  });

  it("signs in for an administrator, who needs an IAM signature", async () => {
    const { email } = await givenUser(world);
    const answer = await world.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: publicId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    expect(answer.AuthenticationResult?.IdToken).toBeDefined();

    const unsigned = await fetch(world.running.url, {
      method: "POST",
      headers: { "x-amz-target": "AWSCognitoIdentityProviderService.AdminInitiateAuth" },
      body: "{}",
    });
    expect(unsigned.status).toBe(400);
    expect(await unsigned.json()).toMatchObject({ __type: "MissingAuthenticationTokenException" });
  });

  it.each(["ADMIN_USER_PASSWORD_AUTH", "NO_SUCH_FLOW"])("refuses InitiateAuth with %s", async (AuthFlow) => {
    const request = { ClientId: publicId, AuthFlow: AuthFlow as "USER_AUTH", AuthParameters: {} };
    expect(await refusal(world.cognito.send(new InitiateAuthCommand(request)))).toMatch(
      /^InvalidParameterException/,
    );
  });
});

describe("a user with a temporary password", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ pool: { Schema: [{ Name: "name", Required: true }] } });
  });
  afterAll(() => world.close());

  async function invited(email: string) {
    await world.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: email,
        DesiredDeliveryMediums: ["EMAIL"],
        UserAttributes: [{ Name: "email_verified", Value: "true" }],
      }),
    );
    return lastCode(world, email);
  }

  const respond = (session: string | undefined, username: string, responses: Record<string, string>) =>
    world.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: webId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session: session,
        ChallengeResponses: { USERNAME: username, SECRET_HASH: secretHash(world, username), ...responses },
      }),
    );

  const fresh = { NEW_PASSWORD: "Brand-New-Horse-1", "userAttributes.name": "Ada" };

  it("is challenged for a new password and the required attributes, then gets tokens", async () => {
    const temporary = await invited("ada@example.com");
    const challenge = await attempt(world, "ada@example.com", temporary);
    expect(challenge.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    expect(challenge.AuthenticationResult).toBeUndefined();
    expect(JSON.parse(challenge.ChallengeParameters?.requiredAttributes ?? "")).toEqual([
      "userAttributes.name",
    ]);

    const username = challenge.ChallengeParameters?.USER_ID_FOR_SRP ?? "";
    const { AuthenticationResult } = await respond(challenge.Session, username, fresh);
    expect((await verified(world, tokensOf(AuthenticationResult))).id.name).toBe("Ada");
    expect((await signIn(world, "ada@example.com", fresh.NEW_PASSWORD)).access).not.toBe("");
    expect(await refusal(respond(challenge.Session, username, fresh))).toMatch(
      /Invalid session for the user/,
    );
  });

  it("may try again after a refused answer, with the session that it has", async () => {
    const temporary = await invited("bea@example.com");
    const { Session, ChallengeParameters } = await attempt(world, "bea@example.com", temporary);
    const username = ChallengeParameters?.USER_ID_FOR_SRP ?? "";

    expect(await refusal(respond(Session, username, { ...fresh, NEW_PASSWORD: "weak" }))).toMatch(
      /^InvalidPasswordException/,
    );
    expect(await refusal(respond(Session, username, { NEW_PASSWORD: "Brand-New-Horse-1" }))).toMatch(
      /^InvalidParameterException.*name/,
    );
    expect(
      await refusal(respond(Session, username, { ...fresh, "userAttributes.email_verified": "true" })),
    ).toMatch(/^NotAuthorizedException/);
    await respond(Session, username, fresh);
  });

  it("is refused a forged session, another's session, an old one, and a hash over the alias", async () => {
    const temporary = await invited("cleo@example.com");
    await invited("dora@example.com");
    const { Session, ChallengeParameters } = await attempt(world, "cleo@example.com", temporary);
    const username = ChallengeParameters?.USER_ID_FOR_SRP ?? "";

    expect(await refusal(respond("forged-session-of-someone", username, fresh))).toMatch(/Invalid session/);
    expect(await refusal(respond(Session, "dora@example.com", fresh))).toMatch(/Invalid session/);
    expect(await refusal(respond(Session, "cleo@example.com", fresh))).toMatch(
      /Unable to verify secret hash/,
    );
    world.clock.forward(3 * 60_000);
    expect(await refusal(respond(Session, username, fresh))).toMatch(/session is expired/);
  });

  it("is refused once the temporary password is older than the pool allows", async () => {
    const temporary = await invited("edna@example.com");
    world.clock.forward(7 * 86_400_000);

    expect(await refusal(attempt(world, "edna@example.com", temporary))).toMatch(
      /^NotAuthorizedException: Temporary password has expired/,
    );
  });
});

it("refuses flows that the client does not allow", async () => {
  const world = await startWorld({ client: { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] } });
  const { email } = await givenUser(world);

  expect(await refusal(attempt(world, email))).toBe(
    "InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client",
  );
  const custom = { ClientId: webId, AuthFlow: "CUSTOM_AUTH", AuthParameters: {} } as const;
  expect(await refusal(world.cognito.send(new InitiateAuthCommand(custom)))).toBe(
    "InvalidParameterException: CUSTOM_AUTH flow not enabled for this client",
  );
  await world.close();
});
