/** Reads the JSON file that an option names. */
import { readFileSync } from "node:fs";
import { LocalAwsError } from "../local-aws-error.js";
import { UsageError } from "./usage.js";

/** @throws UsageError if the file cannot be read or is not JSON. */
const jsonFile = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file}: ${code === undefined ? "not JSON" : `cannot be read (${code})`}`);
  }
};

/** Reads the file and parses it with `read`. @throws UsageError that names the file. */
export const jsonFileAs = <T>(file: string, read: (json: unknown) => T): T => {
  const json = jsonFile(file);
  try {
    return read(json);
  } catch (error) {
    throw error instanceof LocalAwsError ? new UsageError(`${file}: ${error.message}`) : error;
  }
};
