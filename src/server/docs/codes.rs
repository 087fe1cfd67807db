//! Pages of the codes: where `type` of a problem leads.

use super::page::{inline, page};
use crate::ground::http::{PROBLEMS_PATH, REASONS, codes};

const BACK: &str = "<p><a href=\"/docs\">The API</a></p>";

/// Every code.
pub(super) fn all() -> String {
    let problems: String = codes::PROBLEMS
        .iter()
        .map(|code| {
            format!(
                "<tr><td><a href=\"{PROBLEMS_PATH}/{0}\"><code>{0}</code></a></td><td>{1}</td><td>{2}</td></tr>",
                code.code,
                code.status,
                inline(code.meaning)
            )
        })
        .collect();
    let reasons: String = REASONS
        .iter()
        .map(|(code, meaning)| {
            format!(
                "<tr id=\"{code}\"><td><code>{code}</code></td><td>{}</td></tr>",
                inline(meaning)
            )
        })
        .collect();
    let body = format!(
        "<header><h1>Problems of the API</h1>{BACK}</header><main>\
         <p>Every answer that is not a success carries one of these codes.</p>\
         <div class=\"table\" tabindex=\"0\"><table><thead><tr><th>Code</th><th>Status</th><th>What it means</th></tr></thead>\
         <tbody>{problems}</tbody></table></div><h2 id=\"reasons\">Reasons</h2>\
         <p>A rule that refuses lists all its reasons in <code>refusals</code>.</p>\
         <div class=\"table\" tabindex=\"0\"><table><thead><tr><th>Code</th><th>What it means</th></tr></thead>\
         <tbody>{reasons}</tbody></table></div></main>"
    );
    page("Problems of the API", &body)
}

/// One code of a problem; none for what is no code.
pub(super) fn one(code: &str) -> Option<String> {
    let code = codes::problem(code)?;
    let title = format!("{} ({})", code.code, code.status);
    let body = format!(
        "<header><h1>{title}</h1></header><main><p>{}</p>\
         <p><a href=\"{PROBLEMS_PATH}\">All problems</a></p>{BACK}</main>",
        inline(code.meaning)
    );
    Some(page(&title, &body))
}
