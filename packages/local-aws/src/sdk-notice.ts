/** Turns off the AWS SDK's notice about future Node.js versions. Standard error is for messages about the command. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
