//! The same JSON with the members of every object in the reverse order. Numbers keep their characters, which no
//! tree of `serde_json` would.

/// The text with reversed members: one document, or one in each line. `None`: it is no JSON.
pub fn reversed(text: &str) -> Option<String> {
    if let Some(one) = document(text) {
        return Some(one);
    }
    let lines: Option<Vec<String>> = text
        .lines()
        .map(|line| {
            if line.trim().is_empty() {
                Some(String::new())
            } else {
                document(line)
            }
        })
        .collect();
    Some(lines?.join("\n"))
}

fn document(text: &str) -> Option<String> {
    let mut rest = text.trim();
    let value = value(&mut rest)?;
    rest.trim().is_empty().then_some(value)
}

fn value(rest: &mut &str) -> Option<String> {
    *rest = rest.trim_start();
    match rest.as_bytes().first()? {
        b'{' => list(rest, '}', |rest| {
            let key = string(rest)?;
            *rest = rest.trim_start().strip_prefix(':')?;
            Some(format!("{key}:{}", value(rest)?))
        })
        .map(|members| {
            let members: Vec<String> = members.into_iter().rev().collect();
            format!("{{{}}}", members.join(","))
        }),
        b'[' => list(rest, ']', value).map(|items| format!("[{}]", items.join(","))),
        b'"' => string(rest),
        _ => {
            let end = rest
                .find([',', '}', ']', ' ', '\n', '\r', '\t'])
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            *rest = after;
            (!word.is_empty()).then(|| word.to_owned())
        }
    }
}

fn list(
    rest: &mut &str,
    close: char,
    one: impl Fn(&mut &str) -> Option<String>,
) -> Option<Vec<String>> {
    let mut found = Vec::new();
    *rest = rest[1..].trim_start();
    if let Some(after) = rest.strip_prefix(close) {
        *rest = after;
        return Some(found);
    }
    loop {
        *rest = rest.trim_start();
        found.push(one(rest)?);
        *rest = rest.trim_start();
        let end = rest.strip_prefix(close);
        *rest = end.or_else(|| rest.strip_prefix(','))?;
        if end.is_some() {
            return Some(found);
        }
    }
}

fn string(rest: &mut &str) -> Option<String> {
    let bytes = rest.as_bytes();
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut at = 1;
    while *bytes.get(at)? != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    let (text, after) = rest.split_at(at + 1);
    *rest = after;
    Some(text.to_owned())
}
