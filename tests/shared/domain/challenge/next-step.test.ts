import { describe, expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { type HistoryEntry, markOf, markText } from "../../../../shared/domain/challenge/history.js";
import {
  ANSWERS_ALLOWED,
  nextStep,
  type SignInAttempt,
} from "../../../../shared/domain/challenge/next-step.js";

const R = "chl_0123456789abcdef0123456789abcdef";
const OTHER = "chl_fedcba9876543210fedcba9876543210";
const pool = (name: string, passed = true): HistoryEntry => ({ name, passed });
const ours = (kind: string, passed: boolean, reference = R): HistoryEntry => ({
  name: "CUSTOM_CHALLENGE",
  passed,
  metadata: `${kind}.${reference}`,
});
const chosen = ours("CHOOSE", true);
const srp = pool("SRP_A");
const password = [srp, pool("PASSWORD_VERIFIER")];
const ask = (name: string) => ({ kind: "ask", name });
const question = ask("CUSTOM_CHALLENGE");
const failure = { kind: "failure" };
const tokens = { kind: "tokens" };

const stepAfter = (history: readonly HistoryEntry[], change: Partial<SignInAttempt> = {}) =>
  nextStep({ history, service: false, userNotFound: false, userStatus: "CONFIRMED", ...change });

describe("a sign-in of a user", () => {
  const ways: [string, HistoryEntry[], object][] = [
    ["begins with a question", [], question],
    ["asks for the code or link that was chosen", [chosen], question],
    ["asks again after a wrong code", [chosen, ours("CODE", false)], question],
    ["asks again after a second wrong code", [chosen, ours("CODE", false), ours("CODE", false)], question],
    ["ends after a third wrong code", [chosen, ...Array(3).fill(ours("CODE", false))], failure],
    ["gives tokens for a right code", [chosen, ours("CODE", true)], tokens],
    [
      "gives tokens for a code that is right at last",
      [chosen, ours("CODE", false), ours("CODE", true)],
      tokens,
    ],
    ["gives tokens for a right link", [chosen, ours("LINK", true)], tokens],
    ["wants the password when it begins with SRP", [srp], ask("PASSWORD_VERIFIER")],
    ["wants a code after the password", password, question],
    ["gives tokens for password and code", [...password, chosen, ours("CODE", true)], tokens],
    [
      "counts answers, whatever came before them",
      [...password, chosen, ...Array(3).fill(ours("CODE", false))],
      failure,
    ],
    ["takes no link after a password", [...password, chosen, ours("LINK", true)], failure],
    ["ends with a wrong password", [srp, pool("PASSWORD_VERIFIER", false)], failure],
    ["ends with a choice that there is not", [ours("CHOOSE", false)], failure],
    ["ends with a code without a choice", [ours("CODE", true)], failure],
    ["ends with two choices", [chosen, chosen], failure],
    ["ends with a code of another reference", [chosen, ours("CODE", true, OTHER)], failure],
    ["ends with a code and a link mixed", [chosen, ours("CODE", false), ours("LINK", true)], failure],
    ["ends with anything after a right code", [chosen, ours("CODE", true), ours("CODE", true)], failure],
    ["ends with a grant", [ours("TICKET", true)], failure],
    ["ends with a challenge that is not ours", [{ ...chosen, metadata: "CODE-12345678" }], failure],
    ["ends with a challenge without a mark", [pool("CUSTOM_CHALLENGE")], failure],
    ["ends with a challenge in place of the password", [srp, chosen], failure],
    ["ends with an unknown challenge name", [pool("NEW_NEXT_YEAR")], failure],
    ["ends with the old administrator's flow", [pool("ADMIN_NO_SRP_AUTH")], failure],
    ["ends with a pool's factor before the password", [pool("SMS_MFA"), ...password], failure],
    ["ends with a factor that failed", [...password, pool("SMS_MFA", false)], failure],
    ["ends with a factor twice", [...password, pool("SMS_MFA"), pool("SMS_MFA")], failure],
    ["ends with the password after the challenge", [chosen, ours("CODE", true), ...password], failure],
  ];
  it.each(ways)("%s", (_, history, step) => {
    expect(stepAfter(history)).toEqual(step);
  });

  it.each(["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"])(
    "requires the code after the pool's own factor %s",
    (factor) => {
      const history = [...password, pool(factor)];
      expect(stepAfter(history)).toEqual(question);
      expect(stepAfter([...history, chosen, ours("CODE", true)])).toEqual(tokens);
    },
  );

  it("goes on after a remembered device", () => {
    const device = [pool("DEVICE_SRP_AUTH"), pool("DEVICE_PASSWORD_VERIFIER")];
    expect(stepAfter([...password, ...device])).toEqual(question);
  });

  it.each(["FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"])(
    "replaces a password in state %s, and then requires the code",
    (userStatus) => {
      const renewed = [...password, pool("NEW_PASSWORD_REQUIRED")];
      expect(stepAfter(password, { userStatus })).toEqual(ask("NEW_PASSWORD_REQUIRED"));
      expect(stepAfter(renewed, { userStatus })).toEqual(question);
      expect(stepAfter([...renewed, chosen, ours("CODE", true)], { userStatus })).toEqual(tokens);
      expect(stepAfter([...password, chosen, ours("CODE", true)], { userStatus })).toEqual(failure);
    },
  );

  it.each([
    undefined,
    "UNCONFIRMED",
    "FORCE_CHANGE_PASSWORD",
    "RESET_REQUIRED",
    "EXTERNAL_PROVIDER",
    "COMPROMISED",
  ])("gives no tokens for a code alone in state %s", (userStatus) => {
    expect(stepAfter([chosen, ours("CODE", true)], { userStatus })).toEqual(failure);
  });

  it("asks an unknown user the same, and issues no tokens for any answer", () => {
    const unknown = { userNotFound: true, userStatus: undefined };
    expect(stepAfter([], unknown)).toEqual(stepAfter([]));
    expect(stepAfter([srp], unknown)).toEqual(stepAfter([srp]));
    expect(stepAfter([chosen], unknown)).toEqual(stepAfter([chosen]));
    expect(stepAfter([chosen, ours("CODE", false)], unknown)).toEqual(
      stepAfter([chosen, ours("CODE", false)]),
    );
    expect(stepAfter([chosen, ours("CODE", true)], unknown)).toEqual(failure);
  });
});

describe("a sign-in through a service", () => {
  const service = { service: true };

  it("needs a ticket first, and gets no tokens at the first call", () => {
    expect(stepAfter([], service)).toEqual(question);
  });

  it("gets tokens only for a valid ticket", () => {
    expect(stepAfter([ours("TICKET", true)], service)).toEqual(tokens);
    expect(stepAfter([ours("TICKET", false)], service)).toEqual(failure);
    expect(stepAfter([ours("TICKET", true), ours("TICKET", true)], service)).toEqual(failure);
    expect(stepAfter([ours("TICKET", true)], { ...service, userNotFound: true })).toEqual(failure);
    expect(stepAfter([ours("TICKET", true)], { ...service, userStatus: "UNCONFIRMED" })).toEqual(failure);
    expect(stepAfter([chosen, ours("CODE", true)], service)).toEqual(failure);
    expect(stepAfter([srp], service)).toEqual(failure);
    expect(stepAfter(password, service)).toEqual(failure);
  });
});

const NAMES = [
  "CUSTOM_CHALLENGE",
  "SRP_A",
  "PASSWORD_VERIFIER",
  "SMS_MFA",
  "EMAIL_OTP",
  "SOFTWARE_TOKEN_MFA",
  "DEVICE_SRP_AUTH",
  "DEVICE_PASSWORD_VERIFIER",
  "NEW_PASSWORD_REQUIRED",
  "ADMIN_NO_SRP_AUTH",
  "UNKNOWN",
];
const anyEntry: fc.Arbitrary<HistoryEntry> = fc.record({
  name: fc.constantFrom("CUSTOM_CHALLENGE", "CUSTOM_CHALLENGE", ...NAMES),
  passed: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  metadata: fc.oneof(
    fc.constantFrom(`CHOOSE.${R}`, `CODE.${R}`, `LINK.${R}`, `TICKET.${R}`, `CODE.${OTHER}`, undefined),
    fc.string(),
  ),
});
const answered = fc
  .tuple(fc.constantFrom("CODE", "LINK", "TICKET"), fc.boolean())
  .map(([kind, passed]) => ours(kind, passed));
const entry = fc.oneof(anyEntry, answered);
/** Half of them begin like a sign-in that goes well: pure chance would never reach the end of one. */
const histories = fc
  .tuple(
    fc.constantFrom<HistoryEntry[]>(
      [],
      [chosen],
      password,
      [...password, chosen],
      [chosen, ours("CODE", false)],
    ),
    fc.array(entry, { maxLength: 5 }),
  )
  .map(([start, rest]) => [...start, ...rest]);
const attempts: fc.Arbitrary<SignInAttempt> = fc.record({
  history: histories,
  service: fc.boolean(),
  userNotFound: fc.boolean(),
  userStatus: fc.constantFrom("CONFIRMED", "CONFIRMED", "UNCONFIRMED", "FORCE_CHANGE_PASSWORD", undefined),
});

describe("whatever the history", () => {
  it("tokens follow only a passed challenge of the right name, kind and reference, at the end", () => {
    let given = 0;
    fc.assert(
      fc.property(attempts, (attempt) => {
        if (nextStep(attempt).kind !== "tokens") return;
        given += 1;
        const last = attempt.history.at(-1);
        expect(last).toMatchObject({ name: "CUSTOM_CHALLENGE", passed: true });
        expect(last && markOf(last)?.kind).toMatch(attempt.service ? /^TICKET$/ : /^(CODE|LINK)$/);
        expect(attempt.userNotFound).toBe(false);
        const wrong = attempt.history.filter(({ passed }) => !passed);
        expect(wrong.length).toBeLessThan(ANSWERS_ALLOWED);
        expect(wrong.every(({ name }) => name === "CUSTOM_CHALLENGE")).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(given).toBeGreaterThan(3);
  });

  it("no more answers are asked for than are allowed, and every entry counts", () => {
    fc.assert(
      fc.property(attempts, (attempt) => {
        const answers = attempt.history.filter(({ metadata }) => /^(CODE|LINK)/.test(metadata ?? ""));
        if (answers.length >= ANSWERS_ALLOWED) expect(nextStep(attempt).kind).not.toBe("ask");
      }),
      { numRuns: 5_000 },
    );
  });

  it("a failed history never continues", () => {
    fc.assert(
      fc.property(attempts, entry, (attempt, more) => {
        if (nextStep(attempt).kind !== "failure") return;
        const history = [...attempt.history, more];
        const status = attempt.userStatus;
        // A state of the user can be mended by a new password; a history cannot.
        if (status === "FORCE_CHANGE_PASSWORD") return;
        expect(nextStep({ ...attempt, history }).kind).toBe("failure");
      }),
      { numRuns: 20_000 },
    );
  });
});

it("a mark is read as it was written, and nothing else is a mark", () => {
  expect(
    markOf({ name: "CUSTOM_CHALLENGE", passed: true, metadata: markText({ kind: "CODE", reference: R }) }),
  ).toEqual({
    kind: "CODE",
    reference: R,
  });
  for (const metadata of [undefined, "", "CODE", `CODE.${R}.x`, "CODE.short", `code.${R}`, `CODE.${R}\n`]) {
    expect(markOf({ name: "CUSTOM_CHALLENGE", passed: true, metadata })).toBeUndefined();
  }
  expect(markOf({ name: "SMS_MFA", passed: true, metadata: `CODE.${R}` })).toBeUndefined();
});
