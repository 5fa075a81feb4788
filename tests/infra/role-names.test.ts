/** Names of roles and functions: AWS takes 64 characters, and two stages or Regions must not share a role. */
import { createRequire } from "node:module";
import { expect, it } from "@jest/globals";
import { packagedService } from "../support/packaged-functions.js";
import { resourcesOf } from "../support/template-graph.js";

type Naming = (of: { service: string; stage: string; region: string; functionName: string }) => string;

const { nameOfFunction, roleName } = createRequire(import.meta.url)(
  "../../resources/plugins/role-names.cjs",
) as { nameOfFunction: (of: Omit<Parameters<Naming>[0], "region">) => string; roleName: Naming };
const LONGEST = "verifyAuthChallengeResponseOfServices";
const REGIONS = ["us-east-1", "eu-central-1", "ap-northeast-1", "ap-southeast-1", "us-gov-west-1"];
const STAGES = ["dev", "production", "production-with-a-very-long-name", "p-r-o-d-u-c-t-i-o-n-"];

it.each(STAGES.flatMap((stage) => REGIONS.map((region) => [stage, region] as const)))(
  "fit IAM in stage %s and Region %s",
  (stage, region) => {
    const name = roleName({ service: "identity-lifecycle", stage, region, functionName: LONGEST });
    expect(name).toMatch(/^[\w+=,.@-]{1,60}$/);
  },
);

it("differ by service, stage, Region and function, also where what is shown of them is the same", () => {
  const [one = "", other = ""] = ["production-with-one", "production-with-other"];
  const names = [one, other].flatMap((stage) =>
    REGIONS.flatMap((region) =>
      ["auth", LONGEST, `${LONGEST}Twice`].flatMap((functionName) =>
        ["identity-lifecycle", "other"].map((service) => roleName({ service, stage, region, functionName })),
      ),
    ),
  );
  expect(new Set(names).size).toBe(names.length);
});

it("are those of the packaged template", async () => {
  const { template } = await packagedService();
  const names = resourcesOf(template, "AWS::IAM::Role").flatMap(([id, { Properties }]) =>
    id.endsWith("IamRoleLambdaExecution") ? [Properties.RoleName] : [],
  );
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(name).toMatch(/^local-\w+-[0-9a-f]{8}$/);
}, 120_000);

it("the functions of the longest stages have names that Lambda accepts, and others have the framework's", async () => {
  const { functions } = await packagedService();
  const named = (stage: string) =>
    functions.map(({ name }) => nameOfFunction({ service: "identity-lifecycle", stage, functionName: name }));
  for (const name of named("production")) expect(name).toMatch(/^identity-lifecycle-production-\w{1,33}$/);
  const longest = ["a", "b"].flatMap((end) => named(`production-with-a-very-long-nam${end}`));
  for (const name of longest) expect(name).toMatch(/^identity-lifecycle-[\w-]{1,45}$/);
  expect(new Set(longest).size).toBe(2 * functions.length);
  expect(functions.map(({ properties }) => properties.FunctionName)).toEqual(named("local"));
}, 120_000);
