/** Masks an address for a user who may not own it: only the first character of each part is shown. */
import { emailDomain } from "./identifier.js";

const first = (text: string): string => [...text][0] ?? "";

/** `ada@example.com` becomes `a***@e***`, as in Cognito's own masking. */
export const maskedDestination = (email: string): string =>
  `${first(email)}***@${first(emailDomain(email))}***`;
