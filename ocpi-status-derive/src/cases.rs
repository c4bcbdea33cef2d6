//! The `match` of a method, put together arm by arm.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use proc_macro2::TokenStream;
use quote::quote;

/// The arms of a `match`.
pub(crate) struct Cases<K> {
    arms: Vec<(Vec<TokenStream>, TokenStream)>,
    /// Where the arms are whose value a key stands for.
    shared: HashMap<K, usize>,
    /// Some patterns are left to the default.
    is_left: bool,
}

impl<K> Default for Cases<K> {
    fn default() -> Self {
        Self { arms: Vec::new(), shared: HashMap::new(), is_left: false }
    }
}

impl<K: Eq + Hash> Cases<K> {
    /// Adds an arm.
    pub(crate) fn add(&mut self, pattern: TokenStream, value: TokenStream) {
        self.arms.push((vec![pattern], value));
    }

    /// Adds a pattern to the arm of a key; returns the index of the arm.
    pub(crate) fn share(
        &mut self,
        key: K,
        pattern: TokenStream,
        value: impl FnOnce(usize) -> TokenStream,
    ) -> usize {
        match self.shared.entry(key) {
            Entry::Occupied(entry) => {
                let index = *entry.get();
                self.arms[index].0.push(pattern);
                index
            }
            Entry::Vacant(entry) => {
                let index = *entry.insert(self.arms.len());
                self.arms.push((vec![pattern], value(index)));
                index
            }
        }
    }

    /// Leaves a pattern to the default.
    pub(crate) fn leave(&mut self) {
        self.is_left = true;
    }

    /// Returns nothing if there is nothing but the default.
    pub(crate) fn expand_unless_left(self, default: &TokenStream) -> Option<TokenStream> {
        (!self.arms.is_empty()).then(|| {
            let default = self.is_left.then_some(default);
            self.expand(default)
        })
    }

    pub(crate) fn expand(self, default: Option<&TokenStream>) -> TokenStream {
        let arms = self.arms.iter().map(|(patterns, value)| quote!(#(#patterns)|* => #value,));
        let default = default.into_iter();
        quote!(match *self { #(#arms)* #(_ => #default,)* })
    }
}
