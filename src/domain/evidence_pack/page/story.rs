//! What happened, in order.

use maud::{Markup, html};

use super::words;
use crate::domain::evidence_pack::StoryEvent;

/// The events as sentences, with reasons and words.
pub(super) fn story(events: &[StoryEvent]) -> Markup {
    html! {
        div .wide {
            table {
                thead { tr {
                    th scope="col" { "Log" } th scope="col" { "When, UTC" } th scope="col" { "What happened" }
                } }
                tbody { @for told in events {
                    @let event = &told.event;
                    tr {
                        td .nw { "@" (event.position.0) }
                        td .nw { (words::brief_text(&event.at)) }
                        td {
                            (event.sentence.message)
                            span .dim { (words::roles(&event.actor.roles)) }
                            @if let Some(reason) = &event.reason { blockquote { (reason) } }
                            @match (&told.words, event.kind.as_str()) {
                                // Who says no gives the reason of the refusal: the same words once.
                                (Some(words), _) if event.reason.as_ref() == Some(words) => {}
                                (Some(words), _) => blockquote { (words) },
                                (None, "comment.written") => blockquote .dim { "The text was erased." },
                                (None, _) => {}
                            }
                        }
                    }
                } }
            }
        }
    }
}
