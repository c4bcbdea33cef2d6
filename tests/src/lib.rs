//! Holds the tests.
