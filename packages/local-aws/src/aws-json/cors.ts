/** Cross-origin requests from pages of this machine, for services that browsers call on AWS too. */
import type { IncomingMessage } from "node:http";

const LOCAL_ORIGIN = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

export const corsHeaders = ({ headers }: IncomingMessage): Record<string, string> => {
  const { origin } = headers;
  if (origin === undefined || !LOCAL_ORIGIN.test(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": headers["access-control-request-headers"] ?? "content-type, x-amz-target",
    "access-control-expose-headers": "x-amzn-requestid, x-amzn-errortype",
    vary: "origin",
  };
};
