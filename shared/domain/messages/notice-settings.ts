/** What a stage says about the mails that the product sends by itself, without Cognito having asked for one. */
import type { MessageSettings } from "./message-settings.js";

export type NoticeSettings = Pick<MessageSettings, "brand" | "language"> & {
  /** False where the stage has no address of its own to send from: then nobody is told anything. */
  readonly sends: boolean;
};
