import { expect, it } from "@jest/globals";
import { secondsAt, timeText } from "../../../shared/domain/seconds.js";

it("counts whole seconds and shows them as RFC 3339 in UTC", () => {
  expect(secondsAt(new Date("2025-01-01T00:00:59.999Z"))).toBe(1_735_689_659);
  expect(timeText(1_735_689_659)).toBe("2025-01-01T00:00:59.000Z");
});
