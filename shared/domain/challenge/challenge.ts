/** A challenge that was given to somebody: what it asks for, for how long, and what was answered. */

/** How somebody chose to prove themselves. */
export type Choice =
  | { readonly kind: "CODE"; readonly occasion: "sign_in" | "step_up" }
  | {
      readonly kind: "LINK";
      /** Keyed hash of a value that only the browser that asked for the link holds. */
      readonly binding: string;
    };

export type Challenge = {
  readonly reference: string;
  readonly choice: Choice;
  /** Keyed hash of the right answer; undefined until the message is under way. */
  readonly proof?: string | undefined;
  readonly sent: boolean;
  readonly expiresAtSeconds: number;
  /** By round: the keyed hash of what was answered in it. A round has one answer, however often it is delivered. */
  readonly answers: Readonly<Record<string, string>>;
  /** The round in which the right answer came. */
  readonly passedIn?: number | undefined;
};

/** Codes and links are good for ten minutes. */
export const PROOF_LIFETIME_SECONDS = 600;
export const CODE_DIGITS = 8;

const LINK_CHOICE = /^link:([A-Za-z0-9_-]{22,128})$/;

/** What can be answered to CHOOSE; a link comes with a value that the asking browser keeps. */
export type ChoiceAnswer =
  | { readonly kind: "CODE"; readonly occasion: "sign_in" | "step_up" }
  | { readonly kind: "LINK"; readonly browserValue: string };

/** Reads `code`, `step-up` or `link:` and the browser's value. */
export const choiceFrom = (answer: string): ChoiceAnswer | undefined => {
  if (answer === "code") return { kind: "CODE", occasion: "sign_in" };
  if (answer === "step-up") return { kind: "CODE", occasion: "step_up" };
  const browserValue = LINK_CHOICE.exec(answer)?.[1];
  return browserValue === undefined ? undefined : { kind: "LINK", browserValue };
};

export const linkChoice = (browserValue: string): string => `link:${browserValue}`;

/** The answer to LINK: what the link carried and what the browser held. */
export const linkAnswer = (token: string, browserValue: string): string => `${token}~${browserValue}`;

export const linkAnswerFrom = (answer: string): { token: string; browserValue: string } | undefined => {
  const [token, browserValue, ...more] = answer.split("~");
  if (!token || !browserValue || more.length > 0) return undefined;
  return { token, browserValue };
};
