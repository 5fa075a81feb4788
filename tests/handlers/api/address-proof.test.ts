/** A sign-in with a provider that proves no addresses: a mailed code proves the address before anything is linked or told. */
import { describe, expect, it } from "@jest/globals";
import { inboundFederation } from "../../../handlers/triggers/inbound-federation.js";
import { CODE_PAGE, facebookSignIn, SITE } from "../../support/facebook-sign-in.js";
import { httpEvent } from "../../support/http-events.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { type SampleChange, sampleEvent } from "../../support/sample-event.js";
import { allTypes, openPolicy } from "../../support/triggers.js";
import { SUB } from "../../support/users.js";

const errorIn = ({ location }: { location: string }) => new URL(location).searchParams.get("error");

describe("a user of Facebook with an address", () => {
  it("proves it with the mailed code, and is then admitted, linked and signed in", async () => {
    const { ports, refused, enter, code, arrive, back, links, types } = facebookSignIn();
    const asked = await refused();
    expect([asked.status, asked.location]).toEqual([303, CODE_PAGE]);
    expect(asked.set[0]).toMatch(
      /^__Host-Http-proof=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=600$/,
    );
    expect(ports.messenger.sent).toMatchObject([{ to: "ada@example.com" }]);

    const proved = await enter(code(), asked.jar);
    expect([proved.status, proved.location]).toEqual([200, ""]);
    const [, href = ""] = /<a href="([^"]+)">/.exec(proved.body) ?? [];
    const location = href.replaceAll("&amp;", "&");
    expect(new URL(location).searchParams.get("provider")).toBe("Facebook");
    expect(await arrive()).toBeUndefined();
    await links();
    expect([...ports.identities.links]).toEqual([["Facebook/10220000000000001", SUB]]);
    const signedIn = await back({ location, jar: proved.jar }, { code: "c" });
    expect(signedIn.location).toBe(`${SITE}/x`);
    expect(signedIn.set[0]).toMatch(/^__Host-Http-session=.*Max-Age=/);
    expect(types().slice(0, 3)).toEqual([
      ["federation.refused", "address_unproved"],
      ["challenge.sent", "federation"],
      ["federation.address_proved", undefined],
    ]);
  });

  it("is admitted with the proved address under the provider's names, as verified", async () => {
    const { ports, refused, enter, code } = facebookSignIn();
    const { jar } = await refused();
    await enter(code(), jar);
    const handler = inboundFederation({ ...ports, federationPolicy: allTypes, signUpPolicy: openPolicy });
    const { response } = await handler(sampleEvent("inbound-federation/facebook"));
    expect(response).toEqual({
      userAttributesToMap: {
        ...{ id: "10220000000000001", email: "ada@example.com", email_verified: "true" },
        ...{ name: "Ada Lovelace", first_name: "Ada", last_name: "Lovelace" },
      },
    });
  });

  it("is neither linked nor told anything before the code", async () => {
    const known = facebookSignIn();
    const [left, asked] = [await known.begin(), await known.refused()];
    expect((await rejectionOf(known.links())).message).toBe(thrownWords("federation_refused"));
    expect(known.ports.identities.links.size).toBe(0);
    const unknown = await known.refused({
      request: { attributes: { userInfo: { email: "nobody@example.com" } } },
    });
    expect({ ...asked, jar: [], set: [] }).toEqual({ ...unknown, jar: [], set: [] });
    expect(JSON.stringify([left, asked, unknown])).not.toMatch(/ada|nobody/i);
    expect(JSON.stringify(known.ports.audit.events) + known.ports.logger.dump()).not.toMatch(
      /ada@|\b\d{8}\b/i,
    );
  });

  it.each<[string, SampleChange]>([
    [
      "another user of Facebook",
      { userName: "facebook_2", request: { attributes: { userInfo: { id: "2" } } } },
    ],
    ["another address", { request: { attributes: { userInfo: { email: "ada@example.org" } } } }],
  ])("proves it for this user and this address alone, not for %s", async (_, change) => {
    const { refused, enter, code, arrive } = facebookSignIn();
    const { jar } = await refused();
    await enter(code(), jar);
    expect(await arrive()).toBeUndefined();
    expect(await arrive(change)).toMatch(/\[federation_refused\.[\w-]{22}\]/);
  });

  it.each<[string, SampleChange]>([
    ["has no subject", { userName: "facebook_" }],
    ["is of another provider", { userName: "google_10220000000000001" }],
    ["is not that of the profile", { request: { attributes: { userInfo: { id: "2" } } } }],
    ["has no profile", { request: { attributes: { userInfo: { id: undefined } } } }],
  ])("cannot prove it if the user name %s", async (_, change) => {
    const { arrive, types } = facebookSignIn();
    expect(await arrive(change)).toContain("[federation_refused]");
    expect(types()).toEqual([["federation.refused", "email_unverified"]]);
  });
});

