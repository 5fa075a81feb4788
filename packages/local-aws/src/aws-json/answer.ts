/** HTTP answers of local services. This is the only place where service errors become HTTP responses. */
import { randomUUID } from "node:crypto";
import { LocalAwsError } from "../local-aws-error.js";
import { ServiceError } from "./service-error.js";

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

/** How a service renders errors. This differs between services. */
export interface ErrorStyle {
  /** Sent to the caller for a defect in this program. */
  readonly defect: { readonly code: string; readonly message: string };
  /** Whether the error code is also sent in `x-amzn-errortype`. */
  readonly namedInHeader?: boolean;
  onDefect?(error: unknown): void;
}

/** Runs the call. Service errors are answered by code. The text of any other error is hidden. */
export const answerCall = async (style: ErrorStyle, call: () => Promise<unknown>): Promise<HttpResponse> => {
  try {
    return answer(200, (await call()) ?? {});
  } catch (error) {
    return errorAnswer(style, error);
  }
};

export const errorAnswer = (style: ErrorStyle, error: unknown): HttpResponse => {
  if (!(error instanceof ServiceError)) {
    style.onDefect?.(error);
    return errorAnswer(style, new ServiceError(style.defect.code, style.defect.message, 500));
  }
  const headers: Record<string, string> =
    style.namedInHeader === true ? { "x-amzn-errortype": `${error.code}:` } : {};
  return answer(error.status, { __type: error.code, message: error.message }, headers);
};

const answer = (status: number, content: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": randomUUID(),
    "cache-control": "no-store",
    ...headers,
  },
  body: JSON.stringify(content),
});

/** A plain JSON answer, outside of the AWS protocol. */
export const jsonAnswer = (status: number, content: object): HttpResponse => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(content),
});

/** Runs a local endpoint and returns its answer, or the reason why it refuses. */
export const localAnswer = async (run: () => Promise<object> | object): Promise<HttpResponse> => {
  try {
    return jsonAnswer(200, await run());
  } catch (error) {
    if (!(error instanceof LocalAwsError)) throw error;
    return jsonAnswer(error instanceof ServiceError ? error.status : 400, { message: error.message });
  }
};
