//! Sentences several parts share: fields, passkeys, codes.

use crate::texts;

texts! {
    sign_in_name: "Anmeldename", "Sign-in name";
    sign_in_name_hint:
        "Er steht auf Ihrem Einladungsbrief, zum Beispiel ahorn-48213.",
        "It is on your invitation letter, for example ahorn-48213.";
    passphrase: "Passphrase", "Passphrase";
    code: "Code aus Ihrer App", "Code from your app";
    code_hint: "Sechs Ziffern, die sich alle 30 Sekunden ändern.", "Six digits that change every 30 seconds.";
    recovery_code: "Ersatzcode", "Recovery code";
    recovery_code_hint:
        "Einer der zehn Codes, die Sie beim Einrichten bekommen haben, zum Beispiel 3-7KQF-…",
        "One of the ten codes you were given when you set up your access, for example 3-7KQF-…";

    name_missing: "Geben Sie Ihren Anmeldenamen ein.", "Enter your sign-in name.";
    passphrase_missing: "Geben Sie eine Passphrase ein.", "Enter a passphrase.";
    passphrase_short:
        "Die Passphrase braucht mindestens 12 Zeichen. Vier zufällige Wörter sind leicht zu merken.",
        "The passphrase needs at least 12 characters. Four random words are easy to remember.";
    passphrase_long: "Die Passphrase darf höchstens 128 Zeichen haben.", "The passphrase may have at most 128 characters.";
    passphrase_common:
        "Diese Passphrase steht auf Listen, die Angreifer zuerst durchprobieren. Bitte wählen Sie eine andere.",
        "This passphrase is on lists attackers try first. Please choose another one.";
    code_missing: "Geben Sie den Code aus Ihrer App ein.", "Enter the code from your app.";
    code_wrong:
        "Dieser Code passt nicht. Warten Sie auf den nächsten in Ihrer App und prüfen Sie die Uhrzeit Ihres Geräts.",
        "This code does not fit. Wait for the next one in your app and check the time on your device.";
    recovery_missing: "Geben Sie einen Ersatzcode ein.", "Enter a recovery code.";
    recovery_wrong:
        "Dieser Ersatzcode passt nicht oder wurde schon benutzt.",
        "This recovery code does not fit or has been used.";
    too_long: "Das ist zu lang. Bitte prüfen Sie Ihre Eingabe.", "This is too long. Please check what you typed.";
    device_name_missing: "Geben Sie einen Namen ein.", "Enter a name.";
    device_name_wrong:
        "Der Name darf höchstens 40 Zeichen haben und keine Steuerzeichen.",
        "The name may have at most 40 characters and no control characters.";
    kept_missing:
        "Bitte bestätigen Sie, dass Sie die Codes aufbewahrt haben.",
        "Please confirm that you have kept the codes.";

    show_passphrase: "Passphrase anzeigen", "Show passphrase";
    passphrase_visible: "Ihre Passphrase ist jetzt sichtbar.", "Your passphrase is now visible.";
    passphrase_hidden: "Ihre Passphrase ist jetzt verborgen.", "Your passphrase is now hidden.";

    passkey_working: "Einen Moment …", "One moment …";
    passkey_without_javascript:
        "Für einen Passkey braucht Ihr Browser JavaScript. Ohne geht es mit Passphrase und Einmalcode.",
        "A passkey needs JavaScript in your browser. Without it you can use a passphrase and a one-time code.";
    passkey_unsupported:
        "Dieser Browser kennt keine Passkeys. Sie können eine Passphrase mit Einmalcode verwenden.",
        "This browser does not know passkeys. You can use a passphrase with a one-time code.";
    only_passkey_without_javascript:
        "Für einen Passkey braucht Ihr Browser JavaScript. Bitte schalten Sie es für diese Seite ein.",
        "A passkey needs JavaScript in your browser. Please switch it on for this page.";
    only_passkey_unsupported:
        "Dieser Browser kennt keine Passkeys. Bitte nehmen Sie einen anderen Browser oder ein anderes Gerät.",
        "This browser does not know passkeys. Please use another browser or another device.";
    passkey_cancelled:
        "Der Vorgang wurde abgebrochen oder hat zu lange gedauert. Versuchen Sie es einfach noch einmal.",
        "This was cancelled or took too long. Simply try again.";
    passkey_already:
        "Auf diesem Gerät gibt es schon einen Passkey für Ihren Zugang.",
        "This device already has a passkey for your access.";
    passkey_rate_limited:
        "Das waren viele Versuche auf einmal. Bitte warten Sie einen Moment.",
        "That was a lot of tries at once. Please wait a moment.";
    passkey_unavailable:
        "Das Portal ist gerade nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.",
        "The portal cannot be reached at the moment. Please try again shortly.";

    codes_print: "Drucken", "Print";
    codes_copy: "Kopieren", "Copy";
    codes_copied: "Die Codes sind kopiert.", "The codes have been copied.";
    codes_not_copied:
        "Kopieren ging nicht. Bitte drucken Sie die Codes oder schreiben Sie sie ab.",
        "Copying did not work. Please print the codes or write them down.";
    codes_kept: "Ich habe die Codes aufbewahrt", "I have kept the codes";

    qr_label: "QR-Code für Ihre Authenticator-App", "QR code for your authenticator app";
    totp_secret: "Schlüssel zum Eintippen", "Key to type in";
    totp_open: "Direkt in der App auf diesem Gerät öffnen", "Open in the app on this device";
    back: "Zurück", "Back";
}
