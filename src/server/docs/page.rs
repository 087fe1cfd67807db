//! The frame of every page, and how text becomes HTML.

const STYLE: &str = "
:root{color-scheme:light dark;--line:light-dark(#d5d9e0,#39404d);--soft:light-dark(#f4f6f9,#1b2029);
--text:light-dark(#1a2029,#e4e8ef);--dim:light-dark(#586273,#9aa5b8);--link:light-dark(#1f5fbf,#7fb2ff);
--page:light-dark(#fff,#12161d)}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.55 system-ui,sans-serif}
a{color:var(--link)}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
pre{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:10px 12px;overflow:auto;max-height:28rem;
white-space:pre-wrap}
header,main{max-width:64rem;margin:0 auto;padding:0 16px}
header{padding-top:24px}
h1{font-size:26px;margin:0 0 4px}
h2{font-size:20px;margin:40px 0 6px;padding-top:8px;border-top:1px solid var(--line)}
h3{font-size:15px;margin:20px 0 6px}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px}
details{border:1px solid var(--line);border-radius:6px;margin:8px 0;background:var(--page)}
details details{margin:6px 0}
summary{padding:8px 12px;cursor:pointer;overflow-wrap:anywhere}
summary:hover{background:var(--soft)}
.body{padding:4px 16px 14px}
.method{display:inline-block;min-width:4.5em;font-weight:600}
.dim{color:var(--dim)}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:5px 14px 5px 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--dim);font-size:13px}
td:first-child code{overflow-wrap:normal}
td p{margin:0}
";

/// A whole page. `title` is plain text, `body` is HTML.
pub(super) fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <link rel=\"icon\" href=\"/icon.svg\"><style>{STYLE}</style></head><body>{body}</body></html>"
    )
}

/// Plain text as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The Markdown that our descriptions use: paragraphs and code.
pub(super) fn prose(text: &str) -> String {
    let paragraphs = text
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty());
    paragraphs
        .map(|paragraph| format!("<p>{}</p>", inline(paragraph)))
        .collect()
}

/// One line of it.
pub(super) fn inline(text: &str) -> String {
    let parts = escaped(text);
    let parts: Vec<&str> = parts.split('`').collect();
    let mut html = String::new();
    for (index, part) in parts.iter().enumerate() {
        // Every second part stands between two marks, unless the last one lacks its end.
        let code = index % 2 == 1 && index + 1 < parts.len();
        html.push_str(&if code {
            format!("<code>{part}</code>")
        } else {
            (*part).to_owned()
        });
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        assert_eq!(
            prose("a <b> `x < y`\n\n& \"c\""),
            "<p>a &lt;b&gt; <code>x &lt; y</code></p><p>&amp; &quot;c&quot;</p>"
        );
    }
}
