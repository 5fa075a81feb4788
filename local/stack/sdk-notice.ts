/**
 * Keeps the SDK's notice about coming Node.js versions out of what people read here. The deployed
 * functions run on a newer one.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
