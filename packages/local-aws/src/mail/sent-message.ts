/** An email or a text message as it was sent, codes included. */
export type SentMessage = {
  readonly channel: "EMAIL" | "SMS";
  readonly to: string;
  readonly subject?: string | undefined;
  /** Plain text. */
  readonly body: string;
  /** The same message as a mail client shows it. */
  readonly html?: string | undefined;
  readonly code?: string | undefined;
  readonly triggerSource: string;
  readonly poolId: string;
  readonly username: string;
  /** When it was sent: RFC 3339 text or milliseconds since the epoch, as the sender has it. */
  readonly at: string | number;
};
