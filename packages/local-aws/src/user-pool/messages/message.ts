/** A message to a user. Sending it is the business of whoever starts the pool. */
export type Channel = "EMAIL" | "SMS";

/** Why a message is sent: the second half of its trigger source. */
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
  /** The code or the temporary password that the body contains. */
  readonly code?: string;
  /** `CustomMessage_<cause>`, whether or not that trigger is configured. */
  readonly triggerSource: string;
  readonly poolId: string;
  readonly username: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type Deliver = (message: Message) => void | Promise<void>;