describe("the code", () => {
  it("can be entered wrongly four times, and the fifth ends it", async () => {
    const { refused, enter, code, types } = facebookSignIn();
    const { jar } = await refused();
    const wrong = code() === "00000000" ? "00000001" : "00000000";
    for (let made = 1; made <= 4; made += 1)
      expect((await enter(wrong, jar)).location).toBe(`${CODE_PAGE}?error=invalid_code`);
    expect(errorIn(await enter(wrong, jar))).toBe("invalid_code");
    expect(errorIn(await enter(code(), jar))).toBe("session_expired");
    expect(types().filter(([type]) => type === "challenge.failed")).toHaveLength(5);
  });

  it("counts after a wrong one, with spaces and in digits of any script, and once", async () => {
    const { refused, enter, code } = facebookSignIn();
    const { jar } = await refused();
    await enter("1", jar);
    const typed = [...code()].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join(" ");
    expect((await enter(typed, jar)).status).toBe(200);
    expect(errorIn(await enter(code(), jar))).toBe("session_expired");
  });

  it("counts in the browser that asked for it alone", async () => {
    const { refused, enter, code } = facebookSignIn();
    const { jar } = await refused();
    for (const cookies of [[], [`__Host-Http-proof=${"x".repeat(43)}`], [...jar, "__Host-Http-proof=y"]])
      expect(errorIn(await enter(code(), cookies))).toBe("session_expired");
    expect((await enter(code(), jar)).status).toBe(200);
  });

  it("counts for ten minutes", async () => {
    const { ports, refused, enter, code } = facebookSignIn();
    const { jar } = await refused();
    ports.clock.advance(600_000);
    expect(errorIn(await enter(code(), jar))).toBe("session_expired");
  });

  it.each<Record<string, string>>([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: "https://evil.example.com" },
    { origin: "https://evil.example.com" },
    {},
  ])("is taken from a page of the site alone, not with %j", async (headers) => {
    const { refused, enter, code } = facebookSignIn();
    const { jar } = await refused();
    const sent = { "content-type": "application/x-www-form-urlencoded", ...headers };
    expect(errorIn(await enter(code(), jar, sent))).toBe("cross_site");
    expect((await enter(code(), jar)).status).toBe(200);
  });

  it("is mailed once for one reference, in the browser of that sign-in", async () => {
    const { ports, begin, back, arrive } = facebookSignIn();
    const [mine, other] = [await begin(), await begin()];
    const query = { error: "invalid_request", error_description: (await arrive()) ?? "" };
    expect(errorIn(await back({ ...mine, jar: other.jar }, query))).toBe("session_expired");
    expect(ports.messenger.sent).toEqual([]);
    expect((await back(mine, query)).location).toBe(CODE_PAGE);
    expect(errorIn(await back(other, query))).toBe("session_expired");
    expect(ports.messenger.sent).toHaveLength(1);
  });

  it("is not mailed for a reference that nobody gave, or for the handle of a browser", async () => {
    const { ports, begin, back, refused } = facebookSignIn();
    const { jar } = await refused();
    const [, handle = ""] = (jar[0] ?? "").split("=");
    for (const reference of ["x".repeat(22), handle.slice(0, 22), handle]) {
      const description = `InboundFederation failed with error [federation_refused.${reference}].`;
      const left = await back(await begin(), { error: "invalid_request", error_description: description });
      expect(["session_expired", "federation_refused"]).toContain(errorIn(left));
    }
    expect(ports.messenger.sent).toHaveLength(1);
  });

  it("is mailed eight times an hour to one address for strangers, whose later pages look the same", async () => {
    const { ports, refused, types } = facebookSignIn();
    const pages = new Set<string>();
    for (let made = 0; made < 12; made += 1) {
      const { status, location } = await refused({}, `198.51.${made}.1`);
      pages.add(`${status} ${location}`);
    }
    expect(pages).toEqual(new Set([`303 ${CODE_PAGE}`]));
    expect(types().filter(([type]) => type === "challenge.withheld")).toContainEqual([
      "challenge.withheld",
      "too_many_requests",
    ]);
    expect(
      ports.messenger.sent.length + types().filter(([type]) => type === "challenge.withheld").length,
    ).toBe(12);
  });

  it("is mailed eight times an hour to one address from one network", async () => {
    const { ports, refused } = facebookSignIn();
    const errors: (string | null)[] = [];
    for (let made = 0; made < 10; made += 1) errors.push(errorIn(await refused()));
    expect(errors).toEqual([...Array(8).fill(null), "too_many_requests", "too_many_requests"]);
    expect(ports.messenger.sent).toHaveLength(8);
  });

  it("that cannot be mailed ends on the page for errors", async () => {
    const { refused, ports } = facebookSignIn();
    ports.messenger.broken = true;
    expect(errorIn(await refused())).toBe("temporarily_unavailable");
  });
});

describe("the page for the code", () => {
  it("has a form to itself, no script, and says whether the last code was wrong", async () => {
    const { send } = facebookSignIn();
    const plain = await send(httpEvent("GET /auth/signin/proof"));
    const again = await send(httpEvent("GET /auth/signin/proof", { query: { error: "invalid_code" } }));
    expect(plain.body).toContain('<form method="post" action="/auth/signin/proof">');
    expect(plain.body).not.toMatch(/<script|role="alert"/);
    expect(again.body).toContain('role="alert"');
    expect(plain.headers?.["content-security-policy"]).toContain("default-src 'none'; form-action 'self';");
  });
});
