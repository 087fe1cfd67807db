//! `If-Match`: the revision that the caller saw.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest};

use crate::ground::kernel::{Failure, Revision};

/// The revision that the caller saw. Without the header the request is answered 428.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub Revision);

/// The revision that the caller saw, for commands that also run without: kill, revoke, foreign edges.
#[derive(Debug, Clone, Copy)]
pub struct MaybeIfMatch(pub Option<Revision>);

fn read(request: &HttpRequest) -> Result<Option<Revision>, Failure> {
    let mut values = request.headers().get_all(IF_MATCH);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let wrong = || Failure::malformed("If-Match", "one entity tag such as \"3\"");
    if values.next().is_some() {
        return Err(wrong());
    }
    let text = value.to_str().map_err(|_| wrong())?.trim();
    let number = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .ok_or_else(wrong)?;
    // Only what [`Revision::etag`] writes: no sign, no leading zero.
    if !number.bytes().all(|b| b.is_ascii_digit()) || number.starts_with('0') {
        return Err(wrong());
    }
    let revision = number.parse::<i32>().map_err(|_| wrong())?;
    Ok(Some(Revision(revision)))
}

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).and_then(|seen| seen.map(Self).ok_or(Failure::PreconditionRequired)))
    }
}

impl FromRequest for MaybeIfMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map(Self))
    }
}

impl IfMatch {
    /// Refuses when the entity moved on.
    ///
    /// # Errors
    /// [`Failure::Stale`] with the revision it has now.
    pub fn check(self, current: Revision) -> Result<(), Failure> {
        MaybeIfMatch(Some(self.0)).check(current)
    }
}

impl MaybeIfMatch {
    /// Refuses when a revision was named and the entity moved on.
    ///
    /// # Errors
    /// [`Failure::Stale`] with the revision it has now.
    pub fn check(self, current: Revision) -> Result<(), Failure> {
        match self.0 {
            Some(seen) if seen != current => Err(Failure::Stale { current }),
            Some(_) | None => Ok(()),
        }
    }
}
