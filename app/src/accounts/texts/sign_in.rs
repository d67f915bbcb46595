//! Signing in, signing out, recovering access.

use crate::{lang::Lang, texts};

texts! {
    title: "Anmelden", "Sign in";
    lead:
        "Wählen Sie den Weg, den Sie beim Einrichten gewählt haben.",
        "Choose the way you set up.";
    passkey_title: "Mit Passkey", "With a passkey";
    passkey_text:
        "Mit Fingerabdruck, Gesicht oder der PIN Ihres Geräts. Sie müssen nichts eintippen.",
        "With your fingerprint, your face or your device's PIN. You need not type anything.";
    passkey_button: "Mit Passkey anmelden", "Sign in with a passkey";
    passkey_refused:
        "Die Anmeldung mit diesem Passkey ging nicht. Versuchen Sie es noch einmal, oder nehmen Sie den anderen Weg.",
        "Signing in with this passkey did not work. Try again, or use the other way.";
    passphrase_title: "Mit Passphrase und Code", "With passphrase and code";
    submit: "Anmelden", "Sign in";
    refused:
        "Das hat nicht gepasst. Prüfen Sie Anmeldename, Passphrase und den aktuellen Code. Nach mehreren Versuchen müssen Sie einen Moment warten.",
        "That did not match. Check the sign-in name, the passphrase and the current code. After several tries you need to wait a moment.";
    kept_title: "Ihre Sitzung ist abgelaufen", "Your session has ended";
    kept_text:
        "Ihre Eingaben sind noch da, wenn Sie sich innerhalb von 30 Minuten wieder anmelden. Das Formular wurde nicht abgeschickt.",
        "What you typed is still there if you sign in again within 30 minutes. The form has not been sent.";
    new_title: "Neu hier?", "New here?";
    new_text: "Mit dem Code aus Ihrem Einladungsbrief richten Sie Ihren Zugang ein.", "Set up your access with the code from your invitation letter.";
    new_link: "Einladung einlösen", "Use an invitation";
    lost_link: "Handy, App oder Passkey verloren?", "Lost your phone, app or passkey?";

    recover_title: "Zugang wiederherstellen", "Recover your access";
    recover_lead:
        "Ihre Authenticator-App ist weg, aber Sie kennen Ihre Passphrase: Dann hilft einer Ihrer Ersatzcodes.",
        "Your authenticator app is gone, but you know your passphrase: then one of your recovery codes helps.";
    recover_submit: "Weiter", "Continue";
    recover_refused:
        "Das hat nicht gepasst. Prüfen Sie Anmeldename, Passphrase und Ersatzcode. Jeder Ersatzcode gilt einmal; nach mehreren Versuchen müssen Sie einen Moment warten.",
        "That did not match. Check the sign-in name, the passphrase and the recovery code. Each recovery code works once; after several tries you need to wait a moment.";
    recover_over:
        "Die Frist ist vorbei. Der Ersatzcode ist verbraucht; nehmen Sie bitte den nächsten.",
        "The time is over. The recovery code is used up; please take the next one.";
    recover_else_title: "Passkey verloren oder Passphrase vergessen?", "Lost your passkey or forgotten your passphrase?";
    recover_else_text:
        "Bitten Sie Ihre Praxis um eine neue Einladung. Zusammen mit einem Ersatzcode richten Sie damit einen neuen Zugang ein.",
        "Ask your practice for a new invitation. Together with a recovery code it lets you set up new access.";
    recover_totp_title: "Neue App einrichten", "Set up a new app";
    recover_totp_lead:
        "Der Ersatzcode hat gepasst und ist jetzt verbraucht. Verbinden Sie Ihre neue App; danach gilt die alte nicht mehr, und alle anderen Geräte werden abgemeldet.",
        "The recovery code fitted and is now used up. Connect your new app; after that the old one no longer works, and all other devices are signed out.";

    signed_out_title: "Sie sind abgemeldet", "You are signed out";
    signed_out_text:
        "Auf einem fremden Gerät schließen Sie am besten auch das Browserfenster.",
        "On a device that is not yours it is best to close the browser window too.";
    sign_in_again: "Wieder anmelden", "Sign in again";

    step_up_title: "Bitte bestätigen Sie, dass Sie es sind", "Please confirm that it is you";
    step_up_lead:
        "Das schützt Sie, falls jemand Ihr entsperrtes Gerät in die Hand bekommt.",
        "This protects you in case somebody gets hold of your unlocked device.";
    step_up_passkey: "Mit Passkey bestätigen", "Confirm with a passkey";
    step_up_passkey_refused:
        "Das hat mit diesem Passkey nicht geklappt. Bitte versuchen Sie es noch einmal.",
        "This did not work with this passkey. Please try again.";
    to_add_passkey: "Sie möchten einen weiteren Passkey einrichten.", "You want to set up another passkey.";
    to_remove_passkey: "Sie möchten einen Passkey entfernen.", "You want to remove a passkey.";
    to_add_passphrase:
        "Sie möchten eine Passphrase und eine App einrichten oder ändern.",
        "You want to set up or change a passphrase and an app.";
    to_remove_passphrase: "Sie möchten Passphrase und App entfernen.", "You want to remove the passphrase and the app.";
    to_renew_codes:
        "Sie möchten neue Ersatzcodes ausstellen. Die alten gelten dann nicht mehr.",
        "You want to issue new recovery codes. The old ones are void then.";
    to_add_contact:
        "Sie möchten eine Adresse oder Nummer hinzufügen, unter der wir Sie erreichen.",
        "You want to add an address or number under which we reach you.";
    to_remove_contact:
        "Sie möchten eine Adresse oder Nummer entfernen, unter der wir Sie erreichen.",
        "You want to remove an address or number under which we reach you.";
    to_prefer_contact:
        "Sie möchten festlegen, unter welcher Adresse oder Nummer wir Sie zuerst erreichen.",
        "You want to decide under which address or number we reach you first.";
    to_approve:
        "Sie möchten eine Einladung freigeben, die einen verlorenen Zugang ersetzt.",
        "You want to approve an invitation that replaces a lost way to sign in.";
    step_up_submit: "Bestätigen", "Confirm";
    step_up_refused:
        "Das hat nicht gepasst. Warten Sie auf einen neuen Code: Jeder gilt nur einmal.",
        "That did not match. Wait for a new code: each works only once.";
}

/// For whom an invitation is that shall be approved.
pub fn to_approve_whose(lang: Lang, name: &str, patient_number: &str) -> String {
    match lang {
        Lang::De => format!("Sie ist für {name}, Patientennummer {patient_number}"),
        Lang::En => format!("It is for {name}, patient number {patient_number}"),
    }
}
