/**
 * Which pages of other origins may call the API. The gateway answers their preflight requests, and adds the headers to its
 * own refusals, too. Pages of sister sites send the session's cookie; those of other sites have tokens, and browsers never
 * send them the cookie (SameSite=Strict).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
const listOf = (text) =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** Of requests with a signature, and of the ID token beside it. */
const DEMO_HEADERS = ["x-amz-date", "x-amz-security-token", "x-cognito-id-token"];

module.exports = async ({ resolveVariable }) => {
  const sisters = listOf(await resolveVariable("param:sisterOrigins"));
  const others = listOf(await resolveVariable("param:tokenOrigins"));
  const demo = (await resolveVariable("param:demo")) === "on";
  if (sisters.length + others.length === 0) return false;
  return {
    allowedOrigins: [...sisters, ...others],
    ...(sisters.length > 0 && { allowCredentials: true }),
    allowedMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowedHeaders: [
      "authorization",
      "content-type",
      "idempotency-key",
      "x-account-id",
      "x-api-key",
      "x-csrf",
      ...(demo ? DEMO_HEADERS : []),
    ],
    exposedResponseHeaders: ["retry-after"],
    maxAge: 600,
  };
};
