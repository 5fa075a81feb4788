/** Which pages of other origins may call the API: what the settings put into the template. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { packagedService, type Template } from "../support/packaged-functions.js";
import { resourcesOf } from "../support/template-graph.js";

const corsOf = (template: Template) =>
  resourcesOf(template, "AWS::ApiGatewayV2::Api").map(
    ([, { Properties }]) => Properties.CorsConfiguration,
  )[0];

const HEADERS = ["authorization", "content-type", "idempotency-key", "x-account-id", "x-api-key", "x-csrf"];
const DEMO_HEADERS = ["x-amz-date", "x-amz-security-token", "x-cognito-id-token"];

describe.each<[string, Record<string, string>, object]>([
  [
    "sister sites, with the cookies of sessions",
    {
      siteUrl: "https://id.example.com/",
      sisterOrigins: "https://cms.example.com, https://www.example.com",
    },
    { AllowOrigins: ["https://cms.example.com", "https://www.example.com"], AllowCredentials: true },
  ],
  [
    "other sites, with tokens alone",
    { tokenOrigins: "https://app.example.org" },
    { AllowOrigins: ["https://app.example.org"] },
  ],
  ["all sites, with tokens alone", { tokenOrigins: "*", demo: "off" }, { AllowOrigins: ["*"] }],
])("%s", (_, params, expected) => {
  let cors: unknown;
  beforeAll(async () => {
    cors = corsOf((await packagedService(params)).template);
  }, 240_000);

  it("may send every header that the API reads, and read when to try again", () => {
    expect(cors).toEqual({
      ...expected,
      AllowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      AllowHeaders: [...HEADERS, ...(params.demo === "off" ? [] : DEMO_HEADERS)],
      ExposeHeaders: ["retry-after"],
      MaxAge: 600,
    });
  });
});
