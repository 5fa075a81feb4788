/** The stage's settings for messages. */
import type { Language } from "./language.js";
import type { Brand } from "./message.js";

export type MessageSettings = {
  readonly brand: Brand;
  /** For users whose language is unknown. */
  readonly language: Language;
  /** Whether Cognito accepts our own e-mail texts: only if it sends through the stage's own SES identity. */
  readonly ownEmails: boolean;
};
