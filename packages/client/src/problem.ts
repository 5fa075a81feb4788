/** Failures as the client reports them: problems of the API, answers of the gateway, and requests without an answer. */
import type { Problem as ApiProblem, CommonCode } from "./api.js";

/** `network`: there was no answer, or none that can be read. Whether anything was changed is not known. */
export type Problem<Code extends string = ApiProblem["code"]> = {
  readonly code: Code | CommonCode | "network";
  /** 0 without an answer. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly hint?: string | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Names the request in the logs of the service. */
  readonly requestId?: string | undefined;
};

/** No method throws for an answer of the API. */
export type Result<Data, Code extends string = ApiProblem["code"]> =
  | { readonly data: Data; readonly error: undefined }
  | { readonly data: undefined; readonly error: Problem<Code> };

export const ok = <Data>(data: Data): { readonly data: Data; readonly error: undefined } => ({
  data,
  error: undefined,
});
export const failed = (error: Problem): { readonly data: undefined; readonly error: Problem } => ({
  data: undefined,
  error,
});

export const NETWORK: Problem = {
  code: "network",
  status: 0,
  title: "No answer",
  detail: "The service could not be reached.",
};

/** What the gateway says with a status alone. */
const CODES: Readonly<Record<number, CommonCode>> = {
  401: "session_expired",
  403: "forbidden",
  413: "payload_too_large",
  429: "too_many_requests",
  502: "temporarily_unavailable",
  503: "temporarily_unavailable",
  504: "temporarily_unavailable",
};

export const problemIn = ({ status, headers }: Response, body: unknown): Problem => {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const retry = Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {};
  if (isProblem(body)) {
    const { code, title, detail, hint, fields, request_id: requestId } = body;
    return { code, status, title, detail, hint, fields, requestId, ...retry };
  }
  const message = (body as { message?: unknown } | undefined)?.message;
  const title = typeof message === "string" ? message : "Error";
  const requestId = headers.get("apigw-requestid") ?? undefined;
  return { code: CODES[status] ?? "internal", status, title, detail: title, requestId, ...retry };
};

const isProblem = (body: unknown): body is ApiProblem =>
  typeof (body as { code?: unknown } | null | undefined)?.code === "string";
