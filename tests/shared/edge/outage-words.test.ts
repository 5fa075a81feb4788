import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { httpFunction, withoutBody } from "../../../shared/edge/http-endpoint.js";
import { OUTAGE_WORDS, outageWords } from "../../../shared/edge/outage-words.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { httpEvent } from "../../support/http-events.js";
import { describedRoutes } from "../../support/openapi.js";

const answerTo = async (route: string) => {
  const down = withoutBody(() => Promise.reject(new AuthError("temporarily_unavailable")));
  const response = await httpFunction(memoryPorts(), { [route]: down })(httpEvent(route));
  return { ...response, detail: (JSON.parse(String(response.body)) as { detail: string }).detail };
};

describe("a 503", () => {
  it.each([
    ["POST /api/account/signin", "You could not be signed in. Try again shortly."],
    ["GET /api/accounts", "The data could not be read. Nothing was changed. Try again shortly."],
    [
      "PATCH /api/accounts/{account_id}",
      "The change could not be confirmed and may or may not have been made. Read the current state before you try again.",
    ],
  ])("of %s says what could not be done, and when to try again", async (route, words) => {
    expect(await answerTo(route)).toMatchObject({
      statusCode: 503,
      headers: { "retry-after": "30" },
      detail: words,
    });
  });

  it("has words of its own for routes that exist only", () => {
    const routes = describedRoutes();
    expect(Object.keys(OUTAGE_WORDS).filter((route) => !routes.includes(route))).toEqual([]);
  });

  it("claims that nothing was changed for reads only", () => {
    const changes = [...Object.keys(OUTAGE_WORDS), "POST /a", "PUT /a", "PATCH /a", "DELETE /a"];
    for (const route of changes) expect(outageWords(route)).not.toMatch(/nothing was changed/i);
  });
});
