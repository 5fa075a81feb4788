import { createServer } from "node:http";
import {
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "@jest/globals";
import { lambdaInvoke } from "../../src/user-pool/index.js";
import {
  answering,
  attempt,
  givenUser,
  lastCode,
  named,
  password,
  poolId,
  publicId,
  refusal,
  signIn,
  sources,
  startWorld,
  type TriggerEvent,
  type World,
  webId,
} from "./world.js";

let world: World;
afterEach(() => world.close());

const everyTrigger = {
  PreSignUp: answering({}),
  PostConfirmation: answering({}),
  PreAuthentication: answering({}),
  PostAuthentication: answering({}),
  PreTokenGeneration: answering({}),
  CustomMessage: answering({}),
};

describe("the content of trigger events", () => {
  it("at a sign-in: attributes as strings with sub and status; metadata before, not after, the password", async () => {
    world = await startWorld({ triggers: everyTrigger });
    const { email, username } = await givenUser(world);
    const start = sources(world).length;
    await attempt(world, email, password, { device: "tv" });
    const [before, after, tokens] = world.running.invocations().slice(start);

    expect(before?.event).toEqual({
      version: "1",
      triggerSource: "PreAuthentication_Authentication",
      region: "us-east-1",
      userPoolId: poolId,
      userName: username,
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: webId },
      request: {
        userAttributes: { sub: username, "cognito:user_status": "CONFIRMED", email, email_verified: "true" },
        validationData: { device: "tv" },
        userNotFound: false,
      },
      response: {},
    });
    expect(after?.event).not.toHaveProperty("request.clientMetadata");
    expect(tokens?.event).toMatchObject({
      version: "2",
      request: {
        groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
        scopes: ["aws.cognito.signin.user.admin"],
      },
      response: { claimsAndScopeOverrideDetails: null },
    });
    expect(tokens?.event).not.toHaveProperty("request.clientMetadata");
  });

  it("at an administrator's operation: that there is no client", async () => {
    world = await startWorld({ triggers: everyTrigger });
    await givenUser(world);

    expect(world.running.invocations()[0]?.event).toMatchObject({
      callerContext: { clientId: "CLIENT_ID_NOT_APPLICABLE" },
    });
  });

  it("for unknown users: only if the client hides which users exist", async () => {
    world = await startWorld({ triggers: everyTrigger });
    await refusal(attempt(world, "nobody@example.com"));
    const AuthParameters = { USERNAME: "nobody@example.com", PASSWORD: password };
    const openly = { ClientId: publicId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters } as const;
    expect(await refusal(world.cognito.send(new InitiateAuthCommand(openly)))).toMatch(
      /^UserNotFoundException/,
    );

    expect(world.running.invocations().map(({ event }) => event)).toMatchObject([
      { userName: "nobody@example.com", request: { userAttributes: {}, userNotFound: true } },
    ]);
  });
});

describe("a trigger that fails", () => {
  const failing = async (run: (event: TriggerEvent) => unknown, triggerTimeoutMs = 5000) => {
    world = await startWorld({ triggers: { PreAuthentication: run }, options: { triggerTimeoutMs } });
    const { email } = await givenUser(world);
    return refusal(attempt(world, email));
  };

  it("shows the caller the text of its error", async () => {
    const message = await failing(() => {
      throw new Error("ERR_DOMAIN_BLOCKED");
    });

    expect(message).toBe(
      "UserLambdaValidationException: PreAuthentication failed with error ERR_DOMAIN_BLOCKED.",
    );
    expect(world.running.invocations()[0]?.error).toContain("ERR_DOMAIN_BLOCKED");
  });

  it.each([
    ["nothing", () => undefined],
    ["its response alone", () => ({ autoConfirmUser: true })],
    ["another event", (event: TriggerEvent) => ({ ...event, triggerSource: "PreSignUp_SignUp" })],
    ["an event without a response", ({ response: _, ...event }: TriggerEvent) => event],
    ["text", () => "fine"],
  ])("by returning %s is an invalid response", async (_, run) => {
    expect(await failing(run)).toMatch(/^InvalidLambdaResponseException/);
  });

  it("by taking too long is unexpected", async () => {
    let finish = () => {};
    const endless = new Promise<void>((resolve) => {
      finish = resolve;
    });
    expect(await failing(() => endless, 20)).toMatch(/^UnexpectedLambdaException: PreAuthentication/);
    finish();
  });

  it("after the confirmation does not undo it", async () => {
    world = await startWorld({
      triggers: {
        PostConfirmation: () => {
          throw new Error("too late");
        },
      },
    });
    await world.cognito.send(new SignUpCommand({ ...named(world, "ada@example.com"), Password: password }));
    const ConfirmationCode = lastCode(world, "ada@example.com");
    const confirm = new ConfirmSignUpCommand({ ...named(world, "ada@example.com"), ConfirmationCode });
    expect(await refusal(world.cognito.send(confirm))).toMatch(
      /^UserLambdaValidationException: PostConfirmation/,
    );

    expect((await signIn(world, "ada@example.com")).access).not.toBe("");
  });

  it("before the sign-up leaves no user behind", async () => {
    const denied = { PreSignUp: () => Promise.reject(new Error("ERR_DOMAIN_BLOCKED")) };
    world = await startWorld({ triggers: denied });
    const signUp = new SignUpCommand({ ...named(world, "ada@example.com"), Password: password });
    expect(await refusal(world.cognito.send(signUp))).toMatch(/^UserLambdaValidationException/);

    expect(await refusal(attempt(world, "ada@example.com"))).toMatch(/Incorrect username or password/);
  });
});

