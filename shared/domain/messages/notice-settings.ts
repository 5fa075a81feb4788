/** The stage's settings for mails that the product sends without a request from Cognito. */
import type { MessageSettings } from "./message-settings.js";

export type NoticeSettings = Pick<MessageSettings, "brand" | "language"> & {
  /** False if the stage has no sender address: then no notices are sent. */
  readonly sends: boolean;
};
