/** The usual responses of an endpoint: from the result of its flow, the body and the cookies that show it. */
import type { HttpResponse } from "./http-endpoint.js";

type Responds = <T>(
  result: Promise<T>,
  body: (result: T) => unknown,
  cookies?: (result: T) => readonly string[],
) => Promise<HttpResponse>;

const respondWith =
  (status: number): Responds =>
  async (result, body, cookies) => {
    const found = await result;
    return { status, body: body(found), ...(cookies !== undefined && { cookies: cookies(found) }) };
  };

export const ok = /* @__PURE__ */ respondWith(200);
export const created = /* @__PURE__ */ respondWith(201);
export const accepted = /* @__PURE__ */ respondWith(202);

/** Waits for the flow. Its result is not shown. */
export const noContent = async (
  result: Promise<unknown>,
  cookies?: readonly string[],
): Promise<HttpResponse> => {
  await result;
  return { status: 204, ...(cookies !== undefined && cookies.length > 0 && { cookies }) };
};
