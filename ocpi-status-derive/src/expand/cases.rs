//! The body of a method: a `match`, put together arm by arm, or the value of a struct alone.

use std::collections::HashMap;
use std::hash::Hash;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Field;
use crate::valid::{Arm, Item};

/// The arms of a `match`.
pub(super) struct Cases<'a, K = ()> {
    item: &'a Item<'a>,
    arms: Vec<(Vec<TokenStream>, TokenStream)>,
    /// Where the arms are whose value a key stands for.
    shared: HashMap<K, usize>,
    /// Some variants are left to the default.
    is_left: bool,
}

impl<'a, K: Eq + Hash> Cases<'a, K> {
    pub(super) fn new(item: &'a Item<'a>) -> Self {
        Self { item, arms: Vec::new(), shared: HashMap::new(), is_left: false }
    }

    /// Adds an arm that borrows fields.
    pub(super) fn add<'f>(
        &mut self,
        arm: &Arm<'_>,
        fields: impl IntoIterator<Item = &'f Field<'f>>,
        value: TokenStream,
    ) {
        self.arms.push((vec![arm.pattern_with(self.item, fields)], value));
    }

    /// Adds a variant to the arm of a key.
    pub(super) fn share(&mut self, key: K, arm: &Arm<'_>, value: impl FnOnce() -> TokenStream) {
        let pattern = arm.pattern(self.item);
        let next = self.arms.len();
        let index = *self.shared.entry(key).or_insert(next);
        match self.arms.get_mut(index) {
            Some((patterns, _)) => patterns.push(pattern),
            None => self.arms.push((vec![pattern], value())),
        }
    }

    /// Leaves a variant to the default.
    pub(super) fn leave(&mut self) {
        self.is_left = true;
    }

    /// Returns `None` if every variant takes the default.
    pub(super) fn expand_if_any(self, default: &TokenStream) -> Option<TokenStream> {
        (!self.arms.is_empty()).then(|| self.expand(default))
    }

    pub(super) fn expand(self, default: &TokenStream) -> TokenStream {
        let is_struct = self.item.arms.iter().all(|arm| arm.variant.is_none());
        match self.arms.as_slice() {
            [] if self.is_left => default.clone(),
            [(_, value)] if is_struct => value.clone(),
            arms => {
                let arms = arms.iter().map(|(patterns, value)| quote!(#(#patterns)|* => #value,));
                let default = self.is_left.then_some(default).into_iter();
                quote!(match *self { #(#arms)* #(_ => #default,)* })
            }
        }
    }
}
