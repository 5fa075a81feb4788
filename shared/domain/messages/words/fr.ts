import type { Wording } from "./wording.js";

export const french: Wording = {
  kinds: {
    sign_up: {
      subject: "Confirmez votre compte {brand}",
      heading: "Confirmez votre compte",
      intro: "Saisissez ce code pour confirmer votre adresse et terminer votre inscription.",
      sms: "{brand} : votre code de confirmation est {code}. Ne le communiquez à personne.",
    },
    resend_code: {
      subject: "Votre nouveau code de confirmation {brand}",
      heading: "Votre nouveau code",
      intro: "Voici le nouveau code que vous avez demandé. Les codes précédents ne sont plus valables.",
      sms: "{brand} : votre nouveau code de confirmation est {code}. Ne le communiquez à personne.",
    },
    forgot_password: {
      subject: "Réinitialisez votre mot de passe {brand}",
      heading: "Réinitialisez votre mot de passe",
      intro: "Saisissez ce code pour choisir un nouveau mot de passe.",
      sms: "{brand} : votre code de réinitialisation est {code}. Ne le communiquez à personne.",
    },
    change_attribute: {
      subject: "Confirmez votre nouvelle adresse {brand}",
      heading: "Confirmez le changement",
      intro: "Saisissez ce code pour confirmer que cette adresse est désormais la vôtre.",
      sms: "{brand} : saisissez {code} pour confirmer ce nouveau numéro. Ne le communiquez à personne.",
    },
    verify_attribute: {
      subject: "Vérifiez votre adresse {brand}",
      heading: "Vérifiez votre adresse",
      intro: "Saisissez ce code pour montrer que l’on peut vous joindre ici.",
      sms: "{brand} : saisissez {code} pour vérifier ce numéro. Ne le communiquez à personne.",
    },
    sign_in_code: {
      subject: "Votre code de connexion {brand}",
      heading: "Votre code de connexion",
      intro: "Saisissez ce code pour terminer votre connexion.",
      sms: "{brand} : votre code de connexion est {code}. Ne le communiquez à personne.",
    },
    step_up_code: {
      subject: "Votre code de sécurité {brand}",
      heading: "Confirmez votre identité",
      intro: "Vous êtes sur le point de faire une opération sensible. Saisissez ce code pour continuer.",
      sms: "{brand} : votre code de sécurité est {code}. Ne le communiquez à personne.",
    },
    sign_in_link: {
      subject: "Votre lien de connexion {brand}",
      heading: "Connectez-vous en un clic",
      intro: "Ouvrez ce lien dans le navigateur où vous l’avez demandé. Il ne fonctionne qu’une fois.",
      sms: "{brand} : connectez-vous avec {link}",
    },
    invitation: {
      subject: "Votre invitation à {brand}",
      heading: "Bienvenue chez {brand}",
      intro: "Un compte a été créé pour vous. Connectez-vous et choisissez votre propre mot de passe.",
      sms: "{brand} : connectez-vous en tant que {username} avec le mot de passe provisoire :\n{password}",
    },
    account_invitation: {
      subject: "Invitation à rejoindre un compte {brand}",
      heading: "Vous avez une invitation",
      intro:
        "Quelqu’un vous invite dans son compte. Connectez-vous ou inscrivez-vous avec cette adresse, puis saisissez cette invitation.",
      sms: "{brand} : on vous invite dans un compte. Votre invitation : {token}",
    },
    suspicious_sign_in: {
      subject: "Connexion inhabituelle à votre compte {brand}",
      heading: "Était-ce vous ?",
      intro: "Nous avons remarqué une tentative de connexion inhabituelle à votre compte.",
      sms: "{brand} : connexion inhabituelle à votre compte. Si ce n’est pas vous, changez de mot de passe.",
    },
    sign_in_instead: {
      subject: "Vous avez déjà un compte {brand}",
      heading: "Vous avez déjà un compte",
      intro:
        "Quelqu’un s’est inscrit avec votre adresse. Vous avez déjà un compte : connectez-vous avec votre mot de passe habituel.",
      sms: "{brand} : vous avez déjà un compte. Connectez-vous avec votre mot de passe habituel.",
    },
    account_exists: {
      subject: "Votre compte {brand} existe déjà",
      heading: "Votre compte existe déjà",
      intro:
        "Quelqu’un s’est inscrit avec votre adresse, mais votre compte existe déjà. Connectez-vous, ou choisissez un nouveau mot de passe si vous l’avez oublié.",
      sms: "{brand} : quelqu’un s’est inscrit avec votre adresse. Votre compte existe déjà.",
    },
    new_sign_in: {
      subject: "Nouvelle connexion à votre compte {brand}",
      heading: "Une nouvelle connexion",
      intro:
        "Votre compte a été utilisé depuis un appareil ou un pays que nous ne connaissions pas. Si ce n’est pas vous, changez de mot de passe et écrivez-nous.",
      sms: "{brand} : nouvelle connexion à votre compte. Si ce n’est pas vous, changez de mot de passe.",
    },
    identity_linked: {
      subject: "Une nouvelle façon de se connecter à {brand}",
      heading: "Une nouvelle façon de se connecter",
      intro:
        "Vous pouvez désormais aussi vous connecter avec ce fournisseur. Si ce n’est pas vous, écrivez-nous.",
      sms: "{brand} : un moyen de connexion a été ajouté à votre compte. Si ce n’est pas vous, écrivez-nous.",
    },
    email_changed: {
      subject: "L’adresse de votre compte {brand} a changé",
      heading: "Votre adresse a changé",
      intro:
        "Votre compte a une nouvelle adresse e-mail, avec laquelle vous vous connectez désormais. Si ce n’est pas vous, écrivez-nous tout de suite.",
      sms: "{brand} : l’adresse e-mail de votre compte a changé. Si ce n’est pas vous, écrivez-nous.",
    },
  },
  validFor: "Valable pendant {time}.",
  ignore: "Si vous n’avez rien demandé, ignorez ce message. Rien ne change sans vous.",
  neverShare: "Nous ne demandons jamais ce code par téléphone ou par e-mail. Ne le communiquez à personne.",
  support: "Des questions ? Écrivez à {support}.",
  invitationWithoutPassword:
    "{brand} : un compte a été créé pour vous. Connectez-vous en tant que {username}",
  labels: {
    code: "Code",
    username: "Nom d’utilisateur",
    password: "Mot de passe provisoire",
    signIn: "Se connecter",
    time: "Heure",
    place: "Lieu",
    device: "Appareil",
    address: "Adresse réseau",
    provider: "Fournisseur",
    account: "Compte",
    invitation: "Invitation",
    itWasMe: "Oui, c’était moi",
    itWasNotMe: "Non, protéger mon compte",
  },
};
