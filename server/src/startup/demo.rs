//! The practice of a demonstration.

use app::backend::settings::{Localized, Practice};

/// A practice that does not exist; telephone numbers from the range reserved for films and books (Bundesnetzagentur).
pub(super) fn practice() -> Practice {
    let text = |text: &str| Some(text.to_owned());
    Practice {
        name: text("Praxis am Lindenhof"),
        responsible: text("Dr. med. Paula Beispiel"),
        street: text("Lindenhof 7"),
        postal_code: text("12345"),
        city: text("Musterstadt"),
        phone: text("030 23125 014"),
        email: text("praxis@lindenhof.example"),
        profession: text("Fachärztin für Allgemeinmedizin (verliehen in Deutschland)"),
        supervision: text("Ärztekammer Musterland"),
        privacy_officer: text("Jana Vorbild, datenschutz@lindenhof.example"),
        privacy_processors: text("keine; der Rechner steht in der Praxis"),
        privacy_retention: text("zehn Jahre nach dem Ende der Behandlung (§ 630f Absatz 3 BGB)"),
        privacy_authority: text("Die oder der Landesbeauftragte für Datenschutz Musterland"),
        accessibility_authority: text("Marktüberwachungsstelle der Länder für die Barrierefreiheit"),
        hours: Localized {
            de: text("Montag bis Freitag, 8 bis 12 Uhr"),
            en: text("Monday to Friday, 8 am to noon"),
        },
        quick_exit_url: None,
        identity_check: None,
    }
}
