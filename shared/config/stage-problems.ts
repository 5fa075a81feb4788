/**
 * All problems of a stage's settings, before packaging: the concerns check them with the same forms as in the functions.
 */
import type { Environment, Problem } from "./concern.js";
import { nearestName } from "./nearest-name.js";
import { contradictions, demoProblems, placeholders } from "./stage-contradictions.js";
import { CONCERNS, STAGE_SETTINGS } from "./stage-settings.js";

type Params = Readonly<Record<string, string>>;

/** Valid values for the variables that the stack sets itself. */
const GIVEN: Environment = {
  SERVICE: "identity-lifecycle",
  AWS_REGION: "us-east-1",
  DIRECTORY_TABLE: "directory",
  AUDIT_TABLE: "audit",
  GUARD_TABLE: "guard",
  AUDIT_BUS: "bus",
  PSEUDONYM_SECRET: "pseudonyms",
  CHALLENGE_SECRET: "challenges",
  CAPTCHA_SECRET: "captcha",
  EDGE_SECRET: "edge",
  LEGACY_SYSTEM_SECRET: "legacy-system",
  LEGACY_KEYS_SECRET: "legacy-keys",
  ENDPOINT_CLIENT_PARAMETER: "endpoint-clients",
  SERVICE_CLIENT_PARAMETER: "service-clients",
  ALLOWED_POOL_PARAMETER: "allowed-user-pools",
  MESSAGE_KMS_ARN: "arn:aws:kms:us-east-1:000000000000:key/example",
  MAIL_FROM: "no-reply@example.com",
  USER_POOL_ID: "us-east-1_Example",
  USER_POOL_CLIENT_ID: "client",
  USER_POOL_TOKEN_CLIENT_ID: "tokenclient",
  USER_POOL_DEMO_CLIENT_ID: "democlient",
  TOKEN_CLIENT_PARAMETER: "token-clients",
  REFRESH_TOKEN_DAYS: "30",
};

/**
 * All problems of a stage's settings, one line each. Empty if there are none. `blocks` are the names under `params` in
 * serverless.yml.
 */
export const problemsOfStage = (
  stage: string,
  params: Params,
  blocks: readonly string[],
  region = GIVEN.AWS_REGION,
): readonly string[] => {
  const known = Object.entries(STAGE_SETTINGS).map(([name, { variable }]) => [
    variable ?? name,
    params[name],
  ]);
  const environment: Environment = {
    ...GIVEN,
    STAGE: stage,
    AWS_REGION: region,
    ...Object.fromEntries(known),
  };
  const problems = [
    ...CONCERNS.flatMap((each) => each.problemsIn(environment)),
    ...contradictions(params),
    ...demoProblems(stage, params),
    ...(stage === LOCAL ? [] : placeholders(params)),
  ];
  return [
    ...new Set([
      ...misspeltBlocks(stage, blocks),
      ...unknownNames(Object.keys(params)),
      ...problems.map(lineOf),
    ]),
  ];
};

/** The embedded stack. It sends nothing to the outside, so it may use placeholders. */
const LOCAL = "local";
/** The framework's defaults and default stage, and the embedded stack: these blocks are never misspelt. */
const USUAL = ["default", "dev", LOCAL];

/**
 * The framework ignores the block of another stage, so it would ignore a misspelt block. Names of stages are free: a
 * block counts as misspelt if it is one edit away from `default` or `local`, or close to a block that the stage
 * would use and that is not there. Numbered stages differ in digits alone, and `prod-eu1` and `prod-us1` in two letters.
 */
const misspeltBlocks = (stage: string, blocks: readonly string[]): readonly string[] => {
  const others = blocks.filter((block) => block !== stage && !USUAL.includes(block));
  return ["default", LOCAL, stage].flatMap((wanted) => {
    const missing = !blocks.includes(wanted);
    const short = wanted.length <= 4 || DIGITS.test(wanted);
    const most = missing && !short ? 2 : Number(missing || wanted !== stage);
    return others
      .filter((block) => withoutDigits(block) !== withoutDigits(wanted))
      .filter((block) => nearestName(block, [wanted], most) !== undefined)
      .map((block) => `params.${block} is not params.${wanted}; one of the names is misspelt`);
  });
};

const DIGITS = /\d/;
const withoutDigits = (name: string): string => name.replace(/\d/g, "");

const nameOf = new Map<string, string>([
  ["STAGE", "--stage"],
  ["AWS_REGION", "--region"],
  ...Object.entries(STAGE_SETTINGS).map(([name, { variable }]) => [variable ?? name, name] as const),
]);

/** Uses the stage's names instead of the environment variables. */
const lineOf = ({ setting, words }: Problem): string =>
  `${setting} ${words}`.replace(/\b[A-Z]+(?:_[A-Z]+)*\b/g, (variable) => nameOf.get(variable) ?? variable);

const unknownNames = (names: readonly string[]): string[] =>
  names
    .filter((name) => !Object.hasOwn(STAGE_SETTINGS, name))
    .map((name) => {
      const nearest = nearestName(name, Object.keys(STAGE_SETTINGS));
      return `${name} is not a setting; ${nearest ? `the nearest is ${nearest}` : "docs/configuration.md lists them"}`;
    });
