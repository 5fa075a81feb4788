/** An HTTP API whose functions are in the test: every call is recorded, and answered as the test says. */
import {
  type HttpApi,
  type HttpApiOptions,
  type InvokeResult,
  startHttpApi,
} from "../../src/http-api/index.js";
import { readStack } from "../../src/template/index.js";
import { type ApiDeclaration, templateOf } from "./api-template.js";

type Json = Readonly<Record<string, unknown>>;

export type Call = {
  readonly functionName: string;
  readonly event: RecordedEvent;
  readonly timeoutMs: number;
};

/** What tests look at in an event; everything else is there too. */
export type RecordedEvent = Json & {
  readonly routeKey: string;
  readonly rawPath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestContext: Json & { readonly http: Json; readonly authorizer?: unknown };
};

export type Answers = Readonly<Record<string, (event: RecordedEvent) => unknown>>;

/** A function that fails as a thrown error makes it fail. */
export const thrown = (errorMessage: string): InvokeResult => ({
  statusCode: 200,
  functionError: "Unhandled",
  payload: JSON.stringify({ errorType: "Error", errorMessage, trace: [] }),
});

export type TestedApi = HttpApi & {
  readonly calls: readonly Call[];
  /** The events that a function received. */
  events(functionName?: string): readonly RecordedEvent[];
};

/** An answer that is not an InvokeResult is the function's own result. */
export const startApi = async (
  declaration: ApiDeclaration,
  answers: Answers = {},
  more: Partial<HttpApiOptions> = {},
): Promise<TestedApi> => {
  const calls: Call[] = [];
  const stack = readStack({
    template: templateOf(declaration),
    region: "us-east-1",
    accountId: "123456789012",
    stackName: "shop",
  });
  const api = await startHttpApi({
    stack,
    invoke: async (functionArn, event, timeoutMs) => {
      const functionName = functionArn.split(":").at(-1) ?? "";
      calls.push({ functionName, event: event as RecordedEvent, timeoutMs });
      const answer = await (answers[functionName] ?? (() => ({ statusCode: 200, body: "ok" })))(
        event as RecordedEvent,
      );
      if (isResult(answer)) return answer;
      return { statusCode: 200, payload: JSON.stringify(answer ?? null) };
    },
    ...more,
  });
  return {
    ...api,
    calls,
    events: (functionName = "main") =>
      calls.filter((call) => call.functionName === functionName).map(({ event }) => event),
  };
};

const isResult = (answer: unknown): answer is InvokeResult =>
  typeof answer === "object" && answer !== null && "payload" in answer && "statusCode" in answer;
