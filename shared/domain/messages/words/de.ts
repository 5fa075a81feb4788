import type { Wording } from "./wording.js";

export const german: Wording = {
  kinds: {
    sign_up: {
      subject: "Bestätigen Sie Ihr Konto bei {brand}",
      heading: "Konto bestätigen",
      intro: "Geben Sie diesen Code ein, um Ihre Adresse zu bestätigen und die Anmeldung abzuschließen.",
      sms: "{brand}: Ihr Bestätigungscode lautet {code}. Geben Sie ihn nicht weiter.",
    },
    resend_code: {
      subject: "Ihr neuer Bestätigungscode für {brand}",
      heading: "Ihr neuer Code",
      intro: "Hier ist der neue Code, den Sie angefordert haben. Frühere Codes gelten nicht mehr.",
      sms: "{brand}: Ihr neuer Bestätigungscode lautet {code}. Geben Sie ihn nicht weiter.",
    },
    forgot_password: {
      subject: "Ihr Passwort für {brand} zurücksetzen",
      heading: "Passwort zurücksetzen",
      intro: "Geben Sie diesen Code ein, um ein neues Passwort zu wählen.",
      sms: "{brand}: Ihr Code für ein neues Passwort lautet {code}. Geben Sie ihn nicht weiter.",
    },
    change_attribute: {
      subject: "Bestätigen Sie Ihre neue Adresse bei {brand}",
      heading: "Änderung bestätigen",
      intro: "Geben Sie diesen Code ein, um zu bestätigen, dass diese Adresse nun Ihre ist.",
      sms: "{brand}: Bestätigen Sie diese neue Nummer mit dem Code {code}. Geben Sie ihn nicht weiter.",
    },
    verify_attribute: {
      subject: "Bestätigen Sie Ihre Adresse bei {brand}",
      heading: "Adresse bestätigen",
      intro: "Geben Sie diesen Code ein, um zu zeigen, dass Sie hier erreichbar sind.",
      sms: "{brand}: Bestätigen Sie diese Nummer mit dem Code {code}. Geben Sie ihn nicht weiter.",
    },
    sign_in_code: {
      subject: "Ihr Anmeldecode für {brand}",
      heading: "Ihr Anmeldecode",
      intro: "Geben Sie diesen Code ein, um sich anzumelden.",
      sms: "{brand}: Ihr Anmeldecode lautet {code}. Geben Sie ihn nicht weiter.",
    },
    step_up_code: {
      subject: "Ihr Sicherheitscode für {brand}",
      heading: "Bestätigen Sie, dass Sie es sind",
      intro: "Sie sind dabei, etwas Wichtiges zu ändern. Geben Sie diesen Code ein, um fortzufahren.",
      sms: "{brand}: Ihr Sicherheitscode lautet {code}. Geben Sie ihn nicht weiter.",
    },
    sign_in_link: {
      subject: "Ihr Anmeldelink für {brand}",
      heading: "Mit einem Klick anmelden",
      intro: "Öffnen Sie den Link in dem Browser, in dem Sie ihn angefordert haben. Er gilt einmal.",
      sms: "{brand}: Melden Sie sich an mit {link}",
    },
    invitation: {
      subject: "Ihre Einladung zu {brand}",
      heading: "Willkommen bei {brand}",
      intro: "Für Sie wurde ein Konto angelegt. Melden Sie sich an und wählen Sie ein eigenes Passwort.",
      sms: "{brand}: Melden Sie sich als {username} mit diesem vorläufigen Passwort an:\n{password}",
    },
    account_invitation: {
      subject: "Sie sind in ein Konto bei {brand} eingeladen",
      heading: "Sie sind eingeladen",
      intro:
        "Jemand lädt Sie in ein gemeinsames Konto ein. Melden Sie sich mit dieser Adresse an, oder registrieren Sie sich, und geben Sie diese Einladung ein.",
      sms: "{brand}: Sie sind in ein Konto eingeladen. Ihre Einladung: {token}",
    },
    suspicious_sign_in: {
      subject: "Ungewöhnliche Anmeldung bei {brand}",
      heading: "Waren Sie das?",
      intro: "Jemand hat auf ungewöhnliche Weise versucht, sich bei Ihrem Konto anzumelden.",
      sms: "{brand}: Ungewöhnliche Anmeldung bei Ihrem Konto. Waren Sie es nicht, ändern Sie Ihr Passwort.",
    },
    sign_in_instead: {
      subject: "Sie haben schon ein Konto bei {brand}",
      heading: "Sie haben schon ein Konto",
      intro:
        "Jemand hat sich mit Ihrer Adresse registriert. Sie haben schon ein Konto: Melden Sie sich mit Ihrem gewohnten Passwort an.",
      sms: "{brand}: Sie haben schon ein Konto. Melden Sie sich mit Ihrem gewohnten Passwort an.",
    },
    account_exists: {
      subject: "Ihr Konto bei {brand} besteht schon",
      heading: "Ihr Konto besteht schon",
      intro:
        "Jemand hat sich mit Ihrer Adresse registriert, aber Ihr Konto besteht schon. Melden Sie sich an oder wählen Sie ein neues Passwort, wenn Sie es vergessen haben.",
      sms: "{brand}: Jemand hat sich mit Ihrer Adresse registriert. Ihr Konto besteht schon.",
    },
    new_sign_in: {
      subject: "Neue Anmeldung bei {brand}",
      heading: "Eine neue Anmeldung",
      intro:
        "Ihr Konto wurde von einem Gerät oder aus einem Land benutzt, das wir noch nicht kennen. Waren Sie es nicht, ändern Sie Ihr Passwort und schreiben Sie uns.",
      sms: "{brand}: Neue Anmeldung bei Ihrem Konto. Waren Sie es nicht, ändern Sie Ihr Passwort.",
    },
    identity_linked: {
      subject: "Ein neuer Weg zur Anmeldung bei {brand}",
      heading: "Ein neuer Weg zur Anmeldung",
      intro:
        "Ab jetzt können Sie sich auch mit diesem Anbieter anmelden. Waren Sie das nicht, schreiben Sie uns.",
      sms: "{brand}: Ihr Konto hat einen neuen Weg zur Anmeldung. Waren Sie das nicht, schreiben Sie uns.",
    },
    email_changed: {
      subject: "Die Adresse Ihres Kontos bei {brand} wurde geändert",
      heading: "Ihre Adresse wurde geändert",
      intro:
        "Ihr Konto hat eine neue E-Mail-Adresse, mit der Sie sich ab jetzt anmelden. Waren Sie das nicht, schreiben Sie uns sofort.",
      sms: "{brand}: Die E-Mail-Adresse Ihres Kontos wurde geändert. Waren Sie das nicht, schreiben Sie uns.",
    },
  },
  validFor: "Gültig für {time}.",
  ignore:
    "Wenn Sie das nicht angefordert haben, ignorieren Sie diese Nachricht. Ohne Sie ändert sich nichts.",
  neverShare: "Wir fragen nie am Telefon oder per E-Mail nach diesem Code. Geben Sie ihn nicht weiter.",
  support: "Fragen? Schreiben Sie an {support}.",
  invitationWithoutPassword: "{brand}: Für Sie wurde ein Konto angelegt. Melden Sie sich an als {username}",
  labels: {
    code: "Code",
    username: "Benutzername",
    password: "Vorläufiges Passwort",
    signIn: "Anmelden",
    time: "Zeit",
    place: "Ort",
    device: "Gerät",
    address: "Netzadresse",
    provider: "Anbieter",
    account: "Konto",
    invitation: "Einladung",
    itWasMe: "Ja, das war ich",
    itWasNotMe: "Nein, mein Konto schützen",
  },
};
