/** Input fields that several operations share, with the constraints of the API reference. */
import { z } from "zod";
import type { CodeDeliveryDetails } from "../messages/destination.js";
import type { Attributes } from "../store/user.js";

export const poolId = z
  .string()
  .min(1)
  .max(55)
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/);

export const clientId = z.string().regex(/^[\w+]{1,128}$/);

export const username = z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, "must be a username");

export const password = z.string().min(1).max(256);

/** Checks only the length. The password policy checks the rest. */
export const chosenPassword = z.string().min(1).max(1024);

export const code = z.string().regex(/^\S{1,2048}$/, "must be a code");

export const accessToken = z.string().regex(/^[\w=.-]+$/, "must be an access token");

export const deviceKey = z
  .string()
  .regex(/^[\w-]+_[0-9a-f-]+$/)
  .max(55);

/** A client secret that the caller chooses. */
export const chosenSecret = z.string().regex(/^[\w+]{24,64}$/, "must be a client secret");

export const secretHash = z.string().min(1).max(128).optional();

/** AuthParameters and ChallengeResponses. */
export const parameters = z.record(z.string(), z.string()).default({});

export const metadata = z.record(z.string().max(131_072), z.string().max(131_072)).optional();

const attributeName = z.string().min(1).max(32);

/** Reads a list of `{Name, Value}` as a record. Refuses duplicate names. */
export const givenAttributes = z
  .array(z.object({ Name: attributeName, Value: z.string().max(2048).default("") }))
  .refine((list) => new Set(list.map(({ Name }) => Name)).size === list.length, "names must be unique")
  .transform((list): Attributes => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])));

/** The same list, optional. */
export const attributes = givenAttributes.default({});

export const optionalAttributes = z
  .array(z.object({ Name: z.string().max(131_072), Value: z.string().max(131_072).default("") }))
  .optional()
  .transform((list): Attributes | undefined =>
    list ? Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])) : undefined,
  );

/** The token of the next page of a list. */
export const pageToken = z.string().min(1).max(131_072).optional();

export const limit = z.int().min(0).max(60).default(60);

export const groupName = z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, "must be a group name");

export const withDelivery = (details: CodeDeliveryDetails | undefined): object =>
  details ? { CodeDeliveryDetails: details } : {};
