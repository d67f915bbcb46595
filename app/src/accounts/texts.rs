//! The sentences of signing in.

use crate::texts;

texts! {
    sign_in_title: "Anmelden", "Sign in";
    not_open_title: "Die Anmeldung ist noch nicht geöffnet", "Sign-in is not open yet";
    not_open_text:
        "Ihre Praxis richtet das Portal gerade ein. Sobald es so weit ist, bekommen Sie Ihren Zugang persönlich in der Praxis.",
        "Your practice is setting up the portal. As soon as it is ready, you will receive your access in person at the practice.";
    meanwhile: "Bis dahin erreichen Sie uns am Telefon.", "Until then you can reach us by telephone.";
}
