/** Custom authentication through the local Cognito, with clients that are not ours: the AWS SDK, and amazon-cognito-identity-js. */
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import { browserUser, details, outcomeOf } from "../../packages/local-aws/tests/user-pool/browser-client.js";
import {
  givenUser,
  password,
  poolId,
  refusal,
  secretHash,
  startWorld,
  type World,
  webId,
} from "../../packages/local-aws/tests/user-pool/world.js";
import { magicLinkAnswer, magicLinkChoice } from "../../shared/domain/challenge/challenge.js";
import { issueSsoTicket } from "../../shared/flows/challenge/issue-sso-ticket.js";
import { type MemoryPorts, memoryPorts } from "../../shared/memory/ports.js";
import { codeIn, linkIn } from "../support/challenge-story.js";
import type { SampleEvent } from "../support/sample-event.js";
import { TRIGGERS } from "../support/triggers.js";
import { profileOf } from "../support/users.js";

let world: World;
let ports: MemoryPorts;
afterEach(() => world.close());

const start = async (seed: Parameters<typeof memoryPorts>[0] = {}) => {
  ports = memoryPorts({ now: new Date().toISOString(), ...seed });
  const run = (name: keyof typeof TRIGGERS) => (event: unknown) =>
    TRIGGERS[name](ports)(event as SampleEvent);
  const client = { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"], PreventUserExistenceErrors: "ENABLED" };
  world = await startWorld({
    client,
    publicClient: client,
    triggers: {
      PreAuthentication: run("pre-authentication"),
      DefineAuthChallenge: run("define-auth-challenge"),
      CreateAuthChallenge: run("create-auth-challenge"),
      VerifyAuthChallengeResponse: run("verify-auth-challenge-response"),
      PostAuthentication: run("post-authentication"),
    },
  });
};

const begin = (USERNAME: string) =>
  world.cognito.send(
    new InitiateAuthCommand({
      ClientId: webId,
      AuthFlow: "CUSTOM_AUTH",
      AuthParameters: { USERNAME, SECRET_HASH: secretHash(world, USERNAME) },
    }),
  );
type Asked = Pick<Awaited<ReturnType<typeof begin>>, "Session" | "ChallengeParameters">;
const answer = ({ Session, ChallengeParameters }: Asked, ANSWER: string, secretFor?: string) => {
  const USERNAME = ChallengeParameters?.USERNAME ?? "";
  return world.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: webId,
      ChallengeName: "CUSTOM_CHALLENGE",
      Session,
      ChallengeResponses: { USERNAME, ANSWER, SECRET_HASH: secretHash(world, secretFor ?? USERNAME) },
    }),
  );
};
const WRONG = "NotAuthorizedException: Incorrect username or password.";

describe("with the AWS SDK", () => {
  it("a user signs in by the code in their mail", async () => {
    await start();
    const { email, username } = await givenUser(world);
    const first = await begin(email);
    expect(first.ChallengeParameters).toEqual({
      challenge: "CHOOSE",
      methods: "code link step-up",
      validSeconds: "600",
      USERNAME: username,
    });
    const second = await answer(first, "code");
    expect(ports.messenger.sent).toMatchObject([{ to: email }]);
    const third = await answer(second, "00000000");
    const { AuthenticationResult } = await answer(third, codeIn(ports));
    expect(AuthenticationResult?.TokenType).toBe("Bearer");
  });

  it("a user signs in by the link in their mail", async () => {
    await start();
    const { email } = await givenUser(world);
    const browser = "browser-value-0123456789";
    const asked = await answer(await begin(email), magicLinkChoice(browser));
    const { AuthenticationResult } = await answer(asked, magicLinkAnswer(linkIn(ports), browser));
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it("three wrong answers end the sign-in, and an old session is invalid", async () => {
    await start();
    const { email } = await givenUser(world);
    const asked = await answer(await begin(email), "code");
    const second = await answer(asked, "00000000");
    const third = await answer(second, "00000001");
    expect(await refusal(answer(third, "00000002"))).toBe(WRONG);
    expect(await refusal(answer(asked, codeIn(ports)))).toBe(
      "NotAuthorizedException: Invalid session for the user.",
    );
  });

  it("an unknown user gets the same challenge, and the same refusal", async () => {
    await start();
    const { email } = await givenUser(world);
    const play = async (name: string) => {
      const first = await begin(name);
      const second = await answer(first, "code");
      const third = await answer(second, "00000000");
      const fourth = await answer(third, "00000001");
      const shown = [first, second, third, fourth].map(({ ChallengeName, ChallengeParameters }) => [
        ChallengeName,
        { ...ChallengeParameters, USERNAME: "-" },
      ]);
      return [...shown, await refusal(answer(fourth, "00000002"))];
    };
    expect(await play("nobody@example.com")).toEqual(await play(email));
    expect(ports.messenger.sent).toHaveLength(1);
  });

  it("a disabled user gets no tokens for the right code", async () => {
    await start();
    const { email } = await givenUser(world);
    const asked = await answer(await begin(email), "code");
    await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));
    expect(await refusal(answer(asked, codeIn(ports)))).toBe("NotAuthorizedException: User is disabled.");
  });

  it("an invited user who has not set a password yet gets no code", async () => {
    await start();
    const Username = "invited@example.com";
    await world.cognito.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username }));
    await answer(await begin(Username), "code");
    expect(ports.messenger.sent).toEqual([]);
    expect(ports.audit.events).toMatchObject([{ details: { reason: "user_not_confirmed" } }]);
  });

  it("a service signs a user in with a ticket, once", async () => {
    await start({ serviceClients: [webId] });
    const { email, username } = await givenUser(world);
    ports.directory.profiles.set("usr_ada", profileOf({ sub: username, email }));
    const { token, username: name } = await issueSsoTicket(ports, { userId: "usr_ada" });
    const first = await begin(name);
    expect(first.ChallengeParameters).toEqual({ challenge: "TICKET", USERNAME: username });
    expect((await answer(first, token)).AuthenticationResult?.AccessToken).toBeDefined();
    expect(await refusal(answer(await begin(name), token))).toBe(WRONG);
    expect(ports.messenger.sent).toEqual([]);
  });

  it("the secret's hash is over the name that the pool gave, not the address", async () => {
    await start();
    const { email } = await givenUser(world);
    const first = await begin(email);
    expect(await refusal(answer(first, "code", email))).toMatch(/^NotAuthorizedException/);
  });

  it("the mail has the language of the choice, not that of the first call", async () => {
    await start();
    const { email } = await givenUser(world);
    const SECRET_HASH = secretHash(world, email);
    const first = await world.cognito.send(
      new InitiateAuthCommand({
        ClientId: webId,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME: email, SECRET_HASH },
        ClientMetadata: { language: "fr" },
      }),
    );
    const USERNAME = first.ChallengeParameters?.USERNAME ?? "";
    await world.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: webId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session: first.Session,
        ChallengeResponses: { USERNAME, ANSWER: "code", SECRET_HASH: secretHash(world, USERNAME) },
        ClientMetadata: { language: "de" },
      }),
    );
    expect(JSON.stringify(ports.messenger.sent)).toContain('lang=\\"de\\"');
  });
});

