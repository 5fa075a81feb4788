/** Bodies of requests and responses are read within a limit of bytes. */
import { expect, it } from "@jest/globals";
import { requestBody, requestText, responseBody } from "../../src/bounded-body/index.js";

/** A body of pieces, and how many of them were read. */
const bodyOf = (...pieces: readonly string[]) => {
  const read: string[] = [];
  const chunks = async function* () {
    for (const piece of pieces) {
      read.push(piece);
      yield Buffer.from(piece);
    }
  };
  return { read, chunks: chunks() };
};

it("a body of the permitted size is returned", async () => {
  expect((await requestBody(bodyOf("ab", "cd").chunks, 4))?.toString()).toBe("abcd");
  expect((await responseBody(bodyOf("ab", "cd").chunks, 4))?.toString()).toBe("abcd");
  expect(await requestText(bodyOf("ab", "cd").chunks, 4)).toBe("abcd");
  expect(await requestText(bodyOf().chunks, 0)).toBe("");
});

it("a larger request is read to its end, so that its sender receives the response", async () => {
  const { read, chunks } = bodyOf("ab", "cd", "ef");

  expect(await requestBody(chunks, 3)).toBeUndefined();
  expect(read).toEqual(["ab", "cd", "ef"]);
});

it("a larger response is not read to its end", async () => {
  const { read, chunks } = bodyOf("ab", "cd", "ef");

  expect(await responseBody(chunks, 3)).toBeUndefined();
  expect(read).toEqual(["ab", "cd"]);
});
