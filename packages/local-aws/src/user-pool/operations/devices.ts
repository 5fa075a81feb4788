/**
 * Operations to list, remember and forget devices, and their Admin forms. confirm-device.ts confirms devices.
 */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { epochSeconds } from "../clock.js";
import { type Device, deviceOf } from "../store/device.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { existingUser } from "./existing-user.js";
import { accessToken, deviceKey, limit, pageToken, poolId, username } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const own = z.object({ AccessToken: accessToken, DeviceKey: deviceKey });
/**
 * For operations whose model does not require the token. A missing token gets the error of an invalid one.
 */
const ownWithOptionalToken = own.extend({ AccessToken: accessToken.default("") });
const admins = z.object({ UserPoolId: poolId, Username: username, DeviceKey: deviceKey });

export const getDevice = operation(
  "GetDevice",
  "public",
  ownWithOptionalToken,
  (services, { AccessToken, DeviceKey }) => ({
    Device: described(deviceOf(authorize(services, AccessToken).user, DeviceKey)),
  }),
);

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

const status = { DeviceRememberedStatus: z.enum(["remembered", "not_remembered"]).optional() };

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
  request: { DeviceKey: string; DeviceRememberedStatus?: string | undefined },
  now: number,
): object {
  const device = deviceOf(user, request.DeviceKey);
  if (request.DeviceRememberedStatus === undefined) return {};
  device.remembered = request.DeviceRememberedStatus === "remembered";
  device.modifiedAt = now;
  pool.users.save(user);
  return {};
}

export const forgetDevice = operation(
  "ForgetDevice",
  "public",
  ownWithOptionalToken,
  (services, { AccessToken, DeviceKey }) => {
    const { pool, user } = authorize(services, AccessToken);
    return forget(pool, user, DeviceKey);
  },
);

export const adminForgetDevice = operation("AdminForgetDevice", "signed", admins, (services, request) => {
  const { pool, user } = existingUser(services, request);
  return forget(pool, user, request.DeviceKey);
});

/** The refresh tokens of the device's sessions stop working, because they need the device. */
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
