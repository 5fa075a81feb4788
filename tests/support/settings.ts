/** What a concern of the configuration says of wrong settings. */
import { type Concern, type Environment, SettingsError } from "../../shared/config/concern.js";

/** A concern, its other settings, and one wrong setting with the words that name the accepted values. */
export type Misspelt = readonly [
  concern: Concern<unknown>,
  others: Environment,
  setting: string,
  value: string,
  words: string,
];

export const refusalOf = (read: () => unknown): SettingsError => {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

/** The words about `setting`. @throws Error if another setting is refused too. */
export const refusedAlone = (
  concern: Concern<unknown>,
  others: Environment,
  setting: string,
  value: string,
): string => {
  const { problems } = refusalOf(() => concern({ ...others, [setting]: value }));
  const [problem, ...more] = problems;
  if (problem?.setting !== setting || more.length > 0)
    throw new Error(`also refused: ${more.map((each) => each.setting).join(", ")}`);
  return problem.words;
};
