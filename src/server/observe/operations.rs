//! Which operation a request is: by method and template, never by what stands in the path.

use std::collections::HashMap;

use utoipa::openapi::{HttpMethod, OpenApi};

/// What no operation answers: files of the console, unknown paths.
const NONE: &str = "none";
/// What is outside the API's document, by path.
const PROCESS: [(&str, &str); 3] = [
    ("/healthz", "healthz"),
    ("/readyz", "readyz"),
    ("/metrics", "metrics"),
];

/// The operations, by template and method.
#[derive(Debug)]
pub(super) struct Operations(HashMap<String, HashMap<&'static str, String>>);

impl Operations {
    /// All operations of the document, and those of the process.
    pub(super) fn of(document: OpenApi) -> Self {
        let mut known: HashMap<String, HashMap<&'static str, String>> = HashMap::new();
        for (template, path) in document.paths.paths {
            let methods = [
                (HttpMethod::Get, path.get),
                (HttpMethod::Post, path.post),
                (HttpMethod::Put, path.put),
                (HttpMethod::Patch, path.patch),
                (HttpMethod::Delete, path.delete),
            ];
            for (method, operation) in methods {
                if let Some(id) = operation.and_then(|operation| operation.operation_id) {
                    known
                        .entry(template.clone())
                        .or_default()
                        .insert(name(&method), id);
                }
            }
        }
        for (path, id) in PROCESS {
            known
                .entry(path.into())
                .or_default()
                .insert("GET", id.into());
        }
        Self(known)
    }

    /// The id of an operation; `none` for everything else.
    pub(super) fn id(&self, method: &str, template: Option<&str>) -> &str {
        template
            .and_then(|template| self.0.get(template)?.get(method))
            .map_or(NONE, String::as_str)
    }
}

const fn name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Delete => "DELETE",
        _ => "GET",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_known_by_its_template_and_method_and_nothing_else() {
        let operations = Operations::of(crate::server::document());
        let template = Some("/api/v1/models/{model}");
        assert_eq!(operations.id("GET", template), "get_model");
        assert_eq!(operations.id("PATCH", template), "relabel_model");
        assert_eq!(operations.id("BREW", template), NONE);
        assert_eq!(operations.id("GET", Some("/api/v1/models/7")), NONE);
        assert_eq!(operations.id("GET", None), NONE);
        assert_eq!(operations.id("GET", Some("/readyz")), "readyz");
    }
}
