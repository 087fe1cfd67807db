//! Language tags (BCP 47, RFC 5646): their shape and their usual capitals. Pure.

/// Bytes of a tag at most: what RFC 5646 4.4.1 asks buffers to hold.
const TAG_BYTES_MAX: usize = 35;

/// The tag with the capitals of RFC 5646 2.1.1 (`fr-FR`, `zh-Hant`); `None` when it has not the shape of one.
/// Whether the subtags are registered is not looked up.
#[must_use]
pub fn language_tag(text: &str) -> Option<String> {
    if text.len() > TAG_BYTES_MAX {
        return None;
    }
    let mut tag = String::new();
    let mut after_singleton = false;
    for (index, part) in text.split('-').enumerate() {
        let alphabetic = part.bytes().all(|b| b.is_ascii_alphabetic());
        let shaped = if index == 0 {
            (2..=8).contains(&part.len()) && alphabetic
        } else {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if !shaped {
            return None;
        }
        let part = part.to_ascii_lowercase();
        if index == 0 {
            tag = part;
            continue;
        }
        tag.push('-');
        match (after_singleton, part.len(), alphabetic) {
            (false, 2, true) => tag.push_str(&part.to_ascii_uppercase()),
            (false, 4, true) => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..]);
            }
            _ => tag.push_str(&part),
        }
        after_singleton |= part.len() == 1;
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_gets_its_usual_capitals() {
        for (text, tag) in [
            ("fr", "fr"),
            ("FR-fr", "fr-FR"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("en-x-US", "en-x-us"),
        ] {
            assert_eq!(language_tag(text).as_deref(), Some(tag));
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for text in [
            "",
            "f",
            "fr_FR",
            "fr-",
            "-fr",
            "12",
            "français",
            "fr-toolongsubtag",
            &"aa-".repeat(12),
        ] {
            assert_eq!(language_tag(text), None, "{text}");
        }
    }
}
