/** API keys that tests tell their stories with. */
import { apiKeyDigests } from "../../shared/adapters/node/api-key-digests.js";
import type { ApiKey } from "../../shared/domain/api-key/api-key.js";
import { apiKeyText } from "../../shared/domain/api-key/format.js";
import { NOW } from "./users.js";

export const KEY_ID = "KeyOfNightly0001";
/** The text of the key that `apiKeyOf` keeps. */
export const KEY_TEXT = apiKeyText({
  stage: "test",
  keyId: KEY_ID,
  secret: "S3cretS3cretS3cretS3cretS3cret",
});

export const apiKeyOf = (change: Partial<ApiKey> = {}): ApiKey => ({
  keyId: KEY_ID,
  systemAccountId: "acc-1",
  name: "Nightly export",
  role: "Viewer",
  scopes: ["account/read"],
  status: "ACTIVE",
  current: { digest: apiKeyDigests.of(KEY_TEXT), issuedBy: "usr_ada" },
  issuedAtSeconds: Date.parse(NOW) / 1000,
  expiresAtSeconds: Date.parse(NOW) / 1000 + 90 * 24 * 60 * 60,
  version: 1,
  ...change,
});
