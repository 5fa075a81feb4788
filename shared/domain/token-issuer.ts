/**
 * The issuers of a user pool's tokens. A stage names them by the host of the issuer: `cognito-idp`, or
 * `issuer-cognito-idp` of pools with the updated issuer type, with a Region (`cognito-idp.eu-west-1`) for tokens
 * that name another one than the pool's own, as those of a replica can.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-multi-region.html
 */

const HOST = /^(issuer-)?cognito-idp(?:\.([a-z]{2}(?:-[a-z]+)+-\d))?$/;

export const USUAL_ISSUER = "cognito-idp";

export const isIssuerHost = (text: string): boolean => HOST.test(text);

/** The claim `iss` of tokens of the pool. The pool's Region is the beginning of its id. */
export const issuerOf = (userPoolId: string, host: string): string => {
  const [service = "", region = userPoolId.split("_")[0] ?? ""] = host.split(/\.(.*)/);
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://${service}.${region}.${domain}/${userPoolId}`;
};
