//! Holds the test of what must not compile.
//!
//! It is a package of its own because the mistakes are compiled with its dependencies: they take
//! seconds, whatever the other tests build, and print the same with and without their features.
