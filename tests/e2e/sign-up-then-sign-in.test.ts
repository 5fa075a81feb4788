/**
 * A sign-up with an address, and a sign-in with the password of that sign-up, read the same byte for byte, whatever the
 * address was before: free, in use, known to the legacy system only, or waiting for its code.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { post } from "../../local/story/api.js";
import { mailedCode } from "../../local/story/mailed-code.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

const STATES = ["free", "in use", "legacy only", "unconfirmed"] as const;
const OWNERS = "The-Owners-Pass-1!";
const OWN = "Brand-New-Pass-2!";

/** The first letters are those of every other address, because the answer shows them. */
const given = async (state: (typeof STATES)[number], round: string): Promise<string> => {
  const email = `${round}-${state.replace(" ", "-")}@example.com`;
  const user = { email, password: OWNERS, name: "Owner" };
  if (state === "legacy only")
    await stack.legacy.add({ ...user, id: `legacy-${email}`, email_verified: true });
  if (state === "in use" || state === "unconfirmed") await post(stack.describe(), "signup", user);
  if (state === "in use") {
    const code = await mailedCode(stack.describe(), email);
    expect((await post(stack.describe(), "confirm", { ...user, code })).status).toBe(200);
    expect((await post(stack.describe(), "signin", user)).status).toBe(200);
  }
  return email;
};

let rounds = 0;

/** The answer as it goes over the wire, without what differs between any two answers. */
const answered = async (path: string, body: object, cookies: readonly string[] = []) => {
  const response = await fetch(`${stack.describe().urls.site}/api/account/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: cookies.join("; ") },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const set = response.headers.getSetCookie();
  const headers = [...response.headers].filter(
    ([name]) => !["apigw-requestid", "date", "set-cookie"].includes(name),
  );
  return {
    cookies: set.map((cookie) => cookie.split(";")[0] ?? ""),
    wire: {
      status: response.status,
      headers,
      body: text.replace(/"request_id":"[^"]*"/, '"request_id":""'),
      cookies: set.map((cookie) => cookie.replace(/=\d{10}\.[\w-]{22}/, "=<expiry>.<seal>")),
    },
  };
};

describe.each([
  ["in the same browser", true, 403, "user_not_confirmed"],
  ["in another browser", false, 401, "invalid_credentials"],
] as const)("a sign-up and a sign-in %s", (_, keeps, status, code) => {
  it.each([
    ["the password of the sign-up", OWN],
    ["another password", "Any-Other-Pass-3!"],
  ])("with %s", async (_name, password) => {
    rounds += 1;
    const round = `a${rounds}`;
    const answers: Readonly<Record<string, Awaited<ReturnType<typeof answered>>["wire"]>>[] = [];
    for (const state of STATES) {
      const email = await given(state, round);
      const signUp = await answered("signup", { email, password: OWN, name: "Visitor" });
      const again = await answered("signup", { email, password: OWN, name: "Visitor" });
      const signIn = await answered("signin", { email, password }, keeps ? signUp.cookies : []);
      const renewed = await answered("resend", { email }, keeps ? signUp.cookies : []);
      answers.push({ signUp: signUp.wire, again: again.wire, signIn: signIn.wire, renewed: renewed.wire });
    }
    expect(answers[0]).toMatchObject({ signUp: { status: 202 }, again: { status: 202 }, signIn: { status } });
    expect(JSON.parse(answers[0]?.signIn?.body ?? "")).toMatchObject({ code });
    expect(answers).toEqual(STATES.map(() => answers[0]));
  });
});
