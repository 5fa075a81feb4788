/**
 * The allowed sequences of custom authentication. The caller is not trusted: a sign-in fails unless every
 * entry of its history follows one of these sequences. Tokens are issued only after one of our own challenges
 * was passed.
 *
 *   users       (nothing) | SRP_A PASSWORD_VERIFIER [NEW_PASSWORD_REQUIRED] [the pool's own factors]
 *               then CHOOSE, then up to three answers to CODE or LINK (only CODE after a password)
 *   services    TICKET, answered once
 */
import { beganWithPassword, type ChallengeMark, type HistoryEntry, markOf } from "./history.js";

export type NextStep =
  | {
      readonly kind: "ask";
      readonly name: "CUSTOM_CHALLENGE" | "PASSWORD_VERIFIER" | "NEW_PASSWORD_REQUIRED";
    }
  | { readonly kind: "tokens" | "failure" };

export type SignInAttempt = {
  readonly history: readonly HistoryEntry[];
  /** Whether the app client belongs to a trusted service that asserts the identity of users. */
  readonly service: boolean;
  readonly userNotFound: boolean;
  /** `cognito:user_status`; undefined for an unknown user. */
  readonly userStatus: string | undefined;
};

/** Maximum answers to one code or link. Counted by the session's history, which the caller cannot reset. */
export const ANSWERS_ALLOWED = 3;

const FAILURE = { kind: "failure" } as const;
const TOKENS = { kind: "tokens" } as const;
const QUESTION = { kind: "ask", name: "CUSTOM_CHALLENGE" } as const;

/** Factors that the pool itself inserts after the password; each at most once. */
const POOL_FACTORS: ReadonlySet<string> = new Set([
  "SMS_MFA",
  "EMAIL_OTP",
  "SOFTWARE_TOKEN_MFA",
  "DEVICE_SRP_AUTH",
  "DEVICE_PASSWORD_VERIFIER",
]);
const PASSWORD_DUE: ReadonlySet<string> = new Set(["FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"]);

export const nextStep = (attempt: SignInAttempt): NextStep => {
  const { history, service } = attempt;
  if (service) return afterTicket(attempt);
  const { before, ours, sound } = split(history);
  if (!sound) return FAILURE;
  const due = dueBefore(attempt, before);
  if (due !== undefined) return ours.length === 0 ? { kind: "ask", name: due } : FAILURE;
  return afterChoice(attempt, ours);
};

/** The password step that is still missing before our own challenges. */
const dueBefore = (
  { history, userStatus }: SignInAttempt,
  before: readonly HistoryEntry[],
): "PASSWORD_VERIFIER" | "NEW_PASSWORD_REQUIRED" | undefined => {
  if (!beganWithPassword(history)) return undefined;
  if (before.length === 1) return "PASSWORD_VERIFIER";
  const renewed = before.some(({ name }) => name === "NEW_PASSWORD_REQUIRED");
  return PASSWORD_DUE.has(userStatus ?? "") && !renewed ? "NEW_PASSWORD_REQUIRED" : undefined;
};

/**
 * Splits the history into the pool's steps and ours; not `sound` if either part contains an impossible entry.
 */
const split = (history: readonly HistoryEntry[]) => {
  const from = history.findIndex(({ name }) => name === "CUSTOM_CHALLENGE");
  const before = from === -1 ? history : history.slice(0, from);
  const ours = from === -1 ? [] : history.slice(from);
  return { before, ours, sound: soundStart(before) && ours.every(({ name }) => name === "CUSTOM_CHALLENGE") };
};

const soundStart = (before: readonly HistoryEntry[]): boolean => {
  if (before.length === 0) return true;
  const [start, verifier, ...rest] = before;
  const names = rest.map(({ name }) => name);
  return (
    before.every(({ passed }) => passed) &&
    start?.name === "SRP_A" &&
    (verifier === undefined || verifier.name === "PASSWORD_VERIFIER") &&
    new Set(names).size === names.length &&
    names.every((name) => name === "NEW_PASSWORD_REQUIRED" || POOL_FACTORS.has(name))
  );
};

const afterChoice = (attempt: SignInAttempt, ours: readonly HistoryEntry[]): NextStep => {
  const [choice, ...answers] = ours;
  if (choice === undefined) return QUESTION;
  const mark = markOf(choice);
  if (mark?.kind !== "CHOOSE" || !choice.passed) return FAILURE;
  const last = answers.at(-1);
  if (last === undefined) return QUESTION;
  if (answers.length > ANSWERS_ALLOWED || !oneProof(attempt, mark, answers)) return FAILURE;
  // A correct answer ends the sign-in, so a later round after a passed one is forged.
  if (answers.slice(0, -1).some(({ passed }) => passed)) return FAILURE;
  if (last.passed) return mayEnter(attempt) ? TOKENS : FAILURE;
  return answers.length < ANSWERS_ALLOWED ? QUESTION : FAILURE;
};

// All answers belong to the one code or link that the choice led to.
const oneProof = (
  { history }: SignInAttempt,
  { reference }: ChallengeMark,
  answers: readonly HistoryEntry[],
): boolean => {
  const marks = answers.map(markOf);
  const kind = marks[0]?.kind;
  const fits = kind === "CODE" || (kind === "LINK" && !beganWithPassword(history));
  return fits && marks.every((mark) => mark?.kind === kind && mark.reference === reference);
};

const afterTicket = (attempt: SignInAttempt): NextStep => {
  const [entry, ...more] = attempt.history;
  if (entry === undefined) return QUESTION;
  const passed = entry.passed && markOf(entry)?.kind === "TICKET" && more.length === 0;
  return passed && mayEnter(attempt) ? TOKENS : FAILURE;
};

// Second check: the challenge never accepts an answer of an unknown or unconfirmed user.
const mayEnter = ({ userNotFound, userStatus, history }: SignInAttempt): boolean =>
  !userNotFound &&
  (userStatus === "CONFIRMED" ||
    (PASSWORD_DUE.has(userStatus ?? "") &&
      history.some(({ name, passed }) => name === "NEW_PASSWORD_REQUIRED" && passed)));
