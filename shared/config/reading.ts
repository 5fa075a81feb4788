/** How values are read from an environment: a key that is missing or wrong is named, its value never. */

export type Environment = Readonly<Record<string, string | undefined>>;

export const required = (environment: Environment, ...keys: string[]): string[] => {
  const missing = keys.filter((key) => !environment[key]);
  if (missing.length > 0) throw new Error(`missing in the environment: ${missing.join(", ")}`);
  return keys.map((key) => environment[key] ?? "");
};

/** Separated by commas. */
export const names = (value: string | undefined): string[] =>
  (value ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

export const list = (value: string | undefined): string[] => names(value).map((each) => each.toLowerCase());

export const whole = (environment: Environment, key: string, fallback: number): number => {
  const text = environment[key];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${key} is not a whole number`);
  return value;
};

/** Secrets travel there: in clear text to this machine at most. */
export const secureAddress = (key: string, address: string): string => {
  const { protocol, hostname } = new URL(address);
  if (protocol !== "https:" && hostname !== "127.0.0.1") throw new Error(`${key} is not an https address`);
  return address;
};
