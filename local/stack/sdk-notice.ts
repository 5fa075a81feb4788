/**
 * Turns off the SDK's notice about future Node.js versions. The deployed functions run on a newer version.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
