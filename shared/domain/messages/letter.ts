/**
 * The content of a message, independent of layout. The HTML part and the text part show it in this order. All
 * values are plain text.
 */
import { withoutLinks } from "../text.js";
import { durationIn } from "./duration.js";
import { fill, oneLine, quotedName } from "./fill.js";
import { directionOf, type Language } from "./language.js";
import { type Brand, CODE_KINDS, type CodeKind, type MessageKind, type MessageRequest } from "./message.js";
import { WORDINGS } from "./words/index.js";

type Row = { readonly label: string; readonly value: string };
type Action = { readonly label: string; readonly href: string; readonly main: boolean };

export type Letter = {
  readonly language: Language;
  readonly direction: "ltr" | "rtl";
  readonly brand: Brand;
  readonly subject: string;
  readonly heading: string;
  readonly intro: string;
  /** A code or password that the user copies. */
  readonly secret: Row | undefined;
  readonly facts: readonly Row[];
  readonly actions: readonly Action[];
  readonly notes: readonly string[];
  /** Still contains `{support}`, because the HTML layout turns the address into a link. */
  readonly support: string;
};

const isCodeKind = (kind: string): kind is CodeKind => CODE_KINDS.some((each) => each === kind);

export const composeLetter = (request: MessageRequest): Letter => {
  const { kind, language, brand } = request;
  const wording = WORDINGS[language];
  const words = wording.kinds[kind];
  const named = (text: string) => fill(text, { brand: oneLine(brand.name, 32) });
  return {
    language,
    direction: directionOf(language),
    brand,
    subject: named(words.subject),
    heading: named(words.heading),
    intro: named(words.intro),
    secret: secretOf(request),
    facts: factsOf(request),
    actions: actionsOf(request),
    notes: notesOf(request),
    support: wording.support,
  };
};

const secretOf = (request: MessageRequest): Row | undefined => {
  const { labels } = WORDINGS[request.language];
  if (request.kind === "invitation") {
    const { password } = request.values;
    return password === undefined ? undefined : { label: labels.password, value: password };
  }
  if (request.kind === "account_invitation") return { label: labels.invitation, value: request.values.token };
  return "code" in request.values ? { label: labels.code, value: request.values.code } : undefined;
};

const factsOf = (request: MessageRequest): Row[] => {
  const { labels } = WORDINGS[request.language];
  const { values } = request;
  return (["account", "username", "time", "place", "device", "address", "provider"] as const).flatMap(
    (name) => {
      const value: unknown = Object.entries(values).find(([each]) => each === name)?.[1];
      if (typeof value !== "string" || oneLine(value) === "") return [];
      return [{ label: labels[name], value: SHOWN[name]?.(value) ?? oneLine(value) }];
    },
  );
};

/** Values that another person than the reader can have chosen. */
const SHOWN: Readonly<Record<string, (value: string) => string>> = {
  account: quotedName,
  device: (device) => oneLine(withoutLinks(device)),
};

const actionsOf = (request: MessageRequest): Action[] => {
  const { labels } = WORDINGS[request.language];
  const action = (label: string, href: string | undefined, main = true): Action[] =>
    href !== undefined && isWebAddress(href) ? [{ label, href, main }] : [];
  if (request.kind === "sign_in_link") return action(labels.signIn, request.values.link);
  if (LEADING_TO_SIGN_IN.has(request.kind)) return action(labels.signIn, request.brand.linkBase);
  if (request.kind !== "suspicious_sign_in") return [];
  const { linkIfMine, linkIfNotMine } = request.values;
  return [...action(labels.itWasNotMe, linkIfNotMine), ...action(labels.itWasMe, linkIfMine, false)];
};

const LEADING_TO_SIGN_IN: ReadonlySet<MessageKind> = new Set([
  "invitation",
  "account_invitation",
  "sign_in_instead",
  "account_exists",
]);
/** Security notices, which the user must not ignore if someone else caused them. */
const NOT_TO_IGNORE: ReadonlySet<MessageKind> = new Set([
  "suspicious_sign_in",
  "new_sign_in",
  "identity_linked",
  "email_changed",
]);

/** Only web addresses, because other schemes could run code in the user's browser. */
const isWebAddress = (href: string): boolean =>
  /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$))[^\s<>"]*$/.test(href);

const notesOf = ({ kind, language, values }: MessageRequest): string[] => {
  const { validFor, neverShare, ignore } = WORDINGS[language];
  const minutes = "validMinutes" in values ? values.validMinutes : undefined;
  return [
    ...(minutes === undefined ? [] : [fill(validFor, { time: durationIn(language, minutes) })]),
    ...(isCodeKind(kind) ? [neverShare] : []),
    ...(NOT_TO_IGNORE.has(kind) ? [] : [ignore]),
  ];
};
