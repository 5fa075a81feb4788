/**
 * Endpoints that a browser opens as a page. Errors end on the site's page for them, not on a JSON document: it gets the code
 * and the request id, nothing else.
 */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { AuthError, asAuthError } from "../domain/errors.js";
import type { Logger, Settings } from "../ports/index.js";
import { errorFields } from "./error-fields.js";
import {
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
  withForm,
  withoutBody,
} from "./http-endpoint.js";

export type PageDeps = Pick<Settings, "site"> & { readonly logger: Logger };

const PAGE_HEADERS = {
  // The address of the callback has a code (RFC 9700 section 4.2.4).
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** 303, so that no browser repeats a form with its fields (RFC 9700 section 4.12). */
export const goTo = (location: string, cookies: readonly string[] = []): HttpResponse => ({
  status: 303,
  headers: { ...PAGE_HEADERS, location },
  ...(cookies.length > 0 && { cookies }),
});

/** `formTargets`: the origins to which the answer to a form of the page may lead, beside the site's. */
export const page = (html: string, formTargets: readonly string[] = []): HttpResponse => ({
  status: 200,
  html,
  headers: {
    ...PAGE_HEADERS,
    "content-security-policy": [
      "default-src 'none'",
      ["form-action 'self'", ...formTargets].join(" "),
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join("; "),
  },
});

/** A page that a browser opens with a query. */
export const openedPage = <Shape extends z.core.$ZodType>(
  deps: PageDeps,
  shape: Shape,
  run: (query: z.infer<Shape>, request: HttpRequest) => Promise<HttpResponse>,
): Endpoint =>
  onErrorPage(
    deps,
    withoutBody(async (request) => {
      const parsed = z.safeParse(shape, request.query);
      if (!parsed.success) throw new AuthError("invalid_request");
      return run(parsed.data, request);
    }),
  );

/** A form that a page of the site sends. Its content does not count. */
export const sentForm = (deps: PageDeps, run: (request: HttpRequest) => Promise<HttpResponse>): Endpoint =>
  onErrorPage(deps, withoutBody(run));

/** A form of which the fields count. */
export const sentFields = <Shape extends z.core.$ZodType>(
  deps: PageDeps,
  shape: Shape,
  run: (fields: z.infer<Shape>, request: HttpRequest) => Promise<HttpResponse>,
): Endpoint => onErrorPage(deps, withForm(shape, run));

const onErrorPage =
  ({ site, logger }: PageDeps, endpoint: Endpoint): Endpoint =>
  async (event: APIGatewayProxyEventV2) => {
    try {
      return await endpoint(event);
    } catch (thrown) {
      const error = asAuthError(thrown);
      const { requestId } = event.requestContext;
      if (error.code === "internal" || error.code === "temporarily_unavailable")
        logger.log("error", "page failed", { requestId, ...errorFields(error) });
      const query = new URLSearchParams({ error: error.code, request_id: requestId });
      return goTo(`${site.origin}/sign-in-failed?${query}`);
    }
  };
