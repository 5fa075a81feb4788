/**
 * Forms of a function name: `name`, `name:qualifier`, `account:function:name`, or the full ARN.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, "FunctionName"
 */
const NAME =
  /^(?:(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:)?\d{12}:function:|function:)?([A-Za-z0-9_-]{1,140})(?::([A-Za-z0-9$_-]{1,128}))?$/;

export type FunctionReference = { readonly name: string; readonly qualifier: string };

export const parseFunctionName = (
  text: string,
  qualifier?: string | undefined,
): FunctionReference | undefined => {
  const [, name, inName] = NAME.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { name, qualifier: qualifier ?? inName ?? "$LATEST" };
};
