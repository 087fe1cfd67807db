//! Pages by key. Invariant: no offset, no total; a token holds only for the filters it was made with.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Failure, FieldProblem, Sha256};

/// Where a page starts: after this key and id. Unsigned, since every page is authorised again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageToken {
    v: u8,
    sort: String,
    filter: String,
    key: String,
    id: Uuid,
}

/// One page of a list, as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at most: 1 to 200.
    pub limit: i64,
    /// The sort key of the last item of the page before; empty on the first page.
    pub after_key: Option<String>,
    /// Its id.
    pub after_id: Option<Uuid>,
    sort: &'static str,
    filter: String,
}

/// Items, and where the next page starts.
#[derive(Debug, Clone, Serialize)]
pub struct Paged<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// Give this as `page_token` to get the next page; null on the last.
    pub next_page_token: Option<String>,
}

/// `limit` and `page_token` of a list request.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Page {
    /// See [`PageRequest::limit`].
    pub limit: Option<i64>,
    /// See [`Paged::next_page_token`].
    pub page_token: Option<String>,
}

impl Page {
    /// Items of a page when the caller does not say.
    pub const DEFAULT: i64 = 50;
    /// Items of a page at most.
    pub const MAX: i64 = 200;

    /// Checks limit and token against the sort and the filters of this request.
    ///
    /// # Errors
    /// The limit is out of range, or the token is not one of this list.
    pub fn read(
        limit: Option<i64>,
        page_token: Option<&str>,
        sort: &'static str,
        filters: &impl Serialize,
    ) -> Result<PageRequest, Failure> {
        let limit = limit.unwrap_or(Self::DEFAULT);
        if !(1..=Self::MAX).contains(&limit) {
            return Err(Failure::malformed("limit", "a number from 1 to 200"));
        }
        let filter = serde_json::to_vec(filters).map_err(|_| {
            Failure::Invalid(vec![FieldProblem::new(
                "",
                "filters that can be written as JSON",
            )])
        })?;
        let filter = Sha256::of(&filter).hex()[..16].to_owned();
        let token = page_token
            .map(|text| Self::token(text, sort, &filter))
            .transpose()?;
        let (after_key, after_id) = token.map(|token| (token.key, token.id)).unzip();
        Ok(PageRequest {
            limit,
            after_key,
            after_id,
            sort,
            filter,
        })
    }

    fn token(text: &str, sort: &str, filter: &str) -> Result<PageToken, Failure> {
        let wrong = || Failure::malformed("page_token", "the next_page_token of the page before");
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let token: PageToken = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
        if token.v != 1 || token.sort != sort || token.filter != filter || token.key.contains('\0')
        {
            return Err(Failure::malformed(
                "page_token",
                "a token of the same list with the same filters",
            ));
        }
        Ok(token)
    }
}

impl PageRequest {
    /// How many rows to read: one more than asked for, to know whether a next page exists.
    #[must_use]
    pub const fn rows(&self) -> i64 {
        self.limit + 1
    }

    /// Cuts the extra row off and makes the token of the next page from the last item kept.
    #[must_use]
    pub fn page<T>(&self, mut items: Vec<T>, last: impl Fn(&T) -> (String, Uuid)) -> Paged<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next_page_token = items.last().filter(|_| more).map(|item| {
            let (key, id) = last(item);
            let token = PageToken {
                v: 1,
                sort: self.sort.into(),
                filter: self.filter.clone(),
                key,
                id,
            };
            let json = serde_json::to_vec(&token).expect("a page token is plain JSON");
            URL_SAFE_NO_PAD.encode(json)
        });
        Paged {
            items,
            next_page_token,
        }
    }
}

impl<T> Paged<T> {
    /// The same page with other items.
    #[must_use]
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Paged<U> {
        Paged {
            items: self.items.into_iter().map(f).collect(),
            next_page_token: self.next_page_token,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(limit: Option<i64>, token: Option<&str>, filter: &str) -> Result<PageRequest, Failure> {
        Page::read(limit, token, "name", &filter)
    }

    #[test]
    fn the_limit_is_checked_at_both_edges() {
        assert_eq!(read(None, None, "").unwrap().limit, 50);
        assert!(read(Some(1), None, "").is_ok());
        assert!(read(Some(200), None, "").is_ok());
        assert!(read(Some(0), None, "").is_err());
        assert!(read(Some(201), None, "").is_err());
    }

    #[test]
    fn a_token_leads_to_the_next_page_and_only_with_the_same_filters() {
        let first = read(Some(2), None, "a").unwrap();
        let id = Uuid::from_u128(2);
        let page = first.page(vec![1, 2, 3], |n| (n.to_string(), id));
        assert_eq!(page.items, [1, 2]);
        let token = page.next_page_token.unwrap();
        let second = read(Some(2), Some(&token), "a").unwrap();
        assert_eq!(
            (second.after_key.as_deref(), second.after_id),
            (Some("2"), Some(id))
        );
        assert!(read(Some(2), Some(&token), "b").is_err());
        assert!(read(None, Some("x"), "a").is_err());
    }

    #[test]
    fn the_last_page_has_no_token() {
        let page = read(Some(3), None, "")
            .unwrap()
            .page(vec![1, 2, 3], |_| unreachable!());
        assert_eq!(page.next_page_token, None);
    }
}
