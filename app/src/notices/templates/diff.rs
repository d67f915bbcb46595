//! The difference between two texts, line by line.

/// What has become of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    Same(&'a str),
    Gone(&'a str),
    New(&'a str),
}

/// The lines of both texts in order, as many as possible being the same (longest common subsequence).
///
/// A text has two thousand characters at the most, so the square of its lines is small.
pub fn lines<'a>(before: &'a str, after: &'a str) -> Vec<Line<'a>> {
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
