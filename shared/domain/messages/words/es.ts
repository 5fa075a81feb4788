import type { Wording } from "./wording.js";

export const spanish: Wording = {
  kinds: {
    sign_up: {
      subject: "Confirme su cuenta de {brand}",
      heading: "Confirme su cuenta",
      intro: "Introduzca este código para confirmar su dirección y terminar el registro.",
      sms: "{brand}: su código de confirmación es {code}. No lo comparta.",
    },
    resend_code: {
      subject: "Su nuevo código de confirmación de {brand}",
      heading: "Su nuevo código",
      intro: "Este es el nuevo código que ha pedido. Los códigos anteriores ya no sirven.",
      sms: "{brand}: su nuevo código de confirmación es {code}. No lo comparta.",
    },
    forgot_password: {
      subject: "Restablezca su contraseña de {brand}",
      heading: "Restablezca su contraseña",
      intro: "Introduzca este código para elegir una contraseña nueva.",
      sms: "{brand}: su código para restablecer la contraseña es {code}. No lo comparta.",
    },
    change_attribute: {
      subject: "Confirme su nueva dirección de {brand}",
      heading: "Confirme el cambio",
      intro: "Introduzca este código para confirmar que esta dirección es ahora la suya.",
      sms: "{brand}: introduzca {code} para confirmar este nuevo número. No lo comparta.",
    },
    verify_attribute: {
      subject: "Verifique su dirección de {brand}",
      heading: "Verifique su dirección",
      intro: "Introduzca este código para demostrar que se le puede localizar aquí.",
      sms: "{brand}: introduzca {code} para verificar este número. No lo comparta.",
    },
    sign_in_code: {
      subject: "Su código de acceso a {brand}",
      heading: "Su código de acceso",
      intro: "Introduzca este código para terminar de iniciar sesión.",
      sms: "{brand}: su código de acceso es {code}. No lo comparta.",
    },
    step_up_code: {
      subject: "Su código de seguridad de {brand}",
      heading: "Confirme que es usted",
      intro: "Está a punto de hacer algo delicado. Introduzca este código para continuar.",
      sms: "{brand}: su código de seguridad es {code}. No lo comparta.",
    },
    sign_in_link: {
      subject: "Su enlace de acceso a {brand}",
      heading: "Inicie sesión con un clic",
      intro: "Abra el enlace en el navegador en el que lo pidió. Funciona una sola vez.",
      sms: "{brand}: inicie sesión con {link}",
    },
    invitation: {
      subject: "Su invitación a {brand}",
      heading: "Le damos la bienvenida a {brand}",
      intro: "Se ha creado una cuenta para usted. Inicie sesión y elija su propia contraseña.",
      sms: "{brand}: inicie sesión como {username} con esta contraseña temporal:\n{password}",
    },
    account_invitation: {
      subject: "Le han invitado a una cuenta de {brand}",
      heading: "Tiene una invitación",
      intro:
        "Alguien le invita a su cuenta. Inicie sesión o regístrese con esta dirección e introduzca esta invitación.",
      sms: "{brand}: le invitan a una cuenta. Su invitación: {token}",
    },
    suspicious_sign_in: {
      subject: "Acceso inusual a su cuenta de {brand}",
      heading: "¿Ha sido usted?",
      intro: "Hemos detectado un intento inusual de iniciar sesión en su cuenta.",
      sms: "{brand}: acceso inusual a su cuenta. Si no ha sido usted, cambie su contraseña.",
    },
    sign_in_instead: {
      subject: "Ya tiene una cuenta de {brand}",
      heading: "Ya tiene una cuenta",
      intro:
        "Alguien se ha registrado con su dirección. Ya tiene una cuenta: inicie sesión con su contraseña de siempre.",
      sms: "{brand}: ya tiene una cuenta. Inicie sesión con su contraseña de siempre.",
    },
    account_exists: {
      subject: "Su cuenta de {brand} ya existe",
      heading: "Su cuenta ya existe",
      intro:
        "Alguien se ha registrado con su dirección, pero su cuenta ya existe. Inicie sesión, o elija otra contraseña si la ha olvidado.",
      sms: "{brand}: alguien se ha registrado con su dirección. Su cuenta ya existe.",
    },
    new_sign_in: {
      subject: "Nuevo acceso a su cuenta de {brand}",
      heading: "Un nuevo acceso",
      intro:
        "Su cuenta se ha usado desde un dispositivo o un país que no conocíamos. Si no ha sido usted, cambie su contraseña y escríbanos.",
      sms: "{brand}: nuevo acceso a su cuenta. Si no ha sido usted, cambie su contraseña.",
    },
    identity_linked: {
      subject: "Una nueva forma de acceder a {brand}",
      heading: "Una nueva forma de acceder",
      intro:
        "A partir de ahora también puede iniciar sesión con este proveedor. Si no ha sido usted, escríbanos.",
      sms: "{brand}: se ha añadido una forma de acceder a su cuenta. Si no ha sido usted, escríbanos.",
    },
    email_changed: {
      subject: "La dirección de su cuenta de {brand} ha cambiado",
      heading: "Su dirección ha cambiado",
      intro:
        "Su cuenta tiene una nueva dirección de correo, con la que inicia sesión a partir de ahora. Si no ha sido usted, escríbanos de inmediato.",
      sms: "{brand}: la dirección de correo de su cuenta ha cambiado. Si no ha sido usted, escríbanos.",
    },
  },
  validFor: "Válido durante {time}.",
  ignore: "Si no ha pedido esto, ignore este mensaje. Nada cambia sin usted.",
  neverShare: "Nunca pedimos este código por teléfono ni por correo. No lo comparta.",
  support: "¿Preguntas? Escriba a {support}.",
  invitationWithoutPassword: "{brand}: se ha creado una cuenta para usted. Inicie sesión como {username}",
  labels: {
    code: "Código",
    username: "Nombre de usuario",
    password: "Contraseña temporal",
    signIn: "Iniciar sesión",
    time: "Hora",
    place: "Lugar",
    device: "Dispositivo",
    address: "Dirección de red",
    provider: "Proveedor",
    account: "Cuenta",
    invitation: "Invitación",
    itWasMe: "Sí, he sido yo",
    itWasNotMe: "No, proteger mi cuenta",
  },
};
