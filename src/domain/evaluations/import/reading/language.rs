//! Languages as files write them.

/// Language, script and region in the usual case; `None` when it has another form.
pub fn bcp47(stated: &str) -> Option<String> {
    let mut parts = stated.split(['-', '_']);
    let language = parts
        .next()
        .filter(|part| matches!(part.len(), 2 | 3) && is_alphabetic(part))?;
    let mut out = language.to_ascii_lowercase();
    let mut seen_region = false;
    for part in parts {
        let region = (part.len() == 2 && is_alphabetic(part))
            || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()));
        let script = part.len() == 4 && is_alphabetic(part) && out.len() == language.len();
        if seen_region || !(region || script) {
            return None;
        }
        seen_region = region;
        out.push('-');
        if script {
            out.push_str(&part[..1].to_ascii_uppercase());
            out.push_str(&part[1..].to_ascii_lowercase());
        } else {
            out.push_str(&part.to_ascii_uppercase());
        }
    }
    Some(out)
}

fn is_alphabetic(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_in_their_usual_form_only() {
        for (stated, read) in [
            ("fr", Some("fr")),
            ("FR", Some("fr")),
            ("pt_br", Some("pt-BR")),
            ("zh-hant-TW", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("french", None),
            ("fr-", None),
            ("", None),
            ("fr-FR-Latn", None),
            ("é", None),
        ] {
            assert_eq!(bcp47(stated).as_deref(), read, "{stated}");
        }
    }
}
