/** An issued challenge: its kind, lifetime and answers. */
import { normaliseIdentifier } from "../identifier.js";
import { timeText } from "../seconds.js";

/** How a user chose to authenticate. */
export type Choice =
  | { readonly kind: "CODE"; readonly occasion: "sign_in" | "step_up" }
  | {
      readonly kind: "LINK";
      /** Keyed hash of a value that only the requesting browser holds. */
      readonly binding: string;
    };

export type Challenge = {
  readonly reference: string;
  readonly choice: Choice;
  /** Keyed hash of the correct answer; undefined until the message is being sent. */
  readonly proof?: string | undefined;
  readonly sent: boolean;
  readonly expiresAtSeconds: number;
  /** The keyed hash of the answer, by round. A round has one answer, however often it is delivered. */
  readonly answers: Readonly<Record<string, string>>;
  /** The round with the correct answer. */
  readonly passedIn?: number | undefined;
};

/** Codes and links are valid for ten minutes. */
export const PROOF_LIFETIME_SECONDS = 600;
/** The second in which the challenge was opened, RFC 3339. */
export const openedAt = ({ expiresAtSeconds }: Pick<Challenge, "expiresAtSeconds">): string =>
  timeText(expiresAtSeconds - PROOF_LIFETIME_SECONDS);

export const CODE_DIGITS = 8;

/**
 * What the keyed hash of the correct answer covers. It contains the address that the answer is mailed to, so the answer is
 * wrong once the user has another address. A line break is in no address and no reference.
 */
export const proofText = (challenge: { reference: string; email: string; answer: string }): string =>
  `${challenge.reference}\n${normaliseIdentifier(challenge.email)}\n${challenge.answer}`;

const LINK_CHOICE = /^link:([A-Za-z0-9_-]{22,128})$/;

/** The possible answers to CHOOSE. A link comes with a value that the requesting browser keeps. */
export type ChoiceAnswer =
  | { readonly kind: "CODE"; readonly occasion: "sign_in" | "step_up" }
  | { readonly kind: "LINK"; readonly browserValue: string };

/** Parses `code`, `step-up`, or `link:` followed by the browser's value. */
export const choiceFrom = (answer: string): ChoiceAnswer | undefined => {
  if (answer === "code") return { kind: "CODE", occasion: "sign_in" };
  if (answer === "step-up") return { kind: "CODE", occasion: "step_up" };
  const browserValue = LINK_CHOICE.exec(answer)?.[1];
  return browserValue === undefined ? undefined : { kind: "LINK", browserValue };
};

export const magicLinkChoice = (browserValue: string): string => `link:${browserValue}`;

/** The answer to LINK: the token from the link and the browser's value. */
export const magicLinkAnswer = (token: string, browserValue: string): string => `${token}~${browserValue}`;

export const magicLinkAnswerFrom = (answer: string): { token: string; browserValue: string } | undefined => {
  const [token, browserValue, ...more] = answer.split("~");
  if (!token || !browserValue || more.length > 0) return undefined;
  return { token, browserValue };
};
