/** A sent email or text message. It contains the codes. */
export type SentMessage = {
  readonly channel: "EMAIL" | "SMS";
  readonly to: string;
  readonly subject?: string | undefined;
  /** Plain text. */
  readonly body: string;
  /** The same message as HTML. */
  readonly html?: string | undefined;
  readonly code?: string | undefined;
  readonly triggerSource: string;
  readonly poolId: string;
  readonly username: string;
  /** Time of sending, in the sender's format: RFC 3339 text or milliseconds since the epoch. */
  readonly at: string | number;
};
