//! The sentences of the emergency notice, which several pages share.

use crate::texts;

texts! {
    title: "Im Notfall", "In an emergency";
    life_threatening:
        "Bei Lebensgefahr, zum Beispiel Atemnot oder starkem Brustschmerz, rufen Sie sofort an:",
        "If a life is at risk, for example with difficulty breathing or severe chest pain, call at once:";
    out_of_hours:
        "Außerhalb der Sprechzeiten hilft der ärztliche Bereitschaftsdienst:",
        "Outside surgery hours, the medical on-call service helps:";
}
