/**
 * The devices of a user. Plain data, part of the profile. An unconfirmed device exists only in its session.
 */
import { randomInt, randomUUID } from "node:crypto";
import { CognitoError } from "../errors.js";
import type { SrpVerifier } from "../rules/srp.js";

export interface Device {
  readonly key: string;
  readonly groupKey: string;
  readonly name: string;
  readonly secret: SrpVerifier;
  remembered: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  lastAuthenticatedAt: number;
}

interface DeviceOwner {
  readonly devices?: Device[];
}

export const findDevice = (owner: DeviceOwner | undefined, key: string): Device | undefined =>
  owner?.devices?.find((device) => device.key === key);

/** Throws ResourceNotFoundException. The word "Device" in the message tells clients to drop their key. */
export function deviceOf(owner: DeviceOwner | undefined, key: string): Device {
  const device = findDevice(owner, key);
  if (!device) throw new CognitoError("ResourceNotFoundException", "Device does not exist.");
  return device;
}

export interface NewDevice {
  readonly key: string;
  readonly groupKey: string;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export const newDevice = (region: string): NewDevice => ({
  key: `${region}_${randomUUID()}`,
  groupKey: `-${Array.from({ length: 8 }, () => letters.charAt(randomInt(letters.length))).join("")}`,
});
