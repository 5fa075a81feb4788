import { describe, expect, it } from "@jest/globals";
import { followAddress } from "../../../shared/flows/sign-in/follow-address.js";
import { authApi } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { PASSWORD, principalOf, profileOf, SUB } from "../../support/users.js";

const session = (sessionId: string) => ({
  accessToken: "access",
  idToken: "id",
  refreshToken: "refresh",
  expiresInSeconds: 900,
  principal: principalOf({ sessionId }),
  facts: { email: "ada@example.com" },
});

const ORIGIN = "the-secret-of-the-distribution";
const api = (originSecret?: string) =>
  authApi({
    ...{ signIn: { kind: "session", session: session("session-1") }, profiles: [profileOf()] },
    ...(originSecret !== undefined && { originSecret }),
  });

type From = { readonly userAgent: string; readonly country?: string; readonly proof?: string };
const signInFrom = (
  { call }: ReturnType<typeof api>,
  { userAgent, country, proof = ORIGIN }: From,
  email = "ada@example.com",
) =>
  call(
    jsonEvent(
      "POST /api/account/signin",
      { email, password: PASSWORD },
      {
        userAgent,
        ...(country !== undefined && {
          headers: { "cloudfront-viewer-country": country, "x-origin-secret": proof },
        }),
      },
    ),
  );
const typesOf = ({ ports }: ReturnType<typeof api>) =>
  ports.audit.events.map(({ type }) => type).filter((type) => type.startsWith("signin.new"));

describe("a sign-in from somewhere new", () => {
  it("causes one event and one mail to the owner; the first sign-in causes neither", async () => {
    const stage = api(ORIGIN);
    await signInFrom(stage, { userAgent: "Browser/1", country: "NL" });
    expect([typesOf(stage), stage.ports.messenger.sent]).toEqual([[], []]);
    await signInFrom(stage, { userAgent: "Browser/2", country: "DE" });
    expect(typesOf(stage)).toEqual(["signin.new_device", "signin.new_country"]);
    expect(stage.ports.messenger.sent).toMatchObject([{ channel: "email", to: "ada@example.com" }]);
    await signInFrom(stage, { userAgent: "Browser/2", country: "DE" });
    expect(typesOf(stage)).toHaveLength(2);
    expect(stage.ports.messenger.sent).toHaveLength(1);
  });

  it.each([
    ["device", { userAgent: "Browser/2", country: "NL" }, "signin.new_device"],
    ["country", { userAgent: "Browser/1", country: "DE" }, "signin.new_country"],
  ])("is reported for a new %s alone, with its known facts", async (_, from, type) => {
    const stage = api(ORIGIN);
    await signInFrom(stage, { userAgent: "Browser/1", country: "NL" });
    await signInFrom(stage, from);
    const news = stage.ports.audit.events.filter((event) => event.type.startsWith("signin.new"));
    expect(news).toMatchObject([
      {
        type,
        subject: "user:usr_ada",
        details: { userId: "usr_ada", sessionId: "session-1", sourceIp: "203.0.113.10", ...from },
      },
    ]);
    const [mail] = stage.ports.messenger.sent;
    for (const said of [from.userAgent, "203.0.113.10"])
      expect(mail).toMatchObject({ text: expect.stringContaining(said) });
  });

  it("is reported by another name of the user, too, and by the name that replaced the first one", async () => {
    const stage = api(ORIGIN);
    await signInFrom(stage, { userAgent: "Browser/1", country: "NL" });
    await signInFrom(stage, { userAgent: "Browser/2", country: "NL" }, "ada.king@example.com");
    expect(typesOf(stage)).toEqual(["signin.new_device"]);
    await signInFrom(stage, { userAgent: "Browser/1", country: "NL" }, "ada.king@example.com");
    expect(typesOf(stage)).toHaveLength(1);
  });

  it("is reported if the address changes during the sign-in", async () => {
    const stage = api(ORIGIN);
    const { ports } = stage;
    await signInFrom(stage, { userAgent: "Browser/1", country: "NL" });
    const signIn = ports.userPool.signIn;
    ports.userPool.signIn = async (...input) => {
      const [profile] = ports.directory.profiles.values();
      if (profile !== undefined)
        await followAddress(ports, profile, { sub: SUB, email: "ada.king@example.com", emailVerified: true });
      return signIn(...input);
    };
    await signInFrom(stage, { userAgent: "Browser/2", country: "NL" }, "ada.king@example.com");
    expect(typesOf(stage)).toEqual(["signin.new_device"]);
  });

  it.each(["nl", "NLD", "N", "<b>"])("does not read %p as a country", async (country) => {
    const stage = api(ORIGIN);
    await signInFrom(stage, { userAgent: "Browser/1", country: "NL" });
    await signInFrom(stage, { userAgent: "Browser/1", country });
    expect(typesOf(stage)).toEqual([]);
  });

  it("does not prevent the sign-in if the look-up or the report fails", async () => {
    const stage = api(ORIGIN);
    stage.ports.habits.broken = true;
    expect((await signInFrom(stage, { userAgent: "Browser/1" })).statusCode).toBe(200);
    expect(stage.ports.metrics.counted).toContain("sign_in_news_unknown");
    stage.ports.habits.broken = false;
    stage.ports.messenger.broken = true;
    await signInFrom(stage, { userAgent: "Browser/1" });
    expect((await signInFrom(stage, { userAgent: "Browser/2" })).statusCode).toBe(200);
  });

  it.each([
    ["nothing stands before the API", undefined, ORIGIN],
    ["the secret of the distribution is another one", ORIGIN, "a-guess"],
    ["the header of the secret is empty", ORIGIN, ""],
  ])("ignores the header of the country if %s", async (_, originSecret, proof) => {
    const stage = api(originSecret);
    await signInFrom(stage, { userAgent: "Browser/1", country: "NL", proof });
    await signInFrom(stage, { userAgent: "Browser/1", country: "DE", proof });
    expect(typesOf(stage)).toEqual([]);
  });
});
