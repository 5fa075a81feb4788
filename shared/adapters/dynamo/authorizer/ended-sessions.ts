/** The records of ended sessions in the guard table, by session and by user, as the authorizer reads them. */
import type { SessionEnds } from "../../../domain/session-end.js";
import { Columns } from "../columns.js";
import type { Row } from "../rows.js";

export const endedSessionRowKey = (sessionId: string) => ({ pk: `ENDED#SESSION#${sessionId}` });
/** Of a user id, or of the `sub` of one pool user. */
export const endedUserRowKey = (userId: string) => ({ pk: `ENDED#USER#${userId}` });

export const userEndFrom = (row: Row | undefined): SessionEnds["user"] =>
  row && endFrom(new Columns("guard", row));

const endFrom = (row: Columns) => ({ before: row.number("before"), until: row.number("expires_at") });
