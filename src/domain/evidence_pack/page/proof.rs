//! How to check what the page says.

use maud::{Markup, html};

use super::words;
use crate::domain::evidence_pack::manifest::LeftOut;
use crate::domain::evidence_pack::{Dossier, Entry};
use crate::ground::kernel::Sha256;

/// The result files of the pack, and those that are not in it.
pub(in crate::domain::evidence_pack) struct Files<'a> {
    /// Those that are.
    pub raw: &'a [Entry],
    /// Whether the page stands beside them; otherwise it is read alone and leads nowhere.
    pub beside: bool,
    /// Those that are not, and why.
    pub left_out: &'a [LeftOut],
    /// What limits kept out, in words.
    pub cut: &'a [String],
}

impl Files<'_> {
    /// Where a file is, or why it is not.
    pub(super) fn place(&self, sha256: &Sha256, file_name: &str) -> Markup {
        let entry = self.raw.iter().find(|entry| entry.sha256 == *sha256);
        let left_out = self.left_out.iter().find(|file| file.sha256 == *sha256);
        html! {
            @match entry {
                Some(entry) if self.beside => a href=(entry.name) { (file_name) },
                _ => { (file_name) }
            }
            br;
            code { (sha256) }
            @if let Some(file) = left_out { br; "Not in this pack: " (file.why) }
        }
    }

    /// Before anything is read: that limits kept something out, what, and how to get it.
    pub(super) fn cut_short(&self) -> Markup {
        html! {
            @if !self.cut.is_empty() {
                p { strong .warn { "△ This pack is cut short." } }
                ul { @for cut in self.cut { li { (cut) } } }
            }
        }
    }

    /// What is not in the pack.
    pub(super) fn missing(&self) -> Markup {
        html! {
            @if self.left_out.is_empty() && self.cut.is_empty() {
                p { "Nothing was left out." }
            } @else {
                ul {
                    @for cut in self.cut { li { (cut) } }
                    @for file in self.left_out { li { (file.file_name) ": " (file.why) " " code { (file.sha256) } } }
                }
            }
        }
    }
}

/// What the decision binds to, and whether the judge still says so. `folder`: where the JSON of this promotion is.
pub(super) fn proof(dossier: &Dossier, folder: &str) -> Markup {
    let verdict = &dossier.verdict;
    html! {
        dl {
            dt { "Proposal" } dd { code { (verdict.proposal_hash) } br;
                span .dim { "What approvals bind to: version, target, facts, policies." } }
            dt { "Facts" } dd { code { (verdict.facts_digest) } br;
                span .dim { "The SHA-256 of " code { (folder) "facts.json" } "." } }
            dt { "Verdict" } dd { code { (Sha256::of(dossier.verdict_json.as_bytes())) } br;
                span .dim { "The SHA-256 of " code { (folder) "verdict.json" } "." } }
            dt { "Judge" } dd { "version " (verdict.evaluator_version) }
            dt { "Judged again" }
            dd { (replayed(dossier)) }
        }
    }
}

fn replayed(dossier: &Dossier) -> Markup {
    html! {
        @match &dossier.replayed {
            None => {
                "Not yet: nothing was decided at this position. The verdict is what the judge says of the facts as of "
                (words::moment(dossier.known.integrated_at)) "."
            }
            Some(again) if again.same => {
                strong .pass { "✓ the same verdict" } " from the facts that were kept, by judge "
                (again.replayed_by) "."
            }
            Some(again) => {
                strong .fail { "✕ another verdict" } " from the facts that were kept, by judge " (again.replayed_by)
                @if let Some(difference) = &again.first_difference { "; it differs first at " code { (difference) } }
                "."
            }
        }
    }
}
