/** One entry of the table of operations, from which the OpenAPI document and the types of the client are made. */
import type * as z from "zod/mini";
import type { AuthErrorCode } from "../../shared/domain/error-facts.js";

/**
 * Who may call, and how they prove it: everybody; users and, where the route takes them, API keys, behind the
 * authorizer; services, by an IAM signature; or as an endpoint without a guard checks it itself.
 */
export type Guard =
  | "public"
  | "user"
  | "user_or_key"
  | "iam"
  | { readonly own: readonly (readonly SecurityScheme[])[] };
export type SecurityScheme =
  | "accessToken"
  | "apiKey"
  | "challengeCookie"
  | "iamSignature"
  | "originProof"
  | "sessionCookie"
  | "stepCookie";

export type Example = unknown;

export type Answer = {
  readonly description: string;
  /** Without one, the answer has no body. */
  readonly schema?: z.core.$ZodType;
  /** Of the body; several by name. */
  readonly example?: Example;
  readonly examples?: Readonly<Record<string, Example>>;
  readonly html?: true;
  readonly setsCookie?: true;
  readonly location?: true;
};

export type Operation = {
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  readonly guard: Guard;
  /** Names of shared parameters, or the schema of the query. */
  readonly parameters?: readonly ParameterName[];
  readonly query?: z.core.$ZodObject;
  readonly body?: {
    readonly schema: z.core.$ZodType;
    readonly example: Example;
    readonly form?: true;
    readonly optional?: true;
  };
  /** Takes an idempotency key. */
  readonly once?: true;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Beside those that follow from guard, body and idempotency key. */
  readonly errors?: readonly AuthErrorCode[];
  /** A page: its errors end on the site's page for errors. */
  readonly page?: true;
};

export type ParameterName =
  | "AccountHeader"
  | "Cursor"
  | "Grantee"
  | "IdTokenHeader"
  | "Limit"
  | "OptionalGrantee"
  | "OptionalResource"
  | "Resource";

/** By route key of the gateway, such as `POST /api/accounts`. */
export type Operations = Readonly<Record<string, Operation>>;

export type Tag = {
  readonly name: string;
  readonly description: string;
  readonly operations: Operations;
};

export const PAGED = ["Limit", "Cursor"] as const satisfies readonly ParameterName[];
/** A session that the caller sends, or none. */
export const OPTIONAL_SESSION: Guard = {
  own: [["accessToken"], ["sessionCookie", "originProof"], []],
};
/** A user whose token or cookie the endpoint checks itself. */
export const SELF_CHECKED_USER: Guard = { own: [["accessToken"], ["sessionCookie", "originProof"]] };

/** The codes of all failures that the operation can answer with. */
export const errorsOf = ({ guard, body, once, page, errors = [] }: Operation): AuthErrorCode[] => {
  if (page === true) return ["internal", "temporarily_unavailable"];
  const codes: AuthErrorCode[] = ["invalid_request", ...errors, "internal", "temporarily_unavailable"];
  if (guard === "user" || guard === "user_or_key" || guard === "iam") codes.push("forbidden");
  if (body !== undefined) codes.push("unsupported_media_type", "payload_too_large");
  if (once === true) codes.push("conflict");
  return [...new Set(codes)];
};