describe("with amazon-cognito-identity-js", () => {
  const custom = (name: string) => {
    const user = browserUser(world, name);
    user.setAuthenticationFlowType("CUSTOM_AUTH");
    const say = (text: string) => outcomeOf((callbacks) => user.sendCustomChallengeAnswer(text, callbacks));
    return { user, say };
  };

  it("a user signs in with only a code", async () => {
    await start();
    const { email } = await givenUser(world);
    const { user, say } = custom(email);
    const asked = await outcomeOf((callbacks) => user.initiateAuth(details(user, ""), callbacks));
    expect(asked).toMatchObject({ challenge: "CUSTOM_CHALLENGE", parameters: { challenge: "CHOOSE" } });
    expect(await say("code")).toMatchObject({ parameters: { challenge: "CODE" } });
    expect(await say("00000000")).toMatchObject({ parameters: { challenge: "CODE" } });
    expect((await say(codeIn(ports))).kind).toBe("signed in");
  });

  it("a user proves their password by SRP, and then needs the code as well", async () => {
    await start();
    const { email } = await givenUser(world);
    const { user, say } = custom(email);
    const asked = await outcomeOf((callbacks) => user.authenticateUser(details(user, password), callbacks));
    expect(asked).toMatchObject({ parameters: { challenge: "CHOOSE", methods: "code" } });
    await say("code");
    expect((await say(codeIn(ports))).kind).toBe("signed in");
  });

  it("a wrong password ends the sign-in before a mail is sent", async () => {
    await start();
    const { email } = await givenUser(world);
    const { user } = custom(email);
    const asked = await outcomeOf((callbacks) =>
      user.authenticateUser(details(user, "Wrong-1-pass"), callbacks),
    );
    expect(asked).toMatchObject({ kind: "refused", message: "Incorrect username or password." });
    expect(ports.messenger.sent).toEqual([]);
  });

  it("a temporary password is replaced, and then the code is required", async () => {
    await start();
    const Username = "invited@example.com";
    const UserAttributes = [
      { Name: "email", Value: Username },
      { Name: "email_verified", Value: "true" },
    ];
    await world.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username,
        TemporaryPassword: password,
        UserAttributes,
      }),
    );
    const { user, say } = custom(Username);
    const first = await outcomeOf((callbacks) => user.authenticateUser(details(user, password), callbacks));
    const second = await outcomeOf((callbacks) =>
      user.completeNewPasswordChallenge("Another-Horse-2", {}, callbacks),
    );
    expect([first, second]).toMatchObject([
      { challenge: "NEW_PASSWORD_REQUIRED" },
      { parameters: { challenge: "CHOOSE" } },
    ]);
    await say("code");
    expect((await say(codeIn(ports))).kind).toBe("signed in");
  });
});
