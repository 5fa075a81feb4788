import type { Wording } from "./wording.js";

export const japanese: Wording = {
  kinds: {
    sign_up: {
      subject: "{brand} アカウントの確認",
      heading: "アカウントの確認",
      intro: "このコードを入力して、アドレスを確認し、登録を完了してください。",
      sms: "{brand}: 確認コードは {code} です。他人に教えないでください。",
    },
    resend_code: {
      subject: "{brand} の新しい確認コード",
      heading: "新しいコード",
      intro: "ご依頼の新しいコードです。以前のコードは使えなくなりました。",
      sms: "{brand}: 新しい確認コードは {code} です。他人に教えないでください。",
    },
    forgot_password: {
      subject: "{brand} のパスワードの再設定",
      heading: "パスワードの再設定",
      intro: "このコードを入力して、新しいパスワードを設定してください。",
      sms: "{brand}: パスワード再設定コードは {code} です。他人に教えないでください。",
    },
    change_attribute: {
      subject: "{brand} の新しいアドレスの確認",
      heading: "変更の確認",
      intro: "このコードを入力して、このアドレスへの変更を確認してください。",
      sms: "{brand}: 新しい電話番号の確認コードは {code} です。他人に教えないでください。",
    },
    verify_attribute: {
      subject: "{brand} のアドレスの確認",
      heading: "アドレスの確認",
      intro: "このコードを入力して、このアドレスで連絡が取れることを確認してください。",
      sms: "{brand}: 電話番号の確認コードは {code} です。他人に教えないでください。",
    },
    sign_in_code: {
      subject: "{brand} のサインインコード",
      heading: "サインインコード",
      intro: "このコードを入力して、サインインを完了してください。",
      sms: "{brand}: サインインコードは {code} です。他人に教えないでください。",
    },
    step_up_code: {
      subject: "{brand} のセキュリティコード",
      heading: "ご本人の確認",
      intro: "重要な操作を行おうとしています。続けるには、このコードを入力してください。",
      sms: "{brand}: セキュリティコードは {code} です。他人に教えないでください。",
    },
    sign_in_link: {
      subject: "{brand} のサインインリンク",
      heading: "ワンクリックでサインイン",
      intro: "依頼したときと同じブラウザでリンクを開いてください。一度だけ使えます。",
      sms: "{brand}: サインインはこちら {link}",
    },
    invitation: {
      subject: "{brand} への招待",
      heading: "{brand} へようこそ",
      intro: "アカウントが作成されました。サインインして、ご自身のパスワードを設定してください。",
      sms: "{brand}: {username} と次の仮パスワードでサインインしてください:\n{password}",
    },
    account_invitation: {
      subject: "{brand} のアカウントへの招待",
      heading: "招待が届いています",
      intro:
        "共有アカウントに招待されました。このアドレスでサインインまたは登録し、この招待を入力してください。",
      sms: "{brand}: アカウントに招待されました。招待: {token}",
    },
    suspicious_sign_in: {
      subject: "{brand} アカウントへの通常と異なるサインイン",
      heading: "お心当たりはありますか？",
      intro: "お使いのアカウントに、通常と異なるサインインの試みがありました。",
      sms: "{brand}: 通常と異なるサインインがありました。心当たりがない場合はパスワードを変更してください。",
    },
    sign_in_instead: {
      subject: "{brand} のアカウントをすでにお持ちです",
      heading: "アカウントをすでにお持ちです",
      intro:
        "お使いのアドレスで登録の申し込みがありました。アカウントはすでにあります。これまでのパスワードでサインインしてください。",
      sms: "{brand}: アカウントをすでにお持ちです。これまでのパスワードでサインインしてください。",
    },
    account_exists: {
      subject: "{brand} のアカウントはすでにあります",
      heading: "アカウントはすでにあります",
      intro:
        "お使いのアドレスで登録の申し込みがありましたが、アカウントはすでにあります。サインインするか、パスワードをお忘れの場合は再設定してください。",
      sms: "{brand}: お使いのアドレスで登録の申し込みがありました。アカウントはすでにあります。",
    },
    new_sign_in: {
      subject: "{brand} アカウントへの新しいサインイン",
      heading: "新しいサインイン",
      intro:
        "これまで使われていない端末または国から、お使いのアカウントにサインインがありました。心当たりがない場合は、パスワードを変更してご連絡ください。",
      sms: "{brand}: 新しいサインインがありました。心当たりがない場合はパスワードを変更してください。",
    },
    identity_linked: {
      subject: "{brand} への新しいサインイン方法",
      heading: "新しいサインイン方法",
      intro: "今後はこのプロバイダーでもサインインできます。心当たりがない場合はご連絡ください。",
      sms: "{brand}: サインイン方法が追加されました。心当たりがない場合はご連絡ください。",
    },
    email_changed: {
      subject: "{brand} アカウントのメールアドレスが変更されました",
      heading: "メールアドレスの変更",
      intro:
        "お使いのアカウントのメールアドレスが変更されました。今後は新しいアドレスでサインインします。心当たりがない場合は、すぐにご連絡ください。",
      sms: "{brand}: メールアドレスが変更されました。心当たりがない場合はご連絡ください。",
    },
  },
  validFor: "有効期間は{time}です。",
  ignore: "お心当たりがない場合は、このメッセージを無視してください。何も変更されません。",
  neverShare: "電話やメールでこのコードをお尋ねすることはありません。他人に教えないでください。",
  support: "ご不明な点は {support} までご連絡ください。",
  invitationWithoutPassword: "{brand}: アカウントが作成されました。{username} でサインインしてください。",
  labels: {
    code: "コード",
    username: "ユーザー名",
    password: "仮パスワード",
    signIn: "サインイン",
    time: "時刻",
    place: "場所",
    device: "デバイス",
    address: "ネットワークアドレス",
    provider: "プロバイダー",
    account: "アカウント",
    invitation: "招待",
    itWasMe: "はい、自分です",
    itWasNotMe: "いいえ、アカウントを保護する",
  },
};
