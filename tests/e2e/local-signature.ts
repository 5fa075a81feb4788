/** The headers of a request that a service signs. The local gateway takes any signature of its own account. */
import type { StackDescription } from "../../local/stack/description.js";

export const signedAsService = ({ region }: Pick<StackDescription, "region">): Record<string, string> => {
  const scope = `local/20250101/${region}/execute-api/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${"0".repeat(64)}`,
  };
};
