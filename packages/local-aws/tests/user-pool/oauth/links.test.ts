/** CONFIRM_WITH_LINK: the email of a sign-up carries a link to the pages, which confirms once. */
import {
  AdminGetUserCommand,
  CreateUserPoolDomainCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, expect, it } from "@jest/globals";
import {
  answering,
  givenUser,
  named,
  password,
  poolId,
  refusal,
  type Setup,
  signIn,
  sources,
  startWorld,
  type TriggerEvent,
  type World,
} from "../world.js";
import { obstacles } from "./accessible.js";
import { alertOf, Browser } from "./browser.js";

let world: World;
afterEach(() => world.close());

async function start(template: Record<string, unknown> = {}, setup: Partial<Setup> = {}, domain = true) {
  world = await startWorld({
    ...setup,
    pool: {
      VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_LINK", ...template },
      EmailConfiguration: { EmailSendingAccount: "DEVELOPER" },
    },
  });
  if (!domain) return;
  await world.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: "people" }));
}

const email = "ada@example.com";
const signUp = () => world.cognito.send(new SignUpCommand({ ...named(world, email), Password: password }));
const lastMail = () => world.messages.filter(({ to }) => to === email).at(-1);
const lastLink = () =>
  (/<a href="([^"]*)">/.exec(lastMail()?.body ?? "")?.[1] ?? "").replaceAll("&amp;", "&");
const statusOf = async () => {
  const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: email });
  const { UserStatus, UserAttributes = [] } = await world.cognito.send(command);
  return [UserStatus, UserAttributes.find(({ Name }) => Name === "email_verified")?.Value];
};

it("confirms the sign-up once, with PostConfirmation, on an accessible page", async () => {
  await start({}, { triggers: { PostConfirmation: (event) => event } });
  await signUp();
  expect(lastMail()).toMatchObject({ subject: "Your verification link" });
  expect(lastMail()?.body).toMatch(/^Please click the link below .*>Verify Email<\/a>$/);
  const before = await statusOf();
  const page = await (await new Browser().open(lastLink())).text();

  expect(before[0]).toBe("UNCONFIRMED");
  expect(obstacles(page)).toEqual([]);
  expect(page).toContain("Your registration has been confirmed.");
  expect(await statusOf()).toEqual(["CONFIRMED", "true"]);
  expect(sources(world)).toEqual(["PostConfirmation_ConfirmSignUp"]);
  const again = await new Browser().open(lastLink());
  expect(again.status).toBe(400);
  expect(await alertOf(again)).toBe("This link is not valid, or not any more.");
  expect(sources(world)).toHaveLength(1);
});

it("has the words of the pool's template, and the one of a new code is the only one that is good", async () => {
  await start({ EmailMessageByLink: "<b>{##Hier##}</b>", EmailSubjectByLink: "Welcome" });
  await signUp();
  const first = lastLink();
  await world.cognito.send(new ResendConfirmationCodeCommand(named(world, email)));

  expect(lastMail()).toMatchObject({ subject: "Welcome", body: expect.stringMatching(/>Hier<\/a><\/b>$/) });
  expect((await new Browser().open(first)).status).toBe(400);
  expect((await new Browser().open(lastLink())).status).toBe(200);
});

it("is where CustomMessage puts it, which may use the code in its own link instead", async () => {
  const messages = ["Open {##this##} now", "https://a.example/?code={####}", "nothing"];
  const CustomMessage = (event: TriggerEvent) => answering({ emailMessage: messages.shift() })(event);
  await start({}, { triggers: { CustomMessage } });
  await signUp();
  expect(lastMail()?.body).toMatch(/^Open <a href="http[^"]*confirmation_code=\d{6}">this<\/a> now$/);
  const resend = () => world.cognito.send(new ResendConfirmationCodeCommand(named(world, email)));
  await resend();

  expect(lastMail()?.body).toMatch(/^https:\/\/a\.example\/\?code=\d{6}$/);
  expect(await refusal(resend())).toMatch(/^InvalidLambdaResponseException/);
});

it("is for sign-ups alone: a changed address is proved by a code", async () => {
  await start();
  const { email: old } = await givenUser(world);
  const { access: AccessToken } = await signIn(world, old);
  const UserAttributes = [{ Name: "email", Value: email }];
  await world.cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));

  expect(lastMail()?.body).toMatch(/^Your confirmation code is \d{6}$/);
});

it("needs a domain", async () => {
  await start({}, {}, false);

  expect(await refusal(signUp())).toMatch(/^CodeDeliveryFailureException.*domain/);
});

it.each([
  ["of another code", (link: URL) => link.searchParams.set("confirmation_code", "000000")],
  ["of another user", (link: URL) => link.searchParams.set("user_name", "nobody")],
  ["of another client", (link: URL) => link.searchParams.set("client_id", "nobody0000000000000000000")],
  ["without a name", (link: URL) => link.searchParams.delete("user_name")],
])("confirms no user %s", async (_, change) => {
  await start();
  await signUp();
  const link = new URL(lastLink());
  change(link);
  const answer = await new Browser().open(link.href);

  expect(answer.status).toBe(400);
  expect((await statusOf())[0]).toBe("UNCONFIRMED");
});

it("is not used up by a program that only looks whether it is there", async () => {
  await start();
  await signUp();
  await fetch(lastLink(), { method: "HEAD" });

  expect((await statusOf())[0]).toBe("UNCONFIRMED");
});

it("refuses a template without a place for the link", async () => {
  const VerificationMessageTemplate = { EmailMessageByLink: "no link" };
  world = await startWorld();

  await expect(startWorld({ pool: { VerificationMessageTemplate } })).rejects.toThrow(/EmailMessageByLink/);
});
