/**
 * The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header). An endpoint takes it or refuses it: a
 * caller who sends it relies on it.
 */
import { AuthError } from "../domain/errors.js";

type Headers = Readonly<Record<string, string | undefined>>;

const NAME = "idempotency-key";

/** @throws AuthError `invalid_request` for a malformed key. */
export const idempotencyKeyIn = ({ [NAME]: key }: Headers): string | undefined => {
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AuthError("invalid_request", { fields: [NAME] });
  return key;
};

/** @throws AuthError `invalid_request` if the header is present. */
export const refuseIdempotencyKey = (headers: Headers): void => {
  if (headers[NAME] !== undefined) throw new AuthError("invalid_request", { fields: [NAME] });
};
