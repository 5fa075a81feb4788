/** The options of a command that packages a stage: its name, its Region and changed settings. */
import { problemsOfStage } from "./stage-problems.js";

export type StageOptions = {
  readonly stage: string;
  readonly region?: string | undefined;
  /** The texts of each `--param`: NAME=value. */
  readonly param: readonly string[];
};

/** `params` of serverless.yml: settings by the name of their block. */
export type DeclaredSettings = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

type Pair = readonly [name: string, value: string];

const pairOf = (text: string): Pair | undefined => {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  return name === undefined || value === undefined ? undefined : [name, value];
};

const pairsOf = (param: readonly string[]): readonly Pair[] =>
  param.map(pairOf).filter((pair) => pair !== undefined);

/** The text is not shown, because it can be a secret in the wrong place. */
const unpaired = (param: readonly string[]): readonly string[] =>
  param.flatMap((text, index) =>
    pairOf(text) === undefined
      ? [`--param takes a pair such as NAME=value; value ${index + 1} is not a pair`]
      : [],
  );

/** The framework takes the last of two values for one setting and reports nothing. */
const contradicting = (pairs: readonly Pair[]): readonly string[] => {
  const repeated = pairs.filter(([name, value]) =>
    pairs.some(([other, another]) => other === name && another !== value),
  );
  return [...new Set(repeated.map(([name]) => `${name} has more than one --param`))];
};

/** The settings that `--param` changes. */
export const changedSettings = (param: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(pairsOf(param));

/** All problems of the options and of the settings that they give the stage, one line each. Empty if there are none. */
export const problemsOfStageOptions = (
  { stage, region, param }: StageOptions,
  declared: DeclaredSettings,
): readonly string[] => {
  // The framework's own order: the command line, the stage, the default.
  const settings = { ...declared.default, ...declared[stage], ...changedSettings(param) };
  const texts = Object.entries(settings).map(([name, value]) => [name, String(value ?? "")] as const);
  return [
    ...unpaired(param),
    ...contradicting(pairsOf(param)),
    ...problemsOfStage(stage, Object.fromEntries(texts), Object.keys(declared), region),
  ];
};
