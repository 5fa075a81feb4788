/**
 * The texts that callers, operators, files, identity providers and the legacy system give. Each kind has this one
 * definition for every entry point. A text has one spelling: well formed and composed (NFC). Characters without a
 * visible form are refused: two texts that look the same would be different.
 */

/**
 * Unicode category C, which includes lone surrogates, the line separators, and what Unicode calls ignorable. U+2800
 * is the blank Braille pattern.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const EVERY_HIDDEN = new RegExp(HIDDEN, "gu");

export const hasHidden = (text: string): boolean => HIDDEN.test(text);

/** The length in UTF-8, as DynamoDB counts it for keys. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).byteLength;

/**
 * One line that begins with a visible character, of at most `most` characters. Each separator becomes one plain
 * space. Undefined for any other text.
 */
const oneLineOf = (typed: string, most: number): string | undefined => {
  const text = typed
    .normalize("NFC")
    .replace(/\p{Zs}+/gu, " ")
    .trim();
  const fits = text !== "" && [...text].length <= most;
  return fits && !hasHidden(text) && !/^\p{M}/u.test(text) ? text : undefined;
};

/**
 * What a mail client turns into a link: a scheme, `www.`, or a dot between a letter or digit and two letters. NFKC
 * gives the plain form of characters that are read as a dot, colon or slash.
 */
const LINK =
  /:\/\/|(?<![\p{L}\p{N}])(?:www\.|(?:mailto|tel|sms|data|javascript):)|(?<=[\p{L}\p{M}\p{N}_-])\.(?=\p{L}[\p{L}\p{M}\p{N}-])/iu;
const EVERY_LINK = new RegExp(LINK, "giu");
const withPlainDots = (text: string): string => text.normalize("NFKC").replaceAll("\u3002", ".");

export const hasLink = (text: string): boolean => LINK.test(withPlainDots(text));

/** The text as a mail shows it: no client turns a part of it into a link. */
export const withoutLinks = (text: string): string =>
  hasLink(text) ? withPlainDots(text).replace(EVERY_LINK, (part) => part.replace(/[.:]/g, "$& ")) : text;

export const MOST_NAME_CHARACTERS = 100;

/**
 * The stored form of the name of an account or a user. Undefined if it is not one line, is longer than `most`
 * characters, or has a link: mails show names.
 */
export const keptName = (typed: string, most = MOST_NAME_CHARACTERS): string | undefined => {
  const name = oneLineOf(typed, most);
  return name === undefined || hasLink(name) ? undefined : name;
};

const MOST_LABEL_CHARACTERS = 64;

/**
 * The stored form of the name of a team, a department, a project or an API key. Labels are compared exactly, so
 * other spaces than a single plain one are refused, not replaced. Undefined for any other text.
 */
export const keptLabel = (typed: string): string | undefined => {
  const label = typed.normalize("NFC");
  return oneLineOf(label, MOST_LABEL_CHARACTERS) === label ? label : undefined;
};

const MOST_REASON_CHARACTERS = 500;

/** The stored form of an operator's reason for an act. It may have links. Undefined for any other text. */
export const keptReason = (typed: string): string | undefined => oneLineOf(typed, MOST_REASON_CHARACTERS);

/** The characters of Cognito's group names. No comma, because text lists of groups use it as a separator. */
const GROUP = /^[\p{L}\p{N}\p{P}\p{S}][\p{L}\p{M}\p{N}\p{P}\p{S}]{0,127}$/u;
const MOST_GROUP_BYTES = 256;

/**
 * The stored form of a group name. Undefined for any other text. A group is a part of a sort key, of which DynamoDB
 * stores 1,024 bytes.
 */
export const keptGroup = (typed: string): string | undefined => {
  const group = typed.normalize("NFC");
  const isGroup = GROUP.test(group) && !group.includes(",") && !hasHidden(group);
  return isGroup && byteLength(group) <= MOST_GROUP_BYTES ? group : undefined;
};

/** An id that the product gives: of a user, account, team, invitation or resource. */
export const ID = /^[\w.:@-]{1,128}$/;

export const isId = (text: string): boolean => ID.test(text);

const MOST_FOREIGN_ID_BYTES = 256;

/** An id that another system gives. It is compared and sent back as it is. */
export const isForeignId = (text: string): boolean =>
  text !== "" &&
  byteLength(text) <= MOST_FOREIGN_ID_BYTES &&
  !hasHidden(text) &&
  !/^\p{M}|^\p{Z}|\p{Z}$|[^\P{Z} ]/u.test(text);

/**
 * For a value that no caller can correct, such as a provider's claim: the text without what would be refused. A
 * lone surrogate becomes U+FFFD. Line breaks and other separators become plain spaces.
 */
export const cleanedText = (held: string): string =>
  held
    .toWellFormed()
    .replace(/[\p{Cc}\p{Z}]/gu, " ")
    .replace(EVERY_HIDDEN, "")
    .normalize("NFC");