it("reaches functions through the Invoke API of AWS Lambda, and distinguishes its failures", async () => {
  const paths: string[] = [];
  const answers = [
    { status: 200, headers: {}, body: (event: string) => event },
    {
      status: 200,
      headers: { "x-amz-function-error": "Unhandled" },
      body: () => JSON.stringify({ errorType: "Error", errorMessage: "no entry" }),
    },
    { status: 404, headers: {}, body: () => "{}" },
    { status: 500, headers: {}, body: () => "{}" },
  ];
  const lambda = createServer(async (request, response) => {
    paths.push(request.url ?? "");
    let event = "";
    for await (const chunk of request) event += String(chunk);
    const { status, headers, body } = answers[paths.length - 1] ?? {
      status: 500,
      headers: {},
      body: () => "",
    };
    response.writeHead(status, headers).end(body(event));
  });
  await new Promise<void>((resolve) => lambda.listen(0, "127.0.0.1", resolve));
  const { port } = lambda.address() as { port: number };
  const invoke = lambdaInvoke(`http://127.0.0.1:${port}`);
  world = await startWorld({ triggers: { PostAuthentication: answering({}) }, options: { invoke } });
  const { email } = await givenUser(world);
  const results = [];
  for (let count = 0; count < 4; count += 1) results.push(await refusal(attempt(world, email)));
  lambda.closeAllConnections();
  await new Promise((resolve) => lambda.close(resolve));
  results.push(await refusal(attempt(world, email)));

  expect(results.map((result) => result.split(":")[0])).toEqual([
    "no error",
    "UserLambdaValidationException",
    "UnexpectedLambdaException",
    "UnexpectedLambdaException",
    "UnexpectedLambdaException",
  ]);
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:PostAuthentication";
  expect(paths[0]).toBe(`/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`);
});

describe("CustomMessage", () => {
  const ownSender = { EmailConfiguration: { EmailSendingAccount: "DEVELOPER" } };
  const signUp = () =>
    world.cognito.send(new SignUpCommand({ ...named(world, "ada@example.com"), Password: password }));

  it("writes the message around the code", async () => {
    world = await startWorld({
      pool: ownSender,
      triggers: { CustomMessage: answering({ emailSubject: "Hello", emailMessage: "Yours: {####}" }) },
    });
    await signUp();

    expect(world.messages).toMatchObject([
      { channel: "EMAIL", subject: "Hello", body: `Yours: ${lastCode(world, "ada@example.com")}` },
    ]);
    expect(world.running.invocations()[0]?.event).toMatchObject({
      request: { codeParameter: "{####}", usernameParameter: null },
    });
  });

  it.each([
    ["without the code", { emailMessage: "Welcome" }, ownSender],
    ["that is too long", { emailMessage: `{####}${"x".repeat(20_000)}` }, ownSender],
    ["by email without an own sender", { emailMessage: "Yours: {####}" }, {}],
  ])("may not write a message %s", async (_, response, pool) => {
    world = await startWorld({ pool, triggers: { CustomMessage: answering(response) } });

    expect(await refusal(signUp())).toMatch(/^InvalidLambdaResponseException/);
  });

  it("uses the pool's template if it returns nothing", async () => {
    world = await startWorld({
      pool: {
        VerificationMessageTemplate: { EmailMessage: "Code {####} for you", EmailSubject: "Your code" },
      },
      triggers: { CustomMessage: answering({}) },
    });
    await signUp();

    expect(world.messages[0]).toMatchObject({
      subject: "Your code",
      body: `Code ${lastCode(world, "ada@example.com")} for you`,
    });
  });
});

it("keeps a bounded record of invocations, readable from a sequence number on", async () => {
  world = await startWorld({
    triggers: { PostAuthentication: answering({}) },
    options: { invocationLimit: 3 },
  });
  const { email } = await givenUser(world);
  for (let count = 0; count < 5; count += 1) await signIn(world, email);
  const response = await fetch(`${world.running.url}/_local/invocations?after=4`);
  const { invocations } = (await response.json()) as { invocations: { sequence: number }[] };

  expect(world.running.invocations().map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
  expect(invocations.map(({ sequence }) => sequence)).toEqual([5]);
});
