//! Texts, arguments, names and digests of a file, cut to what is kept.

use serde_json::Value;

use super::super::json::{Node, Object, pointer};
use super::super::{ARGUMENTS_BYTES_MAX, ITEM_TEXT_BYTES_MAX, ParseProblem, TEXT_BYTES_MAX};
use super::{Remarks, bcp47};
use crate::ground::kernel::Sha256;

/// A text that is short enough to keep; `N/A` says nothing.
pub fn text(node: Option<&Node<'_>>, at: &[&str], remarks: &mut Remarks) -> Option<String> {
    let text = node?.text()?.trim();
    if text.is_empty() || text == "N/A" {
        return None;
    }
    if text.len() > TEXT_BYTES_MAX || text.chars().any(char::is_control) {
        let message = format!(
            "a text of more than {TEXT_BYTES_MAX} bytes, or with control characters, stays in the raw file"
        );
        remarks.note("text_not_kept", message, at);
        return None;
    }
    Some(text.to_owned())
}

/// Arguments as stated, when they are short enough to keep.
pub fn arguments(node: Option<&Node<'_>>, at: &[&str], remarks: &mut Remarks) -> Option<Value> {
    let value = node?.to_value();
    let empty = matches!(&value, Value::String(text) if text.is_empty())
        || matches!(&value, Value::Object(fields) if fields.is_empty());
    if empty {
        return None;
    }
    if value.to_string().len() > ARGUMENTS_BYTES_MAX {
        let message = format!("more than {ARGUMENTS_BYTES_MAX} bytes stay in the raw file");
        remarks.note("arguments_not_kept", message, at);
        return None;
    }
    Some(value)
}

/// `sha256:` and the hex digits, if they are those of a SHA-256.
pub fn sha256(hex: &str) -> Option<String> {
    let is_digest = hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_digest.then(|| format!("sha256:{}", hex.to_ascii_lowercase()))
}

/// A language as BCP 47; another form is noted.
pub fn language_of(stated: Option<&str>, at: &[&str], remarks: &mut Remarks) -> Option<String> {
    let language = bcp47(stated?);
    if language.is_none() {
        let message = "the language is not written as in BCP 47, like fr or pt-BR";
        remarks.note("language_not_read", message, at);
    }
    language
}

/// A count of things: an integer that is not negative.
pub fn count(node: Option<&Node<'_>>) -> Option<i64> {
    node?.integer().filter(|count| *count >= 0)
}

/// The object at a place.
///
/// # Errors
/// Something else stands there.
pub fn object_at<'d, 'a>(
    node: Option<&'d Node<'a>>,
    pointer: &str,
    expected: &str,
) -> Result<&'d Object<'a>, ParseProblem> {
    let node = node.unwrap_or(&Node::Null);
    node.object().ok_or_else(|| {
        let message = format!("an object is needed here, this is {}", node.kind());
        ParseProblem::new("object_missing", message, pointer, expected)
    })
}

/// The key of an item: a string or a number as written. A long one is named by its digest.
pub fn item_key(node: &Node<'_>) -> Option<String> {
    let written = match node {
        Node::Text(written) => written.trim(),
        Node::Number(written) => written,
        Node::Null | Node::Bool(_) | Node::NotANumber(_) | Node::Array(_) | Node::Object(_) => "",
    };
    let fine = written.len() <= ITEM_TEXT_BYTES_MAX && !written.chars().any(char::is_control);
    if written.is_empty() {
        None
    } else if fine {
        Some(written.to_owned())
    } else {
        Some(Sha256::of(written.as_bytes()).to_string())
    }
}

/// Names a question by its content.
pub fn hash_of(parts: &[&str]) -> Vec<u8> {
    // The length before each part keeps ("ab", "c") and ("a", "bc") apart.
    let sized: Vec<String> = parts
        .iter()
        .map(|part| format!("{}:{part}", part.len()))
        .collect();
    Sha256::of(sized.concat().as_bytes()).0.to_vec()
}

/// A name that becomes a label.
///
/// # Errors
/// It is empty, too long, or holds control characters.
pub fn check_name(name: &str, at: &[&str]) -> Result<(), ParseProblem> {
    let expected = format!("1 to {TEXT_BYTES_MAX} bytes without control characters");
    let problem = |message: &str| {
        // The pointer names the place, not the whole long name.
        let place: String = pointer(at).chars().take(200).collect();
        Err(ParseProblem::new(
            "name_invalid",
            message,
            place,
            expected.clone(),
        ))
    };
    if name.trim().is_empty() {
        problem("a name is empty")
    } else if name.len() > TEXT_BYTES_MAX {
        problem(&format!("a name has {} bytes", name.len()))
    } else if name.chars().any(char::is_control) {
        problem("a name holds control characters")
    } else {
        Ok(())
    }
}
