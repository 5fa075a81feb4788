/** The old operations that turn codes by SMS on and off. */
import {
  AdminGetUserCommand,
  AdminSetUserSettingsCommand,
  type MFAOptionType,
  SetUserSettingsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { attempt, givenUser, poolId, refusal, signIn, startWorld, type World } from "./world.js";

let world: World;
beforeAll(async () => {
  world = await startWorld({ pool: { MfaConfiguration: "OPTIONAL", EnabledMfas: ["SMS_MFA"] } });
});
afterAll(() => world.close());

const sms: MFAOptionType[] = [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }];
const phone = { phone_number: "+31612345678" };

const factors = async (Username: string) =>
  (await world.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))).UserMFASettingList;

it("asks a user for a code by SMS once the user wants it, until that is turned off", async () => {
  const { email } = await givenUser(world, { attributes: phone });
  const { access } = await signIn(world, email);
  await world.cognito.send(new SetUserSettingsCommand({ AccessToken: access, MFAOptions: sms }));
  expect((await attempt(world, email)).ChallengeName).toBe("SMS_MFA");
  await world.cognito.send(new SetUserSettingsCommand({ AccessToken: access, MFAOptions: [] }));

  expect((await attempt(world, email)).ChallengeName).toBeUndefined();
});

it("lets an administrator do the same", async () => {
  const { email } = await givenUser(world, { attributes: phone });
  const set = (MFAOptions: MFAOptionType[]) =>
    world.cognito.send(new AdminSetUserSettingsCommand({ UserPoolId: poolId, Username: email, MFAOptions }));

  await set(sms);
  expect(await factors(email)).toEqual(["SMS_MFA"]);
  await set([]);
  expect(await factors(email)).toBeUndefined();
});

it.each<[string, MFAOptionType[]]>([
  ["another medium", [{ DeliveryMedium: "EMAIL", AttributeName: "email" }]],
  ["another attribute", [{ DeliveryMedium: "SMS", AttributeName: "email" }]],
  ["a user without a phone number", sms],
])("refuses %s", async (_, MFAOptions) => {
  const { email } = await givenUser(world);
  const set = new AdminSetUserSettingsCommand({ UserPoolId: poolId, Username: email, MFAOptions });

  expect(await refusal(world.cognito.send(set))).toMatch(/^InvalidParameterException/);
  expect(await factors(email)).toBeUndefined();
});
