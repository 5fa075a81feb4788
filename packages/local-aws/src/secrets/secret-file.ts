/** Stores secrets in a file that only its owner can read. Writes are atomic. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { LocalAwsError } from "../local-aws-error.js";
import type { Secret } from "./secret-store.js";

export const loadSecrets = (file: string): Secret[] => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  try {
    return (JSON.parse(text) as { secrets: Secret[] }).secrets;
  } catch {
    // The error message of the JSON parser quotes the text, which is secret.
    throw new LocalAwsError(`${file} is damaged: restore it, or delete it to generate new secrets.`);
  }
};

export const saveSecrets = (file: string, secrets: readonly Secret[]): void => {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, JSON.stringify({ secrets }), { mode: 0o600 });
  renameSync(partial, file);
};
