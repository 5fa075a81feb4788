/**
 * The HTTP server of the user pools: the AWS JSON server with the API of Amazon Cognito, and next to it OAuth,
 * the pages, public keys and the local endpoints. Pages of this machine may call it, as browsers also call
 * Amazon Cognito.
 */

import type { IncomingMessage } from "node:http";
import { type HttpResponse, jsonAnswer, localAnswer } from "../../aws-json/answer.js";
import { parseJson } from "../../aws-json/json.js";
import { type AwsJsonServer, startAwsJsonServer } from "../../aws-json/server.js";
import { ServiceError } from "../../aws-json/service-error.js";
import { requestBody, requestText } from "../../bounded-body/index.js";
import { consolePage } from "../../console/console-page.js";
import { replaceFaults } from "../../faults/faults-endpoint.js";
import { LocalAwsError } from "../../local-aws-error.js";
import type { MovableClock } from "../clock.js";
import { importLimits } from "../imports/import-job.js";
import { oauthRoute } from "../oauth/routes.js";
import { type AwsJsonOptions, cognitoService, kmsService, largestBody } from "./aws-json.js";
import { type DocumentSources, documentAt } from "./documents.js";
import { giveNotice } from "./take-over-notices.js";

/** Longer than the time limit of a trigger. */
const drainMs = 6000;

export type HttpOptions = AwsJsonOptions & DocumentSources & { readonly clock: MovableClock };

export async function listen(options: HttpOptions, port: number): Promise<AwsJsonServer> {
  const server = await startAwsJsonServer(cognitoService(options), port, {
    also: [kmsService(options)],
    route: (request, _, url) => route(options, request, url),
    cors: true,
    drainMs,
  });
  options.services.address.origin = server.url;
  return server;
}

/** Leaves every other POST to the API. */
async function route(
  options: HttpOptions,
  request: IncomingMessage,
  url: URL,
): Promise<HttpResponse | undefined> {
  const { services } = options;
  const oauth = oauthRoute(services, request, url);
  if (oauth) return oauth(request.method === "POST" ? await bodyOf(request) : "");
  switch (request.method) {
    case "POST":
      return posted(options, request);
    case "PUT":
      return put(options, request, url);
    case "GET":
    case "HEAD":
      return (await consolePage("user-pool", url.pathname)) ?? document(options, url);
    default:
      return notAllowed();
  }
}

async function posted(
  { services }: HttpOptions,
  request: IncomingMessage,
): Promise<HttpResponse | undefined> {
  const { url, headers } = request;
  if (url === "/_local/faults")
    return localAnswer(() =>
      replaceFaults(services.faults, headers, async () => jsonOf(await bodyOf(request))),
    );
  if (url === "/_local/take-over-notices")
    return localAnswer(async () => giveNotice(services, headers, await bodyOf(request)));
  return undefined;
}

async function put(
  { services, clock }: HttpOptions,
  request: IncomingMessage,
  url: URL,
): Promise<HttpResponse> {
  if (request.url === "/_local/clock") return moveClock(clock, await requestText(request, largestBody));
  if (!services.uploads.isUpload(url)) return notAllowed();
  const file = await requestBody(request, importLimits.fileBytes);
  const { status, message } = services.uploads.put(services.store, url, request.headers, file);
  return jsonAnswer(status, { message });
}

function document(options: HttpOptions, url: URL): HttpResponse {
  const found = documentAt(url, options);
  return found ? jsonAnswer(200, found) : jsonAnswer(404, { message: "Not found" });
}

const notAllowed = (): HttpResponse => jsonAnswer(405, { message: "Method not allowed" });

/** @throws ServiceError for a body that is too large */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const body = await requestText(request, largestBody);
  if (body === undefined)
    throw new ServiceError("RequestEntityTooLargeException", "The body is too large.", 413);
  return body;
}

function jsonOf(body: string): unknown {
  const parsed = parseJson(body);
  if (parsed === undefined) throw new LocalAwsError("The body is not JSON.");
  return parsed;
}

/** `{"offset_ms": number}`: sets the offset of this service's clock from the machine's, to test expiry. */
function moveClock(clock: MovableClock, body: string | undefined): HttpResponse {
  const offset = /^\s*\{\s*"offset_ms"\s*:\s*(-?\d{1,15})\s*\}\s*$/.exec(body ?? "")?.[1];
  if (offset === undefined) return jsonAnswer(400, { message: 'Send {"offset_ms": <whole number>}.' });
  clock.moveTo(Number(offset));
  return jsonAnswer(200, { now: clock.now() });
}
