/** Fields of the requests and responses about the members of an account. */
import * as z from "zod/mini";
import type { Membership } from "../domain/account.js";
import type { HttpRequest } from "./http-endpoint.js";
import { namedIdField } from "./text-fields.js";

export const roleFields = z.object({ role: z.string().check(z.maxLength(32)) });
export const ownershipFields = z.pipe(
  z.object({ user_id: namedIdField, keep: z._default(z.boolean(), false) }),
  z.transform(({ user_id: userId, keep }) => ({ userId, keep })),
);

/** Of any form: the flow answers a malformed id like an unknown one. */
export const userIdOf = ({ path }: HttpRequest): string => path.user_id ?? "";

export const memberBody = ({ userId, role, status, owner }: Membership) => ({
  user_id: userId,
  role,
  status,
  owner: owner === true,
});

/** With the address, if the reader may see it. */
export const memberViewBody = ({
  membership,
  email,
}: {
  readonly membership: Membership;
  readonly email: string | undefined;
}) => ({ ...memberBody(membership), ...(email !== undefined && { email }) });
