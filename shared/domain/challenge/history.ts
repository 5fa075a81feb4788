/**
 * The history of a custom sign-in, as Cognito passes it to its triggers, and the marks that our own
 * challenges leave in it. A mark is the challenge's kind and reference: `CODE.chl_…`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
 */

export type HistoryEntry = {
  readonly name: string;
  readonly passed: boolean;
  readonly metadata?: string | undefined;
};

/** CHOOSE asks for the method; CODE and LINK are sent by mail; TICKET is for services. */
export type ChallengeKind = "CHOOSE" | "CODE" | "LINK" | "TICKET";
export type ChallengeMark = { readonly kind: ChallengeKind; readonly reference: string };

const MARK = /^(CHOOSE|CODE|LINK|TICKET)\.([A-Za-z0-9_-]{8,64})$/;

export const markText = ({ kind, reference }: ChallengeMark): string => `${kind}.${reference}`;

/** The mark of a custom challenge; undefined for other entries and for marks that are not ours. */
export const markOf = ({ name, metadata }: HistoryEntry): ChallengeMark | undefined => {
  const parts = name === "CUSTOM_CHALLENGE" ? MARK.exec(metadata ?? "") : null;
  return parts ? { kind: parts[1] as ChallengeKind, reference: parts[2] ?? "" } : undefined;
};

/** The number of answered custom challenges, which is the current round, from 0. */
export const roundOf = (history: readonly HistoryEntry[]): number =>
  history.filter(({ name }) => name === "CUSTOM_CHALLENGE").length;

/** Whether the user proved the password first. */
export const beganWithPassword = (history: readonly HistoryEntry[]): boolean => history[0]?.name === "SRP_A";
