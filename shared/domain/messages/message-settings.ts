/** What a stage says about its messages. */
import type { Language } from "./language.js";
import type { Brand } from "./message.js";

export type MessageSettings = {
  readonly brand: Brand;
  /** For people whose language is not known. */
  readonly language: Language;
  /** Whether Cognito takes e-mails in our words: only where it sends them through the stage's own SES identity. */
  readonly ownEmails: boolean;
};
