//! The words of medicine: fields, diseases, parts of the body, what is done about them, and who does it.
//!
//! A stem stands here once, in ordinary spelling; it is folded as the text is.

use super::{
    Why,
    fold::{Folded, folded},
};
use std::{ops::Range, sync::LazyLock};

/// Stems that tell something wherever in a word they stand, as in "Darmkrebsvorsorge".
const ANYWHERE: &str = "
    arzt ärztin praxis praxen patient klinik krankenhaus hospital sprechstund behandl untersuch therap therapeut
    gesundheit medizin medikament medikation arznei apothek pharma heilprakt krank kranken versichertenkart
    onkolog krebs karzinom tumor metasta chemotherap strahlenther bestrahl leukäm lymphom melanom
    gynäkolog geburtshilf hebamm entbind wochenbett schwanger abtreib verhüt kinderwunsch fruchtbar fertil menstru
    menopaus wechseljahr gebärmutter eierstock fehlgeburt insemin sterilis
    psychiatr psycholog psychosom psychoanaly psychose psychot depress schizophren bipolar burnout angststör
    zwangsstör essstör persönlichkeitsstör panikatt magersucht anorex bulimi autis demenz alzheimer parkinson epilep
    sklerose neurolog nervenheil schlaganfall infarkt kardiolog herz bluthochdruck blutdruck hyperton asthma copd pneumolog lungenentz
    lungenkr gastroenter hepatolog proktolog hämorrhoid endokrin diabet insulin schilddrüs nephrolog dialys urolog androlog
    prostat erektil hämatolog hämophil anämie rheuma arthros arthrit orthopäd osteopor bandscheib wirbelsäul gelenk
    knochen fraktur chirurg operation operativ narkos anästh transplant amputat prothes implantat radiolog nuklearmed röntgen
    ultraschall sonograf sonograph tomograf tomograph mammograf mammograph endoskop koloskop gastroskop darmspieg magenspieg biops
    punktion laborat laborwert laborbef blut urinprob stuhlprob abstrich screening vorsorge früherkenn impf vakzin
    dermatolog hautkrankh neurodermit psorias schuppenflecht ekzem allergi allergen allergolog ophthalm glaukom
    katarakt zahnheil kieferorth kieferchir pädiatr geriatr palliativ hospiz infektio infekt entzünd virus viral
    bakteri hepatit tuberkul syphil gonorrh chlamyd herpes borreli covid corona influenza geschlechtskr sexual sexuell
    diagnos befund symptom syndrom erkrank therapieplan anamnes rezeptpfl verschreib antibiot kortison
    cortison antidepress methadon dosier krankengymnast physiother ergother logopäd akupunktur homöopath rehabilit
    pflegegrad pflegedienst pflegeversich behinder schwerbehind arbeitsunfäh überweisungssch attest krankschr ambulan
    stationär notfall notaufnahm suizid selbstmord trauma misshandl missbrauch alkohol drogen suchtber suchtkrank
    suchthilf suchtther suchtmed entzugs entgift genetik gentest blutwert leberwert ergebnis schmerz adipos übergewicht
    migräne brust intensivstat heilmittel hilfsmittel wundver darmkr
    cancer oncolog carcinom tumour chemo radiother leukaem leukem lymphoma gynecolog gynaecolog obstetr midwif midwiv
    pregnan contracept abortion miscarr infertil menstrua menopause psychother psychiat mental anxiet dementia
    cardiolog cardiac pulmonolog asthmat rheumat orthoped orthopaed surgeon surgical radiother dentist dental pediatr paediatr
    palliat hospice nephrol urologi dermat ophthalmo hematol haematol endocrin diabetic dialysis addict detox
    gonorr chlamydi tubercul infect inflamm disease illness disorder diagnosis diagnoses diagnost symptoms laborator
    biopsy colonoscop endoscop mammogr ultrasound xray vaccin immunis immuniz inoculat antibody steroid
    medicin medicat medical prescri tablets dosage physio healthcare health physician treatment examination clinic
    disabilit inpatient outpatient suicid injury injuries sexually prosthe transplan anaesthe anesthe checkup allergy
    allergic eczema migraine obesit epilept alzheim arthriti kidney testicl ovarian uterus bowel stomach
";

/// Stems that tell something only at the beginning of a word, because they also stand inside harmless ones.
const BEGINNING: &str = "
    hiv aids hno adhs adhd mrt ekg eeg ecg mri ivf labor reha rezept urin
    stuhlgang leber niere lunge magen darm hoden vagin penis haut zahn zähne auge augen blase gallen knie rückenschm
    herpes pille potenz impotenz tablette dosis doktor wunde krampf fieber husten grippe
    stent katheter
    doctor patient surgery practice nurse hospital blood breast heart lung liver skin bone cervic smear wound
    therap drug rehab urine sperm swab scan
";

/// Words that tell something by themselves only.
const ALONE: &str = "
    op ops ct gp stroke flu pain pains painful sick ill lab labs results result findings finding std
    stds sti stis pill pills jab jabs spine tbc tb ptbs ptsd pap meds
    kur suchtklinik panik icu
";

/// Harmless words in which a stem stands; they are taken out before it is looked for.
const HARMLESS: &str = "
    herzlich beherz scherz nerz schimpfe schimpft schimpfwort beschimpf glimpf märzt schwarzt harzt rezeption potenzial potential collabor elabor darmstadt
    darmstädt augenblick augenmerk augenhöhe hautnah wunder methoden blüte blütezeit environmental fundamental instrumental
    governmental departmental monumental experimental incremental lungern magenta allergrößt gelenkt skinny heartily
    heartfelt scandal migration
";

struct Lists {
    anywhere: Vec<String>,
    beginning: Vec<String>,
    alone: Vec<String>,
    harmless: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let list = |words: &str| words.split_whitespace().map(folded).collect();
    Lists {
        anywhere: list(ANYWHERE),
        beginning: list(BEGINNING),
        alone: list(ALONE),
        harmless: list(HARMLESS),
    }
});

/// Words of medicine in a text.
pub(super) fn find(folded: &Folded) -> Vec<(Why, Range<usize>)> {
    let mut found = Vec::new();
    for token in &folded.tokens {
        let parts: Vec<_> =
            token.parts.iter().filter(|(part, _)| tells(part)).map(|(_, at)| at.clone()).collect();
        if parts.is_empty() && tells(&token.whole) {
            found.push((Why::Health, token.at.clone()));
        }
        found.extend(parts.into_iter().map(|at| (Why::Health, at)));
    }
    found
}

/// Whether a word tells something, as it stands or with its figures read as the letters they imitate.
fn tells(word: &str) -> bool {
    let has_letters = word.chars().any(char::is_alphabetic);
    let imitates = has_letters && word.chars().any(|sign| !sign.is_alphabetic());
    is_listed(word) || imitates && (is_listed(&read(word, 'i')) || is_listed(&read(word, 'l')))
}

fn read(word: &str, one: char) -> String {
    let letter = |sign| match sign {
        '0' => 'o',
        '1' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    };
    word.chars().map(letter).collect()
}

fn is_listed(word: &str) -> bool {
    let lists = &*LISTS;
    if lists.alone.iter().any(|alone| alone == word) {
        return true;
    }
    // What is taken out leaves a gap, so that nothing grows together.
    let rest =
        lists.harmless.iter().fold(word.to_owned(), |rest, harmless| rest.replace(harmless.as_str(), " "));
    lists.beginning.iter().any(|stem| rest.starts_with(stem.as_str()))
        || lists.anywhere.iter().any(|stem| rest.contains(stem.as_str()))
}
