/** How an address is shown to somebody who may not own it: the first characters of its two parts. */
import { emailDomain } from "./identifier.js";

const first = (text: string): string => [...text][0] ?? "";

/** `ada@example.com` becomes `a***@e***`, the form that Cognito itself uses. */
export const maskedDestination = (email: string): string =>
  `${first(email)}***@${first(emailDomain(email))}***`;
