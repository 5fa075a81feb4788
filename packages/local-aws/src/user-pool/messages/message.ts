/** A message to a user. The program that starts the pool delivers it. */
export type Channel = "EMAIL" | "SMS";

/** The reason for a message: the second half of its trigger source. */
export type MessageCause =
  | "SignUp"
  | "ResendCode"
  | "ForgotPassword"
  | "UpdateUserAttribute"
  | "VerifyUserAttribute"
  | "AdminCreateUser"
  | "Authentication";

export interface Message {
  readonly channel: Channel;
  readonly to: string;
  /** Empty for SMS. */
  readonly subject: string;
  readonly body: string;
  /** The code or the temporary password in the body. */
  readonly code?: string;
  /** `CustomMessage_<cause>`, even if that trigger is not configured. */
  readonly triggerSource: string;
  readonly poolId: string;
  readonly username: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type Deliver = (message: Message) => void | Promise<void>;
