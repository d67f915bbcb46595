//! The difference between two texts, line by line, and how it is shown.

use super::texts;
use crate::lang::Lang;
use leptos::prelude::*;

/// What has become of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'a> {
    Same(&'a str),
    Gone(&'a str),
    New(&'a str),
}

/// The lines of both texts in order, as many as possible being the same (longest common subsequence).
///
/// A text has two thousand characters at the most, so the square of its lines is small.
fn lines<'a>(before: &'a str, after: &'a str) -> Vec<Line<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(Line::Same(old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(Line::Gone(old[i]));
            i += 1;
        } else {
            lines.push(Line::New(new[j]));
            j += 1;
        }
    }
    lines
}

/// What becomes of each line, in words beside it. `written_in` is the language of both texts, where they have one.
pub fn differences(lang: Lang, written_in: Option<Lang>, old: &str, new: &str) -> AnyView {
    if old == new {
        return view! { <p>{texts::unchanged(lang)}</p> }.into_any();
    }
    let foreign = written_in.filter(|written_in| *written_in != lang).map(Lang::tag);
    let lines: Vec<_> = lines(old, new)
        .into_iter()
        .map(|line| {
            let (class, word, text) = match line {
                Line::Same(text) => ("line-same", texts::line_same(lang), text),
                Line::Gone(text) => ("line-gone", texts::line_gone(lang), text),
                Line::New(text) => ("line-new", texts::line_new(lang), text),
            };
            let is_empty = text.is_empty();
            let text = if is_empty { texts::line_empty(lang).to_owned() } else { text.to_owned() };
            let foreign = foreign.filter(|_| !is_empty);
            let text = match line {
                Line::Same(_) => view! { <span lang=foreign>{text}</span> }.into_any(),
                Line::Gone(_) => view! { <del lang=foreign>{text}</del> }.into_any(),
                Line::New(_) => view! { <ins lang=foreign>{text}</ins> }.into_any(),
            };
            view! { <li class=class><span class="line-word">{word}</span> " " {text}</li> }
        })
        .collect();
    view! { <ul class="differences">{lines}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::{Line::*, *};

    #[test]
    fn lines_stay_go_and_come() {
        assert_eq!(lines("a\nb\nc", "a\nx\nc\nd"), [Same("a"), Gone("b"), New("x"), Same("c"), New("d")]);
        assert_eq!(lines("", "a"), [New("a")]);
        assert_eq!(lines("a", ""), [Gone("a")]);
        assert_eq!(lines("a\n\nb", "a\n\nb"), [Same("a"), Same(""), Same("b")]);
        let (old, new) = ("1\n2\n3\n4".repeat(90), "4\n3\n2\n1".repeat(90));
        let all = lines(&old, &new);
        let kept: Vec<_> = all
            .iter()
            .filter_map(|line| match line {
                Same(l) | Gone(l) => Some(*l),
                New(_) => None,
            })
            .collect();
        assert_eq!(kept.join("\n"), old);
    }
}
