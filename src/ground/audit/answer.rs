//! What the client of a command gets.

use crate::ground::kernel::Revision;

/// What an HTTP client gets.
pub struct Answer<V> {
    /// The body.
    pub body: V,
    /// Becomes the entity tag.
    pub revision: Option<Revision>,
    /// Becomes the `Location` of a created entity.
    pub location: Option<String>,
    /// The body holds a secret: it is shown once and never stored.
    pub secret: bool,
}

impl<V> Answer<V> {
    /// A body without further headers.
    pub const fn new(body: V) -> Self {
        Self {
            body,
            revision: None,
            location: None,
            secret: false,
        }
    }

    /// With the entity's revision as its tag.
    #[must_use]
    pub const fn revision(mut self, revision: Revision) -> Self {
        self.revision = Some(revision);
        self
    }

    /// With the place of the created entity.
    #[must_use]
    pub fn location(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    /// Shown once.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}
