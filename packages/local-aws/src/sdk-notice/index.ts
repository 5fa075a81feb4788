/**
 * Turns off the AWS SDK's notice about future Node.js versions in this process and its children. Standard error is for
 * messages about the command. Every entry point imports this module first.
 */

/** The variable, for a function or a process with an environment of its own. */
export const sdkNoticeOff = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" } as const;

for (const [name, value] of Object.entries(sdkNoticeOff)) process.env[name] ??= value;
