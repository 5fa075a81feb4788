/** Devices: confirmed with a secret of their own, remembered or not, listed and forgotten; and the Admin forms. */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { epochSeconds } from "../clock.js";
import { CognitoError, invalidParameter } from "../errors.js";
import { type Device, deviceOf, findDevice } from "../store/device.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { existingUser } from "./existing-user.js";
import { accessToken, limit, pageToken, poolId, username } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const deviceKey = z
  .string()
  .regex(/^[\w-]+_[0-9a-f-]+$/)
  .max(55);
const number = z.base64().min(4).max(700);
const own = z.object({ AccessToken: accessToken, DeviceKey: deviceKey });
const admins = z.object({ UserPoolId: poolId, Username: username, DeviceKey: deviceKey });

const confirmInput = own.extend({
  DeviceName: z.string().min(1).max(1024).optional(),
  DeviceSecretVerifierConfig: z.object({ PasswordVerifier: number, Salt: number }),
});

export const confirmDevice = operation("ConfirmDevice", "public", confirmInput, (services, request) => {
  const { pool, user, session } = authorize(services, request.AccessToken);
  const { DeviceConfiguration: configuration } = pool.settings;
  const { DeviceKey: key } = request;
  if (!configuration) throw invalidParameter("Devices are not tracked in this user pool.");
  if (findDevice(user, key))
    throw new CognitoError("DeviceKeyExistsException", "The device key already exists.");
  // Only the sign-in that was given a key may confirm it.
  if (session.newDevice?.key !== key)
    throw new CognitoError("ResourceNotFoundException", "Device does not exist.");
  const now = services.clock.now();
  const prompt = configuration.DeviceOnlyRememberedOnUserPrompt;
  const { PasswordVerifier, Salt } = request.DeviceSecretVerifierConfig;
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

export const getDevice = operation("GetDevice", "public", own, (services, { AccessToken, DeviceKey }) => ({
  Device: described(deviceOf(authorize(services, AccessToken).user, DeviceKey)),
}));

export const adminGetDevice = operation("AdminGetDevice", "signed", admins, (services, request) => ({
  Device: described(deviceOf(existingUser(services, request).user, request.DeviceKey)),
}));

const paging = { Limit: limit, PaginationToken: pageToken };
const listInput = z.object({ AccessToken: accessToken, ...paging });

export const listDevices = operation("ListDevices", "public", listInput, (services, request) =>
  listed(authorize(services, request.AccessToken).user, request),
);

const adminListInput = z.object({ UserPoolId: poolId, Username: username, ...paging });

export const adminListDevices = operation("AdminListDevices", "signed", adminListInput, (services, request) =>
  listed(existingUser(services, request).user, request),
);

function listed(
  { devices = [] }: User,
  request: { Limit: number; PaginationToken?: string | undefined },
): object {
  const { items, nextToken } = page(devices, request.Limit, request.PaginationToken);
  return { Devices: items.map(described), ...(nextToken && { PaginationToken: nextToken }) };
}

const status = { DeviceRememberedStatus: z.enum(["remembered", "not_remembered"]) };

export const updateDeviceStatus = operation(
  "UpdateDeviceStatus",
  "public",
  own.extend(status),
  (services, request) => {
    const { pool, user } = authorize(services, request.AccessToken);
    return remember(pool, user, request, services.clock.now());
  },
);

export const adminUpdateDeviceStatus = operation(
  "AdminUpdateDeviceStatus",
  "signed",
  admins.extend(status),
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    return remember(pool, user, request, services.clock.now());
  },
);

function remember(
  pool: Pool,
  user: User,
  request: { DeviceKey: string; DeviceRememberedStatus: string },
  now: number,
): object {
  const device = deviceOf(user, request.DeviceKey);
  device.remembered = request.DeviceRememberedStatus === "remembered";
  device.modifiedAt = now;
  pool.users.save(user);
  return {};
}

export const forgetDevice = operation(
  "ForgetDevice",
  "public",
  own,
  (services, { AccessToken, DeviceKey }) => {
    const { pool, user } = authorize(services, AccessToken);
    return forget(pool, user, DeviceKey);
  },
);

export const adminForgetDevice = operation("AdminForgetDevice", "signed", admins, (services, request) => {
  const { pool, user } = existingUser(services, request);
  return forget(pool, user, request.DeviceKey);
});

/** Refresh tokens of its sessions no longer work: they need the device. */
function forget(pool: Pool, user: User, key: string): object {
  const forgotten = deviceOf(user, key);
  user.devices = (user.devices ?? []).filter((device) => device !== forgotten);
  pool.users.save(user);
  return {};
}

const described = (device: Device) => ({
  DeviceKey: device.key,
  DeviceAttributes: [
    { Name: "device_status", Value: "valid" },
    { Name: "device_name", Value: device.name },
    { Name: "dev:device_remembered_status", Value: device.remembered ? "remembered" : "not_remembered" },
  ],
  DeviceCreateDate: epochSeconds(device.createdAt),
  DeviceLastModifiedDate: epochSeconds(device.modifiedAt),
  DeviceLastAuthenticatedDate: epochSeconds(device.lastAuthenticatedAt),
});
