/** The usual responses of an endpoint, from the result of its flow and the body that shows it. */
import type { HttpResponse } from "./http-endpoint.js";

type Responds = <T>(result: Promise<T>, body: (result: T) => unknown) => Promise<HttpResponse>;

const respondWith =
  (status: number): Responds =>
  async (result, body) => ({ status, body: body(await result) });

export const ok = /* @__PURE__ */ respondWith(200);
export const created = /* @__PURE__ */ respondWith(201);
export const accepted = /* @__PURE__ */ respondWith(202);

/** Waits for the flow. Its result is not shown. */
export const noContent = async (result: Promise<unknown>): Promise<HttpResponse> => {
  await result;
  return { status: 204 };
};
