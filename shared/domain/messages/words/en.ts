import type { Wording } from "./wording.js";

export const english: Wording = {
  kinds: {
    sign_up: {
      subject: "Confirm your {brand} account",
      heading: "Confirm your account",
      intro: "Enter this code to confirm your address and finish signing up.",
      sms: "{brand}: your confirmation code is {code}. Do not share it.",
    },
    resend_code: {
      subject: "Your new {brand} confirmation code",
      heading: "Your new code",
      intro: "Here is the new code that you requested. Earlier codes no longer work.",
      sms: "{brand}: your new confirmation code is {code}. Do not share it.",
    },
    forgot_password: {
      subject: "Reset your {brand} password",
      heading: "Reset your password",
      intro: "Enter this code to choose a new password.",
      sms: "{brand}: your password reset code is {code}. Do not share it.",
    },
    change_attribute: {
      subject: "Confirm your new {brand} address",
      heading: "Confirm the change",
      intro: "Enter this code to confirm your new address or number.",
      sms: "{brand}: enter {code} to confirm this new number. Do not share it.",
    },
    verify_attribute: {
      subject: "Verify your {brand} address",
      heading: "Verify your address",
      intro: "Enter this code to verify your address or number.",
      sms: "{brand}: enter {code} to verify this number. Do not share it.",
    },
    sign_in_code: {
      subject: "Your {brand} sign-in code",
      heading: "Your sign-in code",
      intro: "Enter this code to finish signing in.",
      sms: "{brand}: your sign-in code is {code}. Do not share it.",
    },
    step_up_code: {
      subject: "Your {brand} security code",
      heading: "Confirm your identity",
      intro: "This action needs an additional check. Enter this code to continue.",
      sms: "{brand}: your security code is {code}. Do not share it.",
    },
    sign_in_link: {
      subject: "Your {brand} sign-in link",
      heading: "Sign in with one click",
      intro: "Open the link in the browser that you requested it from. It works once.",
      sms: "{brand}: sign in with {link}",
    },
    invitation: {
      subject: "You have been invited to {brand}",
      heading: "Welcome to {brand}",
      intro: "An account was created for you. Sign in and choose a new password.",
      sms: "{brand}: sign in as {username} with the temporary password:\n{password}",
    },
    account_invitation: {
      subject: "You have been invited to an account at {brand}",
      heading: "You have been invited",
      intro:
        "You have been invited to the account below. Sign in or sign up with this address, then enter the invitation.",
      sms: "{brand}: you have been invited to an account. Your invitation: {token}",
    },
    suspicious_sign_in: {
      subject: "Unusual sign-in to your {brand} account",
      heading: "Was this you?",
      intro: "We noticed an unusual attempt to sign in to your account.",
      sms: "{brand}: we noticed an unusual sign-in to your account. If it was not you, change your password.",
    },
    sign_in_instead: {
      subject: "You already have an account with {brand}",
      heading: "You already have an account",
      intro:
        "A sign-up was attempted with your address. You already have an account: sign in with your existing password.",
      sms: "{brand}: you already have an account. Sign in with your existing password.",
    },
    account_exists: {
      subject: "Your {brand} account already exists",
      heading: "You already have an account",
      intro:
        "A sign-up was attempted with your address, but you already have an account. Sign in, or reset your password if you have forgotten it.",
      sms: "{brand}: a sign-up was attempted with your address. You already have an account: sign in.",
    },
    new_sign_in: {
      subject: "New sign-in to your {brand} account",
      heading: "A new sign-in",
      intro:
        "Your account was used from a device or a country that we have not seen before. If it was not you, change your password and contact us.",
      sms: "{brand}: new sign-in to your account. If it was not you, change your password.",
    },
    identity_linked: {
      subject: "A new way to sign in to {brand}",
      heading: "A new way to sign in",
      intro:
        "You can now also sign in to your account with this provider. If you did not do this, contact us.",
      sms: "{brand}: a new way to sign in was added to your account. If it was not you, contact us.",
    },
    email_changed: {
      subject: "The address of your {brand} account has changed",
      heading: "Your address has changed",
      intro:
        "Your account has a new e-mail address, and you sign in with it from now on. If you did not do this, contact us at once.",
      sms: "{brand}: the e-mail address of your account has changed. If it was not you, contact us.",
    },
  },
  validFor: "Valid for {time}.",
  ignore: "If you did not request this, ignore this message. Nothing will change.",
  neverShare: "We never ask for this code by phone or e-mail. Do not share it.",
  support: "Questions? Contact {support}.",
  invitationWithoutPassword: "{brand}: an account was created for you. Sign in as {username}",
  labels: {
    code: "Code",
    username: "User name",
    password: "Temporary password",
    signIn: "Sign in",
    time: "Time",
    place: "Place",
    device: "Device",
    address: "Network address",
    provider: "Provider",
    account: "Account",
    invitation: "Invitation",
    itWasMe: "Yes, this was me",
    itWasNotMe: "No, secure my account",
  },
};
