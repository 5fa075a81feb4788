/** How a service answers a call of AWS JSON 1.1, and the only place where errors of services become HTTP. */
import { randomUUID } from "node:crypto";
import { ServiceError } from "./service-error.js";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

/** What differs between the services in how they answer an error. */
export interface ErrorStyle {
  /** What a caller learns of a defect of this program. */
  readonly defect: { readonly code: string; readonly message: string };
  /** Whether the error's name is in `x-amzn-errortype` too. */
  readonly namedInHeader?: boolean;
  onDefect?(error: unknown): void;
}

/** Runs the call. An error of the service is answered by its name, any other without its text. */
export const answerCall = async (style: ErrorStyle, call: () => Promise<unknown>): Promise<HttpAnswer> => {
  try {
    return answer(200, (await call()) ?? {});
  } catch (error) {
    return errorAnswer(style, error);
  }
};

export const errorAnswer = (style: ErrorStyle, error: unknown): HttpAnswer => {
  if (!(error instanceof ServiceError)) {
    style.onDefect?.(error);
    return errorAnswer(style, new ServiceError(style.defect.code, style.defect.message, 500));
  }
  const headers: Record<string, string> =
    style.namedInHeader === true ? { "x-amzn-errortype": `${error.code}:` } : {};
  return answer(error.status, { __type: error.code, message: error.message }, headers);
};

const answer = (status: number, content: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": randomUUID(),
    "cache-control": "no-store",
    ...headers,
  },
  body: JSON.stringify(content),
});
