/** Identifiers and secrets in the formats of Amazon Cognito. */
import { randomInt } from "node:crypto";

const lowerAlphanumerics = "abcdefghijklmnopqrstuvwxyz0123456789";
const alphanumerics = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${lowerAlphanumerics}`;

const pick = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");

export const newPoolId = (region: string): string => `${region}_${pick(alphanumerics, 9)}`;

export const newClientId = (): string => pick(lowerAlphanumerics, 26);

export const newClientSecret = (): string => pick(lowerAlphanumerics, 52);
