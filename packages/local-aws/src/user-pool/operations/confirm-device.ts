/** ConfirmDevice: stores the device that a sign-in offered, with a secret that the device chose. */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { CognitoError, invalidParameter } from "../errors.js";
import { type Device, findDevice } from "../store/device.js";
import { accessToken, deviceKey } from "./fields.js";
import { operation } from "./operation.js";

const number = z.base64().min(4).max(700);

const confirmInput = z.object({
  AccessToken: accessToken,
  DeviceKey: deviceKey,
  DeviceName: z.string().min(1).max(1024).optional(),
  DeviceSecretVerifierConfig: z
    .object({ PasswordVerifier: number.optional(), Salt: number.optional() })
    .optional(),
});

export const confirmDevice = operation("ConfirmDevice", "public", confirmInput, (services, request) => {
  const { pool, user, session } = authorize(services, request.AccessToken);
  const { DeviceConfiguration: configuration } = pool.settings;
  const { DeviceKey: key } = request;
  if (!configuration) throw invalidParameter("Devices are not tracked in this user pool.");
  if (findDevice(user, key))
    throw new CognitoError("DeviceKeyExistsException", "The device key already exists.");
  // Only the sign-in that issued the device key can confirm it.
  if (session.newDevice?.key !== key)
    throw new CognitoError("ResourceNotFoundException", "Device does not exist.");
  const now = services.clock.now();
  const prompt = configuration.DeviceOnlyRememberedOnUserPrompt;
  const { PasswordVerifier, Salt } = request.DeviceSecretVerifierConfig ?? {};
  if (PasswordVerifier === undefined || Salt === undefined)
    throw invalidParameter("Missing required parameter DeviceSecretVerifierConfig");
  const device: Device = {
    ...session.newDevice,
    name: request.DeviceName ?? "",
    secret: { salt: Buffer.from(Salt, "base64").toString("hex"), verifier: PasswordVerifier },
    remembered: !prompt,
    createdAt: now,
    modifiedAt: now,
    lastAuthenticatedAt: now,
  };
  user.devices = [...(user.devices ?? []), device];
  delete session.newDevice;
  session.deviceKey = key;
  pool.sessions.save(session, now);
  pool.users.save(user);
  return { UserConfirmationNecessary: prompt };
});
