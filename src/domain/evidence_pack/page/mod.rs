//! The page for an auditor: one HTML file that prints, with no script and nothing that is fetched. Pure.
//!
//! Every text goes through the templates, which escape it; only the style sheet does not.

mod bullet;
mod lanes;
mod measured;
mod promotion;
mod proof;
mod route;
mod story;
mod verdict;
mod words;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::ground::audit::LogHead;
use crate::ground::kernel::Sha256;

pub(super) use promotion::promotion_page;
pub(super) use proof::Files;
pub(super) use route::route_page;

const STYLE: &str = include_str!("style.css");

/// What the page may do: nothing but its own style sheet.
pub(super) fn policy() -> String {
    let style = STANDARD.encode(Sha256::of(STYLE.as_bytes()).0);
    format!("default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'")
}

/// A whole page.
fn layout(title: &str, known: &LogHead, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { (body) }
                footer {
                    p {
                        "As of log position " strong { "@" (known.position) } ", "
                        (words::moment(known.integrated_at)) ". "
                        "Asked for again as of this position, this file is the same byte by byte, unless a name was "
                        "changed, or a text or a file deleted, since. "
                        "What is in the pack beside this page is listed with its SHA-256 in " code { "manifest.json" }
                        "."
                    }
                }
            }
        }
    };
    page.into_string()
}
