//! Names: what titles and greetings lead to, and the most frequent ones by themselves.

use super::{
    Why,
    fold::{Folded, Token, folded},
};
use std::{collections::HashSet, ops::Range, sync::LazyLock};

/// Titles are names by themselves: the salutation is a placeholder, and greets nobody by name.
const TITLES: [&str; 16] = [
    "Herr",
    "Herrn",
    "Frau",
    "Fräulein",
    "Dr",
    "Dres",
    "Prof",
    "Professor",
    "Professorin",
    "PD",
    "Mr",
    "Mrs",
    "Ms",
    "Mx",
    "Doktor",
    "Doctor",
];

/// Words that are a title only before a name.
const TITLES_BEFORE_NAMES: [&str; 9] =
    ["Miss", "Schwester", "Pfleger", "Pflegerin", "Sister", "Nurse", "Sir", "Familie", "Family"];

/// What stands before whoever is greeted.
const GREETINGS: [&str; 9] = ["Liebe", "Lieber", "Hallo", "Dear", "Hello", "Hi", "Hey", "Moin", "Servus"];

/// Who may be greeted all the same, because it is everybody.
const EVERYBODY: [&str; 14] = [
    "Damen",
    "Herren",
    "Grüße",
    "Sie",
    "alle",
    "Leserin",
    "Leser",
    "Leserinnen",
    "Gast",
    "Sir",
    "Madam",
    "All",
    "Everyone",
    "Everybody",
];

/// Frequent first and family names that are no other word.
const FREQUENT: &str = "
    Alexander Ali Andrea Andreas Angelika Anja Anke Anna Anne Annika Antje Ayşe Barbara Bärbel Bernd Bettina Birgit Björn
    Brigitte Carsten Charlotte Christa Christina Christine Claudia Cornelia Dagmar Daniela Dennis Dieter Doris Elena Elif
    Elisabeth Elke Emily Emma Emre Erika Eva Fatma Felix Frank Franziska Friedrich Gabriele Georg Gerda Gerhard Gisela
    Gudrun Günter Günther Hannah Hannelore Hans Harald Heike Heinrich Heinz Helga Helmut Herbert Hermann Hildegard
    Holger Horst Ilse Ines Ingeborg Ingrid Irene Irmgard Jan Jennifer Jessica Joachim Johanna Johannes John Jonas Jörg
    Josef Jürgen Julia Karin Karl Katharina Katja Katrin Kathrin Kevin Klaus Kristina Lars Laura Lea Lena Leon Leonie Lisa
    Lukas Lutz Manfred Manuela Marcel Margarete Maria Marie Marina Marion Markus Martin Martina Matthias Mehmet Melanie
    Mia Michael Michaela Mohammed Monika Mustafa Nadine Nicole Nina Noah Olaf Oliver Patricia Paul Petra Peter Philipp
    Rainer Ralf Regina Reinhard Renate Rita Robert Roland Rolf Rosemarie Rüdiger Ruth Sabine Sabrina Sandra Sarah
    Sebastian Sigrid Silke Silvia Simone Sofia Sophie Stefan Stefanie Stephan Stephanie Susanne Sven Sylvia Tanja Thomas
    Thorsten Torsten Tim Tobias Udo Ulrich Ulrike Ursula Ute Uwe Vanessa Verena Vera Volker Walter Waltraud Werner
    Wilhelm Wolfgang Yannick Yusuf Zeynep
    Ahmed Arslan Bauer Brandt Çelik Demir Engelhardt Friedrichs Günther Hartmann Herrmann Hoffmann Hofmann Huber Jansen
    Johnson Jones Kaya Khan Köhler Kowalski Krämer Krüger Lehmann Lindner Maier Mayer Meier Meyer Möller Müller Neumann
    Nguyen Novak Nowak Öztürk Peters Pohlmann Schmidt Schmitt Schmitz Schröder Schubert Schulte Schultz Schulz Schulze
    Schumacher Schuster Schwartz Şahin Seidel Smith Ivanov Wagner Walther Williams Yıldız Yilmaz Zimmermann Mustermann
";

fn set<'a>(words: impl IntoIterator<Item = &'a str>) -> HashSet<String> {
    words.into_iter().map(folded).collect()
}

static KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| set(FREQUENT.split_whitespace()));
static TITLE: LazyLock<HashSet<String>> = LazyLock::new(|| set(TITLES));
static TITLE_BEFORE: LazyLock<HashSet<String>> = LazyLock::new(|| set(TITLES_BEFORE_NAMES));
static GREETING: LazyLock<HashSet<String>> = LazyLock::new(|| set(GREETINGS));
static ALL: LazyLock<HashSet<String>> = LazyLock::new(|| set(EVERYBODY));

/// Names in a text.
pub(super) fn find(text: &str, folded: &Folded) -> Vec<(Why, Range<usize>)> {
    let tokens = &folded.tokens;
    let mut found = Vec::new();
    for (number, token) in tokens.iter().enumerate() {
        let after = &tokens[number + 1..];
        let begins = TITLE.contains(&token.whole)
            || TITLE_BEFORE.contains(&token.whole) && token.capital && names(text, token, after) > 0;
        if begins {
            let last = last_of(token, after, names(text, token, after));
            found.push((Why::Name, token.at.start..last));
        } else if GREETING.contains(&token.whole) && is_greeted(text, token, after) {
            let first = after.first().map_or(token.at.end, |name| name.at.start);
            found.push((Why::Name, first..last_of(token, after, names(text, token, after))));
        } else if token.capital && (is_known(token) || is_initial(text, number, tokens)) {
            let last = last_of(token, after, usize::from(!is_known(token)));
            found.push((Why::Name, token.at.start..last));
        }
    }
    found
}

/// A frequent name, also as part of a double one or with the s of a genitive.
fn is_known(token: &Token) -> bool {
    let known = |word: &str| {
        KNOWN.contains(word)
            || word.strip_suffix('s').is_some_and(|stem| stem.len() > 3 && KNOWN.contains(stem))
    };
    known(&token.whole) || token.parts.iter().any(|(part, _)| known(part))
}

/// "A. Berg": a capital letter with a point before a capitalised word; "z. B. Montag" is none.
fn is_initial(text: &str, number: usize, tokens: &[Token]) -> bool {
    let token = &tokens[number];
    let single = |token: &Token| token.whole.chars().count() == 1;
    let before_is_single = number.checked_sub(1).is_some_and(|before| single(&tokens[before]));
    let next = tokens.get(number + 1);
    single(token)
        && !before_is_single
        && next.is_some_and(|next| {
            next.capital && !single(next) && text[token.at.end..next.at.start].trim() == "."
        })
}

/// How many capitalised words stand right after a word, with nothing but points and spaces in between.
fn names(text: &str, token: &Token, after: &[Token]) -> usize {
    let mut end = token.at.end;
    let is_name = |next: &&Token| {
        let between = text[end..next.at.start].trim_matches([' ', '\u{a0}', '.']);
        end = next.at.end;
        let particle = matches!(next.whole.as_str(), "von" | "van" | "de" | "zu" | "med" | "der");
        between.is_empty() && (next.capital || particle)
    };
    after.iter().take(5).take_while(is_name).count()
}

fn is_greeted(text: &str, token: &Token, after: &[Token]) -> bool {
    let first = after.first().filter(|_| token.capital && names(text, token, after) > 0);
    first.is_some_and(|name| !ALL.contains(&name.whole))
}

fn last_of(token: &Token, after: &[Token], count: usize) -> usize {
    count.checked_sub(1).and_then(|last| after.get(last)).map_or(token.at.end, |last| last.at.end)
}
