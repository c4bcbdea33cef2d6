//! What the expansion of the derive calls. Not public API: it changes with any release.
