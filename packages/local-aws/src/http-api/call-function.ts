/** Calls a function with the gateway's timeout. Never rejects. */
export type InvokeResult = {
  readonly statusCode: number;
  readonly functionError?: string | undefined;
  readonly payload: string;
};

export type Invoke = (functionArn: string, event: unknown, timeoutMs: number) => Promise<InvokeResult>;

export type Called =
  | { readonly kind: "answer"; readonly payload: string }
  | { readonly kind: "function-error"; readonly payload: string }
  | { readonly kind: "late" }
  | { readonly kind: "throttled" }
  | { readonly kind: "unreachable" };

export const callFunction = async (
  invoke: Invoke,
  functionArn: string,
  event: unknown,
  timeoutMs: number,
): Promise<Called> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Called>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, { kind: "late" });
  });
  try {
    return await Promise.race([called(invoke(functionArn, event, timeoutMs)), late]);
  } finally {
    clearTimeout(timer);
  }
};

const called = async (call: Promise<InvokeResult>): Promise<Called> => {
  try {
    const { statusCode, functionError, payload } = await call;
    if (statusCode === 429) return { kind: "throttled" };
    if (statusCode !== 200) return { kind: "unreachable" };
    return { kind: functionError === undefined ? "answer" : "function-error", payload };
  } catch (error) {
    const late = error instanceof Error && ["TimeoutError", "AbortError"].includes(error.name);
    return { kind: late ? "late" : "unreachable" };
  }
};
