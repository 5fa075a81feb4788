/**
 * The session of a browser, as sister sites see it: hosts of the same parent domain with a server of their own. Their cookie
 * has another id of the session, good for introspection alone. Nothing that it opens can be read from it.
 */

/** The value of the cookie. */
export type SisterCookie = {
  /** 256 bits. */
  readonly id: string;
  /** The key of the session's row, which is no secret. */
  readonly sessionId: string;
  readonly userId: string;
};

const FORM = /^sister\.([\w-]{43})\.([\w-]{43})\.([\w-]{1,128})$/;

/** `sister.<id>.<session>.<user>` */
export const sisterCookieText = ({ id, sessionId, userId }: SisterCookie): string =>
  `sister.${id}.${sessionId}.${userId}`;

/** Undefined for a text of another form. */
export const sisterCookieFrom = (text: string): SisterCookie | undefined => {
  const [, id, sessionId, userId] = FORM.exec(text) ?? [];
  return id === undefined || sessionId === undefined || userId === undefined
    ? undefined
    : { id, sessionId, userId };
};
