/** The three ways in which a stage can have its messages delivered: what each puts into the template. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { type PackagedFunction, packagedService, type Template } from "../support/packaged-functions.js";
import { sampleEvent } from "../support/sample-event.js";
import { cycleIn, propertiesOf, referencesOf, resourcesOf } from "../support/template-graph.js";

type Packaged = { readonly template: Template; readonly functions: PackagedFunction[] };
type Json = Readonly<Record<string, unknown>>;

const SENDERS = ["CustomEmailSender", "CustomSmsSender"];
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const lambdaConfig = ({ template }: Packaged) => propertiesOf(template, "UserPool").LambdaConfig as Json;
const find = ({ functions }: Packaged, name: string) => {
  const found = functions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
};
const RUNTIME = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "none", AWS_SECRET_ACCESS_KEY: "none" };

describe.each(["cognito", "ses"])("messageDelivery %s", (messageDelivery) => {
  let packaged: Packaged;
  beforeAll(async () => {
    packaged = await packagedService(messageDelivery === "ses" ? {} : { messageDelivery });
  }, 240_000);

  it("has no function, key or permission of a sender", () => {
    const names = Object.keys(packaged.template.Resources);
    expect(names.filter((name) => /Sender|MessageKey/.test(name))).toEqual([]);
    expect(Object.keys(lambdaConfig(packaged)).filter((name) => /Sender|KMS/.test(name))).toEqual([]);
  });

  it("writes e-mails only if the pool sends through SES", async () => {
    const account = propertiesOf(packaged.template, "UserPool").EmailConfiguration as Json | undefined;
    expect(account?.EmailSendingAccount).toBe(messageDelivery === "ses" ? "DEVELOPER" : undefined);
    const words = find(packaged, "customMessage");
    expect(words.environment.MESSAGE_DELIVERY).toBe(messageDelivery);
  });
});

describe("messageDelivery senders", () => {
  let packaged: Packaged;
  beforeAll(async () => {
    packaged = await packagedService({ messageDelivery: "senders" });
  }, 240_000);

  it("gives the pool both senders, and the key that their codes are encrypted with", () => {
    expect(lambdaConfig(packaged)).toMatchObject({
      KMSKeyID: arnOf("MessageKey"),
      CustomEmailSender: { LambdaArn: arnOf("CustomEmailSenderLambdaFunction"), LambdaVersion: "V1_0" },
      CustomSMSSender: { LambdaArn: arnOf("CustomSmsSenderLambdaFunction"), LambdaVersion: "V1_0" },
    });
    expect(propertiesOf(packaged.template, "MessageKey").EnableKeyRotation).toBe(true);
  });

  it.each(SENDERS)("allows our pool, in our account, to call %s", (sender) => {
    const permissions = resourcesOf(packaged.template, "AWS::Lambda::Permission").filter(
      ([, { Properties }]) =>
        JSON.stringify(Properties.FunctionName) === JSON.stringify(arnOf(`${sender}LambdaFunction`)),
    );
    expect(permissions.map(([, { Properties }]) => Properties)).toMatchObject([
      { SourceArn: arnOf("UserPool"), SourceAccount: { Ref: "AWS::AccountId" } },
    ]);
  });

  it("has no cycle", () => {
    expect(cycleIn(referencesOf(packaged.template))).toEqual([]);
  });

  it.each([
    ["customEmailSender", "ses:SendEmail"],
    ["customSmsSender", "sns:Publish"],
  ])("lets %s decrypt with that key, do %s, and send nothing else", (name, action) => {
    const role = JSON.stringify(find(packaged, name).properties.Role).replace(/.*"(\w+Role\w*)".*/, "$1");
    const text = JSON.stringify(packaged.template.Resources[role]?.Properties);
    const actions = [...text.matchAll(/"(?:kms|ses|sns):\w+"/g)].map(([found]) => found);
    expect(actions).toEqual(['"kms:Decrypt"', `"${action}"`]);
    expect(text).not.toContain('"Resource":"*"');
  });

  it.each(["customEmailSender", "customSmsSender"])(
    "has every variable of %s in its environment",
    async (name) => {
      const { environment, invoke } = find(packaged, name);
      const unknown = sampleEvent("custom-email-sender/sign-up", { triggerSource: "Probe_Probe" });
      expect((await invoke(unknown, { ...environment, ...RUNTIME })).outcome).toContain("Probe_Probe");
      for (const key of Object.keys(environment).filter((each) =>
        /^(MESSAGE|MAIL|GUARD|PSEUDONYM)_/.test(each),
      )) {
        const { [key]: _, ...rest } = environment;
        const { log } = await invoke(unknown, { ...rest, ...RUNTIME });
        expect(log).toMatch(new RegExp(`\\b${key} is missing; it takes `));
      }
    },
  );

  it("has the Encryption SDK in the two senders and in no other function", async () => {
    const holders = await Promise.all(
      packaged.functions.map(async (each) =>
        (await each.source()).includes("aws-crypto-public-key") ? [each.name] : [],
      ),
    );
    expect(holders.flat().sort()).toEqual(["customEmailSender", "customSmsSender"]);
  });
});
