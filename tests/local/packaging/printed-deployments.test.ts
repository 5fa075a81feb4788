/**
 * The deploy commands of the pages are packaged as they are printed, and at a stage with a long name in a far Region. The
 * packages then run with the environment of their templates, and a legacy user signs in.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { packageForDeployment } from "../../../local/packaging/package-for-deployment.js";
import type { RunningStack } from "../../../local/stack/index.js";
import { me, post } from "../../../local/story/api.js";
import { castLegacyActor, type LegacyActor, legacyRow } from "../../../local/story/cast.js";
import { readStack, type Stack } from "../../../packages/local-aws/src/template/index.js";
import { claimsOf } from "../../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { cameBack, GOOGLE, tokensOf } from "../../e2e/google-sign-in.js";
import { startOwnStack } from "../../e2e/own-stack.js";
import { tooLongNames } from "../../support/name-limits.js";
import type { Template } from "../../support/packaged-functions.js";
import { optionOf, printedDeployments, settingOf, withOptions } from "../../support/printed-deployments.js";
import { REPOSITORY } from "../../support/repository-files.js";
import { cycleIn, danglingReferences, referencesOf } from "../../support/template-graph.js";

const PRODUCTION = { "--stage": "production", "--region": "ap-northeast-1" };
/** Fewer than a name has attempts. */
const MOST_TRIES = 6;
const PRINTED = printedDeployments();
const CASES = PRINTED.flatMap(({ file, options }) =>
  [options, withOptions(options, PRODUCTION)].map((given) => ({
    options: given,
    name: `${file}: ${given.join(" ")}`,
    stage: optionOf(given, "--stage") ?? "dev",
    region: optionOf(given, "--region") ?? "us-east-1",
    google: settingOf(given, "googleClientId"),
  })),
);

it("the README prints a command without Google, and one with Google", () => {
  expect(PRINTED.filter(({ file }) => file === "README.md")).toHaveLength(2);
  expect(new Set(CASES.map(({ stage, google }) => `${stage} ${google !== undefined}`)).size).toBe(4);
});

describe.each(CASES)("$name", ({ options, stage, region, google }) => {
  let artifacts: string;
  let template: string;
  beforeAll(async () => {
    artifacts = await mkdtemp(join(tmpdir(), "printed-deployment-"));
    template = join(artifacts, "cloudformation-template-update-stack.json");
    await packageForDeployment(REPOSITORY, {
      options: [...options, "--package", artifacts],
      report: () => undefined,
    });
  }, 320_000);
  afterAll(() => rm(artifacts, { recursive: true, force: true }));

  const stackIn = (): Stack =>
    readStack({
      file: template,
      region,
      accountId: "000000000000",
      stackName: `identity-lifecycle-${stage}`,
    });

  it("makes a template in which every reference is there and every name fits", async () => {
    const text = JSON.parse(await readFile(template, "utf8")) as Template;
    expect(danglingReferences(text)).toEqual([]);
    expect(cycleIn(referencesOf(text))).toEqual([]);
    const stack = stackIn();
    stack.resolveAll();
    expect(tooLongNames(stack)).toEqual([]);
    expect(stack.resources("AWS::Cognito::UserPoolIdentityProvider")).toHaveLength(google ? 1 : 0);
    expect(stack.resource("UserPoolClient").properties.SupportedIdentityProviders).toEqual(
      google ? ["Google"] : undefined,
    );
  });

  it("gives the triggers the legacy system that the command names", () => {
    const { Environment } = stackIn().resource("ArrivalTriggersLambdaFunction").properties;
    expect((Environment as { Variables: object }).Variables).toMatchObject({
      STAGE: stage,
      LEGACY_SYSTEM: "http",
      LEGACY_SYSTEM_URL: settingOf(options, "legacySystemUrl"),
      LEGACY_SYSTEM_SECRET: `identity-lifecycle/${stage}/legacy-system`,
    });
  });

  describe("runs, and", () => {
    let stack: RunningStack;
    let stop: () => Promise<void>;
    let actor: LegacyActor;
    beforeAll(async () => {
      ({ stack, stop } = await startOwnStack(undefined, {
        deployment: { artifacts, template, stage, region },
        legacyHashCost: 256,
      }));
      actor = await castLegacyActor(stack.describe());
    }, 120_000);
    afterAll(() => stop());

    it("migrates a legacy user at the first sign-in, and does without the legacy system at the second", async () => {
      const { email, password } = actor;
      // A busy machine starts the functions slowly. A sign-in that finds the legacy system too slow is answered like a
      // wrong password, and its user types the password once more.
      const signIn = () => post(stack.describe(), "signin", { email, password });
      let session = await signIn();
      for (let made = 1; made < MOST_TRIES && session.status !== 200; made += 1) session = await signIn();
      expect(session.status).toBe(200);
      expect(claimsOf(String(session.body.id_token))).toMatchObject({
        iss: expect.stringContaining(`https://cognito-idp.${region}.amazonaws.com/${region}_`),
        ...{ email, user_id: actor.userId, legacy_id: actor.legacyId },
      });
      expect((await me(stack.describe(), String(session.body.access_token), "acct_northwind")).status).toBe(
        200,
      );
      expect((await legacyRow(stack.describe(), actor.legacyId))?.state).toBe("LINKED");
      stack.legacy.faults({ mode: "down" });
      expect((await post(stack.describe(), "signin", { email, password })).status).toBe(200);
      stack.legacy.faults({ mode: "ok" });
    });

    it("refuses a wrong password", async () => {
      const wrong = { email: actor.email, password: "C4nary-Wrong-Pass-1!" };
      expect((await post(stack.describe(), "signin", wrong)).status).toBe(401);
    });

    it(
      google
        ? "gives a user of the legacy system the same identity with Google"
        : "has no sign-in with Google",
      async () => {
        const addresses = settingOf(options, "oauthCallbackUrls")?.split(",") ?? [];
        expect(addresses).toHaveLength(google ? 1 : 0);
        for (const address of addresses) {
          const back = await cameBack(stack, GOOGLE.ada, undefined, address);
          const { id_token = "" } = await tokensOf(stack, back);
          const seeded = stack.describe().users.find(({ email }) => email === "ada@example.com");
          expect(claimsOf(id_token)).toMatchObject({ legacy_id: seeded?.legacyId });
        }
        expect("google" in stack.describe().urls).toBe(google !== undefined);
      },
    );
  });
});
